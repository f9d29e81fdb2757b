import type { Catalogue, NodeGroup, NodeKind } from '#core/node/kind.ts'

/** A kind as a search found it: by its own name, or by another tool's, which may bring settings. */
export interface Found {
  readonly kind: NodeKind
  readonly alias: string | null
  readonly settings: Readonly<Record<string, unknown>>
}

export const groupTitles = {
  sources: 'Sources',
  transforms: 'Transforms',
  validators: 'Validators',
  sinks: 'Sinks',
} as const satisfies Record<NodeGroup, string>

const groups = Object.keys(groupTitles) as readonly NodeGroup[]

const plain = (kind: NodeKind): Found => ({ kind, alias: null, settings: {} })

export const byGroup = (found: readonly Found[]): readonly (readonly [NodeGroup, readonly Found[]])[] =>
  groups
    .map(group => [group, found.filter(entry => entry.kind.group === group)] as const)
    .filter(([, entries]) => entries.length > 0)

/** How well words fit a text: whole start, start of a word, somewhere; 0 is not at all. */
const matched = (text: string, query: string): number => {
  const lower = text.toLowerCase()
  if (lower.startsWith(query)) return 4
  if (lower.split(/[^a-z0-9]+/).some(word => word.startsWith(query))) return 3
  return query.split(/\s+/).every(word => lower.includes(word)) ? 2 : 0
}

const best = (kind: NodeKind, query: string): { readonly found: Found; readonly score: number } => {
  const title = Math.max(matched(kind.title, query), matched(kind.kind, query))
  const aliases = kind.aliases.map(alias => {
    const name = typeof alias === 'string' ? alias : alias.name
    const settings = typeof alias === 'string' ? {} : (alias.settings as Record<string, unknown>)
    return { found: { kind, alias: name, settings }, score: matched(name, query) - 0.5 }
  })
  const other = aliases.reduce<{ found: Found; score: number } | null>(
    (top, next) => (next.score > (top?.score ?? 0) ? next : top),
    null,
  )
  if (other && other.score > title) return other
  return { found: plain(kind), score: Math.max(title, matched(kind.summary, query) > 0 ? 1 : 0) }
}

/** Kinds that fit a query, best first; all of them in the catalogue's order where there is none. */
export const searchKinds = (catalogue: Catalogue, text: string): readonly Found[] => {
  const query = text.trim().toLowerCase()
  const kinds = [...catalogue.values()]
  if (query === '') return kinds.map(plain)
  return kinds
    .map(kind => best(kind, query))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ found }) => found)
}
