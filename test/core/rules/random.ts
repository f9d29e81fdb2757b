import * as fc from 'fast-check'
import { anyRule } from '#core/rules/index.ts'
import type { Row, TestRule } from './cells.ts'

const texts = fc.constantFrom(
  null,
  '',
  ' ',
  '1',
  '-2',
  '2.5',
  '10',
  '1.50',
  'x',
  'X',
  ' x',
  'äx',
  'Äx Yz',
  'n/a',
  'DE',
  'a@b.de',
  '2024-02-29',
  '29.02.2024',
  '30.02.2024',
  '{"a":1}',
  '{}',
  '[1,]',
  'x\ny',
)
const numbers = fc.constantFrom(null, -2, 0, 1, 2, 10)

export const row: fc.Arbitrary<Row> = fc.record({
  n: numbers,
  m: numbers,
  x: fc.constantFrom(null, -2, 0, 0.5, 2.5, 10),
  t: texts,
  d: fc.constantFrom(null, '2024-01-31', '2024-02-29', '2025-01-01'),
})

/** Rows as a table whose first column numbers them. */
export const tableWith = (rows: readonly Row[]) => ({
  columns: [
    { name: 'i', type: 'INTEGER' },
    { name: 'n', type: 'INTEGER' },
    { name: 'm', type: 'BIGINT' },
    { name: 'x', type: 'DOUBLE' },
    { name: 't', type: 'VARCHAR' },
    { name: 'd', type: 'DATE' },
  ],
  rows: rows.map((each, i) => [i, each.n, each.m, each.x, each.t, each.d]),
})

const some = fc.constantFrom(['t'], ['n'], ['t', 'm'], ['x'], ['d', 't'])
const text = fc.constantFrom(['t'], ['t', 'n'])
const limit = fc.constantFrom(-1, 0, 2)
const other = fc.constantFrom(null, 2, { column: 'm' }, { column: 't' })
const members = fc.uniqueArray(fc.constantFrom('1', 'x', 'äx', '2.5', '2024-02-29', 1, 2.5, 10, null))
const match = fc.constantFrom('any', 'all')
const bool = fc.boolean()
const patterns = fc.constantFrom(['[0-9]+'], ['^-'], ['x$'], ['.x?'], ['^x', 'x$'])
const likes = fc.constantFrom(['%x'], ['_'], ['1%', '%0'], ['x%', '%x'], ['%'])
const parts = fc.constantFrom(['x'], ['1', '2'], ['X', ' '], ['Ä'])

type Shape = Readonly<Record<string, fc.Arbitrary<unknown>>>

/** Of each kind, what its settings may be. */
const shapes: Readonly<Record<string, Shape>> = {
  not_null: { columns: some },
  null: { columns: some },
  not_blank: { columns: some },
  not_missing_token: { columns: text },
  required_if: { columns: some, condition: fc.constant('cast(t AS INTEGER) > 0') },
  all_or_none: { columns: fc.constantFrom(['n', 'm'], ['t', 'd', 'x']) },
  at_least_one_of: { columns: fc.constantFrom(['n', 'm'], ['t', 'd', 'x']) },
  blank_row: { columns: fc.constantFrom(['t'], ['t', 'n'], ['t', 'd']) },
  type: { columns: text, type: fc.constant('INTEGER') },
  in_set: { columns: some, values: members },
  not_in_set: { columns: some, values: members },
  range: {
    columns: fc.constantFrom(['n'], ['x', 'm'], ['t']),
    min: limit,
    max: other,
    minStrict: bool,
    maxStrict: bool,
  },
  compare: {
    columns: fc.constantFrom(['n'], ['m', 't']),
    operator: fc.constantFrom('=', '<>', '<', '<=', '>', '>='),
    value: fc.constantFrom(1, { column: 'x' }, { column: 'n' }),
  },
  length: { columns: fc.constantFrom(['t'], ['n', 't'], ['x']), min: fc.constantFrom(null, 1), max: fc.nat(3) },
  pattern: { columns: some, patterns, match, whole: bool },
  not_pattern: { columns: some, patterns, match, whole: bool },
  like: { columns: some, patterns: likes, match, ignoreCase: bool },
  not_like: { columns: some, patterns: likes, match, ignoreCase: bool },
  starts_with: { columns: text, texts: parts, ignoreCase: bool },
  ends_with: { columns: text, texts: parts, ignoreCase: bool },
  contains: { columns: text, texts: parts, match, ignoreCase: bool },
  format: { columns: text, format: fc.constantFrom('email', 'date', 'json', 'hex', 'country', 'latitude') },
  date_format: { columns: fc.constantFrom(['t'], ['d', 't']), formats: fc.constant(['%Y-%m-%d', '%d.%m.%Y']) },
  json_valid: { columns: text },
  json_schema: { columns: text, schema: fc.constant({ required: ['a'] }) },
  case: { columns: text, case: fc.constantFrom('upper', 'lower', 'title') },
  trimmed: { columns: text },
  ascii: { columns: text },
  no_control_characters: { columns: text, lineBreaks: bool },
  precision: {
    columns: fc.constantFrom(['t'], ['n', 'x']),
    digits: fc.constantFrom(1, 2),
    decimals: fc.constantFrom(null, 0, 1),
  },
  multiple_of: { columns: fc.constantFrom(['n', 'x'], ['t']), factor: fc.constantFrom(2, 0.5) },
  integer: { columns: some },
  no_pii: { columns: text },
  expression: { expression: fc.constant('cast(t AS INTEGER) > 0') },
  unique: { columns: fc.constantFrom(['n'], ['t'], ['n', 't']) },
  reference: { columns: fc.constantFrom(['n'], ['t'], ['n', 'd']), input: fc.constant('known') },
}

const common = fc.record({
  nulls: fc.constantFrom('skip', 'pass', 'fail'),
  when: fc.constantFrom(null, null, 'cast(t AS INTEGER) > 0'),
  severity: fc.constantFrom('info', 'warning', 'error', 'critical'),
  dimension: fc.constantFrom(null, null, 'accuracy'),
})

const own = fc
  .constantFrom(...Object.keys(shapes))
  .chain(kind => fc.record({ kind: fc.constant(kind), ...shapes[kind] }) as fc.Arbitrary<Record<string, unknown>>)

const few = { minLength: 1, maxLength: 6 }
/** More than one word of 64 bits. */
const many = { minLength: 50, maxLength: 60 }

/** Rules of all kinds that judge rows; seldom more than a word of flags holds. */
export const rules: fc.Arbitrary<readonly TestRule[]> = fc
  .oneof({ arbitrary: fc.constant(few), weight: 14 }, { arbitrary: fc.constant(many), weight: 1 })
  .chain(size => fc.array(fc.tuple(own, common), size))
  .map(list =>
    list.map(([kind, shared], i) => anyRule.parse({ ...shared, ...kind, id: `r${i}` }) as unknown as TestRule),
  )
