import { all, any, cast, literal, op } from '../../relation/build.ts'
import type { Expression } from '../../relation/expression.ts'
import { below, isObject, type Keyword, refuse, type Schema, type Scope, type Value } from './scope.ts'

const breaks = (schemas: unknown, keyword: string, value: Value, scope: Scope): readonly Expression[] | null =>
  Array.isArray(schemas) && schemas.length > 0
    ? schemas.map((schema, i) => op('is_true', scope.judge(schema, value, below(scope, keyword, String(i)))))
    : refuse(scope, keyword, 'a list of schemas')

const resolve = (root: Schema, reference: string): unknown =>
  reference
    .slice(1)
    .split('/')
    .filter(step => step !== '')
    .map(step => decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>((found, step) => (isObject(found) ? found[step] : undefined), root)

const reference: Keyword = (setting, value, scope) => {
  if (typeof setting !== 'string' || !setting.startsWith('#')) return refuse(scope, '$ref', 'a part of the same schema')
  if (scope.references.includes(setting)) return refuse(scope, '$ref', 'a part that does not hold itself, to be judged')
  const found = resolve(scope.root, setting)
  if (found === undefined) return refuse(scope, '$ref', 'a part that is there')
  return scope.judge(found, value, { ...below(scope, '$ref'), references: [...scope.references, setting] })
}

const conditional: Keyword = (setting, value, scope, schema) => {
  const unmet = scope.judge(setting, value, below(scope, 'if'))
  const branch = (keyword: 'then' | 'else') =>
    keyword in schema ? scope.judge(schema[keyword], value, below(scope, keyword)) : literal(false)
  return any([
    all([op('is_not_true', unmet), op('is_true', branch('then'))]),
    all([op('is_true', unmet), op('is_true', branch('else'))]),
  ])
}

/** Schemas of schemas. */
export const combinedKeywords: Readonly<Record<string, Keyword>> = {
  allOf: (setting, value, scope) => {
    const broken = breaks(setting, 'allOf', value, scope)
    return broken && any(broken)
  },
  anyOf: (setting, value, scope) => {
    const broken = breaks(setting, 'anyOf', value, scope)
    return broken && all(broken)
  },
  oneOf: (setting, value, scope) => {
    const broken = breaks(setting, 'oneOf', value, scope)
    if (broken === null) return null
    const met = broken.map(each => cast(op('not', each), 'INTEGER'))
    return op('<>', met.length === 1 ? met[0]! : op('+', ...met), literal(1))
  },
  not: (setting, value, scope) => op('is_not_true', scope.judge(setting, value, below(scope, 'not'))),
  if: conditional,
  $ref: reference,
}
