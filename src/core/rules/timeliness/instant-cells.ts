import { column, op } from '../../relation/build.ts'
import type { Expression } from '../../relation/expression.ts'
import type { Rule, RuleContext, RulePart } from '../rule.ts'
import { instantsOf, limitFor } from './instants.ts'

/** Judges each cell that holds a day or time against a limit in UTC. */
export const instantCells = (
  rule: Rule,
  context: RuleContext,
  operator: '<' | '>',
  limit: Expression,
): readonly RulePart[] =>
  rule.columns.flatMap((name, i): RulePart[] => {
    const of = instantsOf(name, `columns.${i}`, context)
    if (of === null) return []
    return [
      {
        columns: [of.column.name],
        violation: op('is_true', op(operator, of.value, limitFor(of.type, limit))),
        missing: op('is_null', column(of.column.name)),
        failure: of.unreadable,
      },
    ]
  })
