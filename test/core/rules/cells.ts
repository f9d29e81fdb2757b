/** A rule of the tests, by the settings that the judgements below read. */
export interface TestRule {
  readonly id: string
  readonly kind: string
  readonly columns: readonly string[]
  readonly severity: 'info' | 'warning' | 'error' | 'critical'
  readonly when: string | null
  readonly nulls: 'skip' | 'pass' | 'fail'
  readonly dimension: string | null
  readonly values: readonly (string | number | null)[]
  readonly ignoreCase: boolean
  readonly min: Bound
  readonly max: Bound
  readonly minStrict: boolean
  readonly maxStrict: boolean
  readonly operator: '=' | '<>' | '<' | '<=' | '>' | '>='
  readonly value: Bound
  readonly patterns: readonly string[]
  readonly texts: readonly string[]
  readonly match: 'any' | 'all'
  readonly whole: boolean
  readonly format: string
  readonly case: 'upper' | 'lower' | 'title'
  readonly digits: number | null
  readonly decimals: number | null
  readonly factor: number
  readonly lineBreaks: boolean
}

type Bound = number | string | { readonly column: string } | null

export interface Row {
  readonly n: number | null
  readonly m: number | null
  readonly x: number | null
  readonly t: string | null
  readonly d: string | null
}

export type Cell = number | string

/** A number that a text may be read as, as DuckDB casts it. */
export const numeric = (text: string): number | null => (/^\s*-?\d+(\.\d+)?\s*$/.test(text) ? Number(text) : null)

/** A cell as text; binary fractions always have a point. */
export const textOf = (cell: Cell, column: string): string =>
  column === 'x' && Number.isInteger(cell) ? `${cell}.0` : String(cell)

const asNumber = (cell: Cell): number | null => (typeof cell === 'number' ? cell : numeric(cell))

/** A text beside a number is compared as a number where it is one, else both as texts; days are written as they sort. */
const order = (a: Cell, b: Cell, column: string): number => {
  if (typeof a === 'number' || typeof b === 'number') {
    const [left, right] = [asNumber(a), asNumber(b)]
    if (left !== null && right !== null) return Math.sign(left - right)
  }
  const [left, right] = [textOf(a, column), String(b)]
  return left < right ? -1 : left === right ? 0 : 1
}

const boundIn = (bound: Bound, row: Row): Cell | null =>
  typeof bound === 'object' && bound !== null ? row[bound.column as keyof Row] : bound

const within = (rule: TestRule, cell: Cell, row: Row, column: string): boolean => {
  const [min, max] = [boundIn(rule.min, row), boundIn(rule.max, row)]
  const low = min === null ? 1 : order(cell, min, column)
  const high = max === null ? -1 : order(cell, max, column)
  return (rule.minStrict ? low > 0 : low >= 0) && (rule.maxStrict ? high < 0 : high <= 0)
}

const compared = (rule: TestRule, cell: Cell, row: Row, column: string): boolean | null => {
  const other = boundIn(rule.value, row)
  if (other === null) return null
  const sign = order(cell, other, column)
  const holds = { '=': sign === 0, '<>': sign !== 0, '<': sign < 0, '<=': sign <= 0, '>': sign > 0, '>=': sign >= 0 }
  return holds[rule.operator]
}

const isMember = (rule: TestRule, cell: Cell): boolean =>
  rule.values.some(value => {
    if (value === null) return false
    if (typeof cell === 'number') return asNumber(value) === cell
    if (typeof value === 'number') return numeric(cell) === value
    return rule.ignoreCase ? cell.toLowerCase() === value.toLowerCase() : cell === value
  })

const met = (rule: TestRule, tests: readonly boolean[]): boolean =>
  rule.match === 'all' ? tests.every(Boolean) : tests.some(Boolean)

const folded = (rule: TestRule, text: string) => (rule.ignoreCase ? text.toLowerCase() : text)
const hits = (rule: TestRule, text: string, list: readonly string[], test: (text: string, part: string) => boolean) =>
  met(
    rule,
    list.map(part => test(folded(rule, text), folded(rule, part))),
  )

const matches = (rule: TestRule, text: string): boolean =>
  met(
    rule,
    rule.patterns.map(each => new RegExp(rule.whole ? `^(?:${each})$` : each).test(text)),
  )

