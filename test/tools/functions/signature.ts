import type { Overload } from './duckdb.ts'

const number = /^(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|FLOAT|DOUBLE|DECIMAL|BIGNUM)/
const moment = /^(DATE|TIME|INTERVAL)/

const families: readonly (readonly [RegExp, string])[] = [
  [/\[/, 'list'],
  [number, 'number'],
  [/^VARCHAR|^JSON/, 'text'],
  [moment, 'time'],
  [/^(STRUCT|MAP|UNION)/, 'struct'],
]

const familyOf = (type: string): string => families.find(([pattern]) => pattern.test(type))?.[1] ?? type.toLowerCase()

/** One word for the types that stand at one place of several overloads. */
const together = (types: readonly string[]): string => {
  const own = [...new Set(types.filter(Boolean))].sort()
  const [only] = own
  if (own.length === 1 && only) return ['ANY', 'T', 'K', 'V', '"NULL"', 'INVALID'].includes(only) ? '' : only
  if (own.length > 1 && own.every(type => number.test(type) && !type.endsWith(']'))) return 'NUMBER'
  if (own.length > 1 && own.every(type => moment.test(type))) return 'DATE or TIME'
  return ''
}

/** DuckDB names no parameters of its functions on JSON. */
const ofJson: Readonly<Record<string, string>> = { col0: 'json', col1: 'path' }

const nameOf = (raw: string, type: string, of: string): string => {
  const name = raw.replaceAll(/[^a-z0-9_]/gi, '').toLowerCase()
  if (of.startsWith('json_') && ofJson[name] !== undefined) return ofJson[name]
  return /^col\d+$/.test(name) || name === '' ? (type === '' ? 'value' : familyOf(type)) : name
}

/** Names that stand twice are told apart by a number. */
const apart = (names: readonly string[]): readonly string[] =>
  names.map((name, i) =>
    names.filter(other => other === name).length > 1
      ? `${name}${names.slice(0, i + 1).filter(o => o === name).length}`
      : name,
  )

/** One line for all overloads of a function: the longest one's parameters, those in brackets that may be left out. */
export const signatureOf = (name: string, overloads: readonly Overload[]): string => {
  const longest = overloads.reduce((a, b) => (b.parameters.length > a.parameters.length ? b : a))
  const least = Math.min(...overloads.map(each => each.parameters.length))
  const types = longest.parameters.map((_, i) => together(overloads.map(each => each.types[i] ?? '')))
  const names = apart(longest.parameters.map((raw, i) => nameOf(raw, types[i] ?? '', name)))
  const shown = names.map((each, i) => `${each}${types[i] ? ` ${types[i]}` : ''}`)
  const more = overloads.some(each => each.more !== null) ? ['…'] : []
  const needed = [...shown.slice(0, least), ...(least === shown.length ? more : [])].join(', ')
  const optional = least < shown.length ? [...shown.slice(least), ...more].join(', ') : ''
  const gives = together(overloads.map(each => each.gives ?? ''))
  const inside = optional ? `${needed}[${needed ? ', ' : ''}${optional}]` : needed
  return `${name}(${inside})${gives ? ` → ${gives}` : ''}`
}
