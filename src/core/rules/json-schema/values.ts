import { all, any, call, literal, op } from '../../relation/build.ts'
import type { Expression } from '../../relation/expression.ts'
import { asNumber, asText, hasType, isNumber, type Keyword, refuse, type Value } from './scope.ts'

const types: Readonly<Record<string, (value: Value) => Expression>> = {
  null: value => hasType(value, 'NULL'),
  boolean: value => hasType(value, 'BOOLEAN'),
  string: value => hasType(value, 'VARCHAR'),
  array: value => hasType(value, 'ARRAY'),
  object: value => hasType(value, 'OBJECT'),
  number: isNumber,
  integer: value => {
    const number = asNumber(value)
    return any([
      hasType(value, 'BIGINT', 'UBIGINT', 'HUGEINT', 'UHUGEINT'),
      all([hasType(value, 'DOUBLE'), op('=', number, call('trunc', number))]),
    ])
  },
}

const type: Keyword = (setting, value, scope) => {
  const names = Array.isArray(setting) ? setting : [setting]
  const tests = names.flatMap(name => types[String(name)] ?? [])
  if (tests.length < names.length || names.length === 0) return refuse(scope, 'type', 'the name of a type, or several')
  return op('not', any(tests.map(test => test(value))))
}

/** Whether a value is a constant; null where the constant is a list or an object, which DuckDB compares as texts alone. */
const equals = (value: Value, constant: unknown): Expression | null => {
  switch (typeof constant) {
    case 'string':
      return all([hasType(value, 'VARCHAR'), op('=', asText(value), literal(constant))])
    case 'number':
      return all([isNumber(value), op('=', asNumber(value), literal(constant, 'DOUBLE'))])
    case 'boolean':
      return all([hasType(value, 'BOOLEAN'), op('=', asText(value), literal(String(constant)))])
    default:
      return constant === null ? hasType(value, 'NULL') : null
  }
}

const among =
  (constants: readonly unknown[], keyword: string): Keyword =>
  (_, value, scope) => {
    const tests = constants.flatMap(constant => equals(value, constant) ?? [])
    if (tests.length < constants.length)
      return refuse(scope, keyword, 'texts, numbers, true, false or null, to be judged')
    return op('not', any(tests))
  }

/** What a value of any type is held against. */
export const valueKeywords: Readonly<Record<string, Keyword>> = {
  type,
  enum: (setting, value, scope, schema) =>
    Array.isArray(setting) ? among(setting, 'enum')(setting, value, scope, schema) : refuse(scope, 'enum', 'a list'),
  const: (setting, value, scope, schema) => among([setting], 'const')(setting, value, scope, schema),
}
