import { all, any, call, lambda, literal, op } from '../../relation/build.ts'
import type { Expression } from '../../relation/expression.ts'
import { below, hasType, isObject, type Keyword, refuse, type Scope, type Value, valueIn } from './scope.ts'

/** A key as a step of a JSON pointer. */
const pointer = (key: string): string => `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`

const partAt = (value: Value, step: Expression): Expression => call('json_extract', value.json, step)

/** Judges one part of a value, where it is there. */
const judgePart = (value: Value, step: string, schema: unknown, scope: Scope): Expression => {
  const json = scope.once(partAt(value, literal(step)))
  return all([op('is_not_null', json), scope.judge(schema, valueIn(json, scope), scope)])
}

const inside = (scope: Scope, ...path: readonly string[]): Scope => ({
  ...below(scope, ...path),
  depth: scope.depth + 1,
  // what names the entry of a list cannot be computed beside the row
  once: expression => expression,
})

/** True where an entry of a list satisfies a condition. */
const some = (list: Expression, scope: Scope, condition: (entry: Expression) => Expression): Expression =>
  op('is_true', call('list_bool_or', call('list_transform', list, lambda(`e${scope.depth}`, condition))))

const entries = (value: Value): Expression => partAt(value, literal('$[*]'))

const items: Keyword = (setting, value, scope) => {
  if (Array.isArray(setting)) return prefixItems(setting, value, scope, {})
  const own = inside(scope, 'items')
  return all([
    hasType(value, 'ARRAY'),
    some(entries(value), own, entry => scope.judge(setting, valueIn(entry, own), own)),
  ])
}

const prefixItems: Keyword = (setting, value, scope) => {
  if (!Array.isArray(setting)) return refuse(scope, 'prefixItems', 'a list of schemas')
  const parts = setting.map((schema, i) => judgePart(value, `/${i}`, schema, below(scope, 'items', String(i))))
  return all([hasType(value, 'ARRAY'), any(parts)])
}

const count =
  (keyword: string, sign: '<' | '>', type: string, size: (value: Value) => Expression): Keyword =>
  (setting, value, scope) =>
    Number.isInteger(setting)
      ? all([hasType(value, type), op(sign, size(value), literal(setting as number))])
      : refuse(scope, keyword, 'a whole number')

const entryCount = (value: Value) => call('json_array_length', value.json)
const keys = (value: Value) => call('json_keys', value.json)

const properties: Keyword = (setting, value, scope) => {
  if (!isObject(setting)) return refuse(scope, 'properties', 'an object of schemas')
  const parts = Object.entries(setting).map(([key, schema]) =>
    judgePart(value, pointer(key), schema, below(scope, 'properties', key)),
  )
  return all([hasType(value, 'OBJECT'), any(parts)])
}

const required: Keyword = (setting, value, scope) => {
  // draft 3 has it as a boolean
  if (!Array.isArray(setting)) return refuse(scope, 'required', 'a list of names')
  const absent = setting.map(key => op('is_null', partAt(value, literal(pointer(String(key))))))
  return all([hasType(value, 'OBJECT'), any(absent)])
}

const additionalProperties: Keyword = (setting, value, scope, schema) => {
  if (setting === true) return null
  const known = Object.keys(isObject(schema.properties) ? schema.properties : {})
  const own = inside(scope, 'additionalProperties')
  const isOther = (key: Expression) =>
    known.length === 0
      ? literal(true)
      : op('not', call('list_contains', op('list', ...known.map(each => literal(each))), key))
  const step = (key: Expression) =>
    op(
      '||',
      literal('/'),
      call('replace', call('replace', key, literal('~'), literal('~0')), literal('/'), literal('~1')),
    )
  const isBad = (key: Expression) => {
    if (setting === false) return isOther(key)
    return all([isOther(key), scope.judge(setting, valueIn(partAt(value, step(key)), own), own)])
  }
  return all([hasType(value, 'OBJECT'), some(keys(value), own, isBad)])
}

/** What lists and objects are held against; values of other types break none of these. */
export const nestedKeywords: Readonly<Record<string, Keyword>> = {
  items,
  prefixItems,
  minItems: count('minItems', '<', 'ARRAY', entryCount),
  maxItems: count('maxItems', '>', 'ARRAY', entryCount),
  properties,
  required,
  additionalProperties,
  minProperties: count('minProperties', '<', 'OBJECT', value => call('len', keys(value))),
  maxProperties: count('maxProperties', '>', 'OBJECT', value => call('len', keys(value))),
}
