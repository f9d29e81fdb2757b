/** How a name can be written, in the order in which the form offers it. */
export const styles = ['snake', 'camel', 'pascal', 'kebab', 'constant', 'title', 'sentence', 'lower', 'upper'] as const

export type Style = (typeof styles)[number]

/** The words of a name: parted by what is no letter and no digit, and by a capital behind a small letter. */
const wordsOf = (name: string): readonly string[] =>
  name
    .replace(/([\p{Ll}\p{N}])(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter(word => word !== '')

const capital = (word: string): string => {
  const [first = '', ...rest] = word
  return first.toUpperCase() + rest.join('').toLowerCase()
}

const inWords = (join: string, change: (word: string, i: number) => string) => (name: string) =>
  wordsOf(name).map(change).join(join) || name

/** A name in a style; one without letters and digits stays as it is. */
export const styled: Readonly<Record<Style, (name: string) => string>> = {
  snake: inWords('_', word => word.toLowerCase()),
  camel: inWords('', (word, i) => (i === 0 ? word.toLowerCase() : capital(word))),
  pascal: inWords('', capital),
  kebab: inWords('-', word => word.toLowerCase()),
  constant: inWords('_', word => word.toUpperCase()),
  title: inWords(' ', capital),
  sentence: inWords(' ', (word, i) => (i === 0 ? capital(word) : word.toLowerCase())),
  lower: name => name.toLowerCase(),
  upper: name => name.toUpperCase(),
}

/** What can be cleaned in a name, in the order in which the form offers it. */
export const cleanings = [
  'trim',
  'collapse_spaces',
  'spaces_to_underscores',
  'strip_accents',
  'symbols_to_underscores',
  'remove_symbols',
] as const

export type Cleaning = (typeof cleanings)[number]

const symbol = /[^\p{L}\p{M}\p{N}_]+/gu

/** One step over a name. */
export const cleaned: Readonly<Record<Cleaning, (name: string) => string>> = {
  trim: name => name.trim(),
  collapse_spaces: name => name.replace(/\s+/g, ' '),
  spaces_to_underscores: name => name.replace(/\s+/g, '_'),
  strip_accents: name => name.normalize('NFD').replace(/\p{M}/gu, '').normalize('NFC'),
  symbols_to_underscores: name => name.replace(symbol, '_').replace(/^_+|_+$/g, ''),
  remove_symbols: name => name.replace(/[^\p{L}\p{M}\p{N}_\s]+/gu, ''),
}