const like = (text: string, pattern: string): boolean =>
  new RegExp(`^${pattern.replaceAll('%', '[^]*').replaceAll('_', '[^]')}$`, 'u').test(text)

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

const isDay = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text)

const formats: Readonly<Record<string, (text: string) => boolean>> = {
  email: text => /^[\w.]+@[a-z]+(\.[a-z]+)*$/.test(text),
  date: isDay,
  json: isJson,
  hex: text => /^[\da-fA-F]+$/.test(text),
  country: text => ['DE', 'DEU'].includes(text),
  latitude: text => numeric(text) !== null && text.trim() === text && Math.abs(Number(text)) <= 90,
}

const isTitle = (text: string): boolean =>
  text.split(/[^\p{L}]+/u).every(word => word === '' || (/^\p{Lu}/u.test(word) && !/\p{Lu}/u.test(word.slice(1))))

const fits = ({ digits, decimals }: TestRule, text: string): boolean => {
  const [, whole = '', fraction = ''] = /^[+-]?0*(\d*)(?:\.(\d*?)0*)?$/.exec(text) ?? []
  if (!/^[+-]?(\d+\.?\d*|\.\d+)$/.test(text)) return false
  return whole.length + fraction.length <= (digits ?? 99) && fraction.length <= (decimals ?? 99)
}

const missing = [
  '',
  '-',
  '--',
  '.',
  '?',
  'n/a',
  'na',
  '#n/a',
  'nan',
  'null',
  'nil',
  'none',
  'unknown',
  'missing',
  'tbd',
]

type Judge = (rule: TestRule, text: string, cell: Cell, row: Row, column: string) => boolean | null

/** Of each kind, whether a cell that is not null is good; null where there is nothing to judge. */
export const judges: Readonly<Record<string, Judge>> = {
  not_null: () => true,
  null: () => false,
  not_blank: (_, text) => text.trim() !== '',
  not_missing_token: (_, text) => !missing.includes(text.trim().toLowerCase()),
  type: (_, text, cell) => typeof cell === 'number' || /^\s*[+-]?\d+(\.0*)?\s*$/.test(text),
  in_set: (rule, _, cell) => isMember(rule, cell),
  not_in_set: (rule, _, cell) => !isMember(rule, cell),
  range: (rule, _, cell, row, column) => within(rule, cell, row, column),
  compare: (rule, _, cell, row, column) => compared(rule, cell, row, column),
  length: (rule, text) => [...text].length >= Number(rule.min ?? 0) && [...text].length <= Number(rule.max ?? 99),
  pattern: matches,
  not_pattern: (rule, text) => !matches(rule, text),
  like: (rule, text) => hits(rule, text, rule.patterns, like),
  not_like: (rule, text) => !hits(rule, text, rule.patterns, like),
  starts_with: (rule, text) => hits(rule, text, rule.texts, (whole, part) => whole.startsWith(part)),
  ends_with: (rule, text) => hits(rule, text, rule.texts, (whole, part) => whole.endsWith(part)),
  contains: (rule, text) => hits(rule, text, rule.texts, (whole, part) => whole.includes(part)),
  format: (rule, text) => formats[rule.format]!(text),
  date_format: (_, text) => isDay(text) || isDay(text.replace(/^(\d\d)\.(\d\d)\.(\d{4})$/, '$3-$2-$1')),
  json_valid: (_, text) => isJson(text),
  json_schema: (_, text) => isJson(text) && (typeof JSON.parse(text) !== 'object' || 'a' in JSON.parse(text)),
  case: (rule, text) =>
    rule.case === 'title' ? isTitle(text) : text === (rule.case === 'upper' ? text.toUpperCase() : text.toLowerCase()),
  trimmed: (_, text) => text.trim() === text,
  ascii: (_, text) => [...text].every(each => each.codePointAt(0)! < 128),
  no_control_characters: (rule, text) =>
    [...text].every(each => each.codePointAt(0)! > 31 || (rule.lineBreaks && '\t\n\r'.includes(each))),
  precision: fits,
  multiple_of: (rule, _, cell) => {
    const number = asNumber(cell)
    return number !== null && Number.isInteger(number / rule.factor)
  },
  integer: (_, text, cell) => (typeof cell === 'number' ? Number.isInteger(cell) : /^[+-]?\d+(\.0*)?$/.test(text)),
  no_pii: (_, text) => !/\w@\w+\.\w{2}/.test(text),
}
