/** Comments and quoted parts: what a word in them says does not count. */
const hidden = /--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|'(?:[^']|'')*'/g

const withoutHidden = (text: string) => text.replace(hidden, ' ')

const select = /^[\s(]*select(?=[\s*('"])/i
const common = /^\s*with\s+(?:recursive\s+)?(?:"[^"]+"|\w+)\s*(?:\([^)]*\)\s*)?as\s+(?:(?:not\s+)?materialized\s+)?\(/i

/** Whether a text is a query: one that begins with SELECT, or WITH and a name for one. */
export const isQuery = (text: string): boolean => {
  const bare = withoutHidden(text)
  return select.test(bare) || common.test(bare.replace(/\bas\(/gi, 'as ('))
}

/** Where FROM leads to no table. */
const otherFrom = /\b(?:extract|trim|substring|overlay)\s*\([^()]*\)|\bdistinct\s+from\b/gi

const name = '(?:"(?:[^"]|"")+"|[\\p{L}_][\\p{L}\\d_]*)'
const aliased = `${name}(?:\\s+(?:as\\s+)?${name})?`
const first = new RegExp(`\\b(?:from|join)\\s+(${name})(?![\\p{L}\\d_])(?!\\s*[.(])`, 'giu')
const more = new RegExp(`\\bfrom\\s+${aliased}((?:\\s*,\\s*${aliased})+)`, 'giu')
const own = new RegExp(
  `(?:\\bwith\\s+(?:recursive\\s+)?|,\\s*)(${name})\\s*(?:\\([^)]*\\)\\s*)?as\\s*(?:(?:not\\s+)?materialized\\s*)?\\(`,
  'giu',
)
const leading = new RegExp(`^${name}`, 'u')

const bare = (text: string) => (text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text).toLowerCase()

/** Names of the tables that a query reads and does not make itself, as inputs of a node may be called. */
export const tablesOf = (text: string): readonly string[] => {
  const words = withoutHidden(text).replace(otherFrom, ' ')
  const made = new Set([...words.matchAll(own)].map(([, found = '']) => bare(found)))
  const read = [
    ...[...words.matchAll(first)].map(([, found = '']) => found),
    ...[...words.matchAll(more)].flatMap(([, list = '']) =>
      list.split(',').map(part => leading.exec(part.trim())?.[0] ?? ''),
    ),
  ]
  return [...new Set(read.map(bare))].filter(found => !made.has(found) && /^[a-z][a-z0-9_]{0,62}$/.test(found))
}

/** The lines of a query as a node keeps them, without the semicolon that ends it. */
export const queryLines = (text: string): readonly string[] => text.trim().replace(/;\s*$/, '').split(/\r?\n/)
