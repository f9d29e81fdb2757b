import { all, call, cases, cast, column, op } from '../../relation/build.ts'
import type { Expression } from '../../relation/expression.ts'
import type { Column } from '../../relation/relation.ts'
import type { RuleContext } from '../rule.ts'
import { familyOf } from '../values.ts'

/** A column's cells as days or times. */
export interface Instants {
  readonly column: Column
  readonly type: string
  /** Null where the cell is null or no time. */
  readonly value: Expression
  /** True of a text that is no time; null: cannot be. */
  readonly unreadable: Expression | null
}

const zoned = 'TIMESTAMP WITH TIME ZONE'

/** A limit in UTC, a TIMESTAMP, for times of a type; days are compared with its day. */
export const limitFor = (type: string, limit: Expression): Expression =>
  type === 'DATE' || type === zoned ? cast(limit, type) : limit

/** The days or times of a column, texts as far as they are ISO 8601; null after reporting that it holds none. */
export const instantsOf = (name: string, setting: string, context: RuleContext): Instants | null => {
  const of = context.column(name, setting)
  if (of === null) return null
  const cell = column(of.name)
  const family = familyOf(of.type)
  if (family === 'date') {
    // nanoseconds reach from 1677 to 2262 alone, and a limit may lie further off
    const [value, type] = of.type === 'TIMESTAMP_NS' ? [cast(cell, 'TIMESTAMP'), 'TIMESTAMP'] : [cell, of.type]
    return { column: of, type, value, unreadable: null }
  }
  if (family === 'text') {
    const value = cast(cell, zoned, { safe: true })
    const unreadable = all([op('is_not_null', cell), op('is_null', value)])
    return { column: of, type: zoned, value, unreadable }
  }
  context.report({
    code: 'E-SETTING',
    severity: 'error',
    setting,
    message: `The rule needs days or times, and \`${of.name}\` is ${of.type}.`,
  })
  return null
}

/** Now in UTC, a TIMESTAMP. */
export const nowOf = (context: RuleContext): Expression => cast(context.asOf, 'TIMESTAMP')

/** The value for rows that the rule speaks of, else null; infinity, which DuckDB's times know, is left out. */
export const judgedInstant = (of: Instants, context: RuleContext): Expression => {
  const finite = call('isfinite', of.value)
  return cases([{ when: context.applies === null ? finite : all([context.applies, finite]), result: of.value }])
}
