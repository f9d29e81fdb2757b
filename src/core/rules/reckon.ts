import { all, any, call, cast, literal, op } from '../relation/build.ts'
import type { Expression } from '../relation/expression.ts'
import type { RuleContext } from './rule.ts'
import { familyOf, numberLiteral, ofColumn, type Typed } from './values.ts'

interface Digits {
  readonly whole: number
  readonly scale: number
}

/** A value to reckon with. */
export interface Operand {
  readonly expression: Expression
  /** Digits before and after the point; null: it is not exact, and reckoned with as DOUBLE. */
  readonly digits: Digits | null
  /** True of a text that is no number; null: cannot be. */
  readonly failed: Expression | null
}

const integers: Readonly<Record<string, number>> = {
  TINYINT: 3,
  UTINYINT: 3,
  SMALLINT: 5,
  USMALLINT: 5,
  INTEGER: 10,
  UINTEGER: 10,
  BIGINT: 19,
  UBIGINT: 20,
}

const digitsOf = (type: string): Digits | null => {
  const whole = integers[type.toUpperCase()]
  if (whole !== undefined) return { whole, scale: 0 }
  const decimal = /^DECIMAL\((\d+),\s*(\d+)\)$/i.exec(type)
  return decimal && { whole: Number(decimal[1]) - Number(decimal[2]), scale: Number(decimal[2]) }
}

/** Whether DuckDB compares two types of numbers in one that holds all of both: with a decimal it takes 38 digits at most. */
export const haveCommonType = (a: string, b: string): boolean => {
  const types = [a, b].map(type => type.toUpperCase())
  if (types[0] === types[1] || !types.some(type => type.startsWith('DECIMAL'))) return true
  if (types.some(type => /HUGEINT|BIGNUM/.test(type))) return false
  const [left, right] = [digitsOf(a), digitsOf(b)]
  if (left === null || right === null) return true
  return Math.max(left.whole, right.whole) + Math.max(left.scale, right.scale) <= 38
}

/** A value as a number; null where its type is that of none. */
export const operandOf = (of: Typed): Operand | null => {
  const family = familyOf(of.type)
  if (family === 'number') return { expression: of.expression, digits: digitsOf(of.type), failed: null }
  if (family !== 'text') return null
  const number = cast(of.expression, 'DOUBLE', { safe: true })
  const failed = op('and', op('is_not_null', of.expression), op('is_null', number))
  return { expression: number, digits: null, failed }
}

/** A column as a number; null after reporting that it is none. */
export const operandColumn = (name: string, setting: string, context: RuleContext): Operand | null => {
  const of = context.column(name, setting)
  const operand = of && operandOf(ofColumn(of))
  if (of !== null && operand === null)
    context.report({
      code: 'E-SETTING',
      severity: 'error',
      setting,
      message: `The rule needs numbers, and \`${of.name}\` is ${of.type}.`,
    })
  return operand
}

/** A number of the settings. */
export const operandNumber = (value: number): Operand => {
  const plain = /^-?(\d+)(?:\.(\d+))?$/.exec(String(value))
  const digits = plain && { whole: plain[1]!.length, scale: plain[2]?.length ?? 0 }
  return { expression: numberLiteral(value)!, digits, failed: null }
}

/** The type in which some values are reckoned with: exact where all are and there is room for so many more digits. */
export const commonType = (operands: readonly Operand[], room: number): string => {
  const digits = operands.map(each => each.digits)
  if (digits.includes(null)) return 'DOUBLE'
  const whole = Math.max(...digits.map(each => each!.whole)) + room
  const scale = Math.max(...digits.map(each => each!.scale))
  if (whole + scale > 38) return 'DOUBLE'
  return scale === 0 ? 'HUGEINT' : `DECIMAL(38,${scale})`
}

/** A value in the common type. */
export const inCommon = (operand: Operand, type: string): Expression => cast(operand.expression, type, { safe: true })

/** The size of what was reckoned with: a double is right to some fifteen digits of it. */
export const sizeOf = (values: readonly Expression[]): Expression => {
  const sizes = values.map(each => call('abs', each))
  return sizes.length === 1 ? sizes[0]! : op('+', ...sizes)
}

/** Whether two values of the common type differ by more than a tolerance; what is not exact may be off by a billionth of its size. */
export const differs = (
  a: Expression,
  b: Expression,
  type: string,
  tolerance: number,
  size: Expression,
): Expression => {
  const unequal = op('<>', a, b)
  if (type !== 'DOUBLE' && tolerance === 0) return unequal
  const difference = call('abs', cast(op('-', a, b), 'DOUBLE'))
  if (type !== 'DOUBLE') return op('>', difference, literal(tolerance))
  const allowed = op('+', literal(tolerance), op('*', literal(1e-9), size))
  return all([unequal, any([op('not', call('isfinite', difference)), op('>', difference, allowed)])])
}
