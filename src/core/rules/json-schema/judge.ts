import { any, literal } from '../../relation/build.ts'
import type { Expression } from '../../relation/expression.ts'
import { combinedKeywords } from './combined.ts'
import { nestedKeywords } from './nested.ts'
import { scalarKeywords } from './scalars.ts'
import { isObject, type Keyword, type Schema, type Scope, valueIn } from './scope.ts'
import { valueKeywords } from './values.ts'

const keywords: ReadonlyMap<string, Keyword> = new Map(
  Object.entries({ ...valueKeywords, ...scalarKeywords, ...nestedKeywords, ...combinedKeywords }),
)

/** Keywords that judge nothing by themselves. */
const silent = new Set([
  '$schema',
  '$id',
  'id',
  '$anchor',
  '$comment',
  '$defs',
  'definitions',
  'title',
  'description',
  'default',
  'examples',
  'deprecated',
  'readOnly',
  'writeOnly',
  'then',
  'else',
])

const judge: Scope['judge'] = (schema, value, scope) => {
  if (typeof schema === 'boolean') return literal(!schema)
  if (!isObject(schema)) {
    scope.report('a schema should be an object, true or false')
    return literal(false)
  }
  const violations = Object.entries(schema).flatMap(([name, setting]) => {
    const keyword = keywords.get(name)
    if (keyword !== undefined) return keyword(setting, value, scope, schema) ?? []
    if (!silent.has(name)) scope.report(`\`${name}\` cannot be judged`)
    return []
  })
  return any(violations)
}

/** What is true of a JSON value that does not satisfy a schema; what cannot be judged is reported with its path. */
export const breaksSchema = (
  json: Expression,
  root: Schema,
  once: (expression: Expression) => Expression,
  report: (path: string, message: string) => void,
): Expression => {
  const scope: Scope = {
    root,
    path: [],
    references: [],
    depth: 0,
    once,
    report: message => report('#', message),
    judge: (schema, value, below) =>
      judge(schema, value, { ...below, report: message => report(['#', ...below.path].join('/'), message) }),
  }
  return scope.judge(root, valueIn(json, scope), scope)
}
