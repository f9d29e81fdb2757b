import { any, call, cast, literal, op } from '../../relation/build.ts'
import type { Expression } from '../../relation/expression.ts'

export type Schema = Readonly<Record<string, unknown>>

/** A JSON value that is there, and DuckDB's name of its type. */
export interface Value {
  readonly json: Expression
  readonly type: Expression
}

/** Where in a schema judging stands. */
export interface Scope {
  readonly root: Schema
  readonly path: readonly string[]
  /** References that lead here. */
  readonly references: readonly string[]
  /** How many lists are being walked. */
  readonly depth: number
  once(expression: Expression): Expression
  report(message: string): void
  /** What is true of a value that does not satisfy a schema. */
  judge(schema: unknown, value: Value, scope: Scope): Expression
}

/** What is true of a value that breaks a keyword; null: nothing can. */
export type Keyword = (setting: unknown, value: Value, scope: Scope, schema: Schema) => Expression | null

export const valueIn = (json: Expression, scope: Scope): Value => ({ json, type: scope.once(call('json_type', json)) })

export const below = (scope: Scope, ...path: readonly string[]): Scope => ({ ...scope, path: [...scope.path, ...path] })

/** Reports that a keyword is not what it should be. */
export const refuse = (scope: Scope, keyword: string, should: string): null => {
  scope.report(`\`${keyword}\` should be ${should}`)
  return null
}

export const isObject = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const hasType = (value: Value, ...types: readonly string[]): Expression =>
  any(types.map(type => op('=', value.type, literal(type))))

const numeric = ['BIGINT', 'UBIGINT', 'HUGEINT', 'UHUGEINT', 'DOUBLE']

export const isNumber = (value: Value): Expression => hasType(value, ...numeric)

/** A value as a number; null where it is none, though a text of digits is one. */
export const asNumber = (value: Value): Expression => cast(value.json, 'DOUBLE', { safe: true })

export const asText = (value: Value): Expression => call('json_extract_string', value.json, literal('$'))
