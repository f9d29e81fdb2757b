import { all, call, cases, cast, column, literal, op } from '../relation/build.ts'
import type { Expression, Operator } from '../relation/expression.ts'
import type { Column } from '../relation/relation.ts'

/** Types whose values compare with each other. */
export type Family = 'number' | 'text' | 'date' | 'time' | 'boolean' | 'other'

const families: readonly (readonly [RegExp, Family])[] = [
  [/^(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|FLOAT|DOUBLE|DECIMAL\(.*\)|BIGNUM)$/, 'number'],
  [/^VARCHAR$/, 'text'],
  [/^(DATE|TIMESTAMP.*)$/, 'date'],
  [/^TIME$/, 'time'],
  [/^BOOLEAN$/, 'boolean'],
]

/** The family of a type by DuckDB's name of it. */
export const familyOf = (type: string): Family =>
  families.find(([pattern]) => pattern.test(type.toUpperCase()))?.[1] ?? 'other'

/** A value with the type it is known to have. */
export interface Typed {
  readonly expression: Expression
  readonly type: string
}

export const ofColumn = (of: Column): Typed => ({ expression: column(of.name), type: of.type })

export const asText = (of: Typed): Expression =>
  familyOf(of.type) === 'text' ? of.expression : cast(of.expression, 'VARCHAR')

const numeric = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i

/** A number as exact as it is written; null where a text is none. */
export const numberLiteral = (value: number | string): Expression | null => {
  if (typeof value === 'number') return literal(value)
  const text = value.trim()
  if (!numeric.test(text)) return null
  return /^[+-]?\d{1,38}$/.test(text) ? literal(BigInt(text)) : literal(Number(text))
}

type Comparison = Extract<Operator, '<' | '<=' | '>' | '>=' | '='>

/** The type of a number as it is written. */
export const typeOfNumber = (value: number | string): string => {
  const [, whole = '', fraction = ''] = /^[+-]?(\d*)\.?(\d*)$/.exec(String(value).trim()) ?? []
  if (whole === '' && fraction === '') return 'DOUBLE'
  if (fraction !== '') return `DECIMAL(${whole.length + fraction.length},${fraction.length})`
  const fitting = Object.entries(digits).find(([, count]) => count > whole.length)
  return fitting?.[0] ?? 'HUGEINT'
}

/** How many digits a whole number may have that does not fit the next smaller type. */
const digits: Readonly<Record<string, number>> = {
  TINYINT: 3,
  UTINYINT: 3,
  SMALLINT: 5,
  USMALLINT: 5,
  INTEGER: 10,
  UINTEGER: 10,
  BIGINT: 19,
  UBIGINT: 20,
  HUGEINT: 39,
  UHUGEINT: 39,
  BIGNUM: 99,
}

const widthOf = (type: string): readonly [whole: number, scale: number] => {
  const [, width, scale = 0] = /^DECIMAL\((\d+),(\d+)\)$/.exec(type) ?? []
  return width === undefined ? [digits[type] ?? 0, 0] : [Number(width) - Number(scale), Number(scale)]
}

// DuckDB widens integers and decimals to a common decimal, whose 38 digits do not always hold both
const widened = (a: Typed, b: Typed): readonly [Expression, Expression] => {
  const types = [a.type.toUpperCase(), b.type.toUpperCase()]
  const [first, second] = types.map(widthOf) as [readonly [number, number], readonly [number, number]]
  const together = Math.max(first[0], second[0]) + Math.max(first[1], second[1])
  if (together <= 38 || !types.some(type => type.startsWith('DECIMAL'))) return [a.expression, b.expression]
  return [cast(a.expression, 'DOUBLE', { safe: true }), cast(b.expression, 'DOUBLE', { safe: true })]
}

const targets = { number: 'DOUBLE', date: 'TIMESTAMP', time: 'TIME', boolean: 'BOOLEAN' } as const

// DuckDB compares in nanoseconds beside a TIMESTAMP_NS, in which years past 2262 do not fit
const inMicroseconds = (of: Typed): Expression =>
  of.type.toUpperCase() === 'TIMESTAMP_NS' ? cast(of.expression, 'TIMESTAMP') : of.expression

/** The text converted where it can be, else both as text. */
const withText = (operator: Comparison, a: Typed, b: Typed, target: string): Expression => {
  const [left, right] = [a, b].map(side =>
    familyOf(side.type) === 'text' ? cast(side.expression, target, { safe: true }) : inMicroseconds(side),
  ) as [Expression, Expression]
  const converted = familyOf(a.type) === 'text' ? left : right
  return cases(
    [{ when: op('is_not_null', converted), result: op(operator, left, right) }],
    op(operator, asText(a), asText(b)),
  )
}

/**
 * A comparison that fails no run: like with like; a text is converted where it can be, else both are compared as text. Null where
 * a side is.
 */
export const compare = (operator: Comparison, a: Typed, b: Typed): Expression => {
  const [left, right] = [familyOf(a.type), familyOf(b.type)]
  if (left === right && left === 'other' && a.type !== b.type) return op(operator, asText(a), asText(b))
  if (left === 'number' && right === 'number') return op(operator, ...widened(a, b))
  if (left === right && a.type === b.type) return op(operator, a.expression, b.expression)
  if (left === right) return op(operator, inMicroseconds(a), inMicroseconds(b))
  const other = left === 'text' ? right : left
  if ((left === 'text' || right === 'text') && other in targets)
    return withText(operator, a, b, targets[other as keyof typeof targets])
  return op(operator, asText(a), asText(b))
}

/** True where any of the columns is null. */
export const anyNull = (columns: readonly Column[]): Expression => {
  const nulls = columns.map(each => op('is_null', column(each.name)))
  return nulls.length === 1 ? nulls[0]! : op('or', ...nulls)
}

/** True where none of the columns is null. */
export const noneNull = (columns: readonly Column[]): Expression =>
  all(columns.map(each => op('is_not_null', column(each.name))))

/** Whether a value is one of a list: a scan of the list in place, since IN with many constants becomes a join and loses the order of rows. */
export const among = (value: Expression, list: readonly Expression[]): Expression =>
  list.length === 0 ? literal(false) : call('list_contains', op('list', ...list), value)
