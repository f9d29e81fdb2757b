import {
  aggregate,
  aggregateCall,
  all,
  any,
  cast,
  column,
  inRelation,
  keep,
  literal,
  op,
  project,
  scalarOf,
  where,
} from '../../relation/build.ts'
import type { Expression } from '../../relation/expression.ts'
import type { RuleContext } from '../rule.ts'

/** Below what a value counts as rare; null: by the other one alone. */
export interface Rareness {
  readonly count: number | null
  readonly share: number | null
}

const counted = aggregateCall('count', [literal(1)])

/** Whether a value of each row, by the expression, occurs too seldom among the rows that the rule speaks of. */
export const isRare = (value: Expression, { count, share }: Rareness, context: RuleContext): Expression => {
  const there = op('is_not_null', value)
  const rows = where(context.rows, context.applies === null ? there : all([context.applies, there]))
  const total = scalarOf(aggregate(rows, [], [{ name: 'total', expression: counted }]), 'total')
  const groups = aggregate(rows, [{ name: 'value', expression: value }], [{ name: 'occurrences', expression: counted }])
  const own = column('occurrences')
  const seldom = any([
    ...(count === null ? [] : [op('<', own, literal(count))]),
    ...(share === null ? [] : [op('<', own, op('*', literal(share, 'DOUBLE'), cast(total, 'DOUBLE')))]),
  ])
  return context.across(inRelation([value], project(where(groups, seldom), keep(['value']))))
}

export const rarity = ({ count, share }: Rareness): string =>
  [
    count === null ? null : `at least ${count} times`,
    share === null ? null : `in at least ${Number((share * 100).toPrecision(12))} % of the rows`,
  ]
    .filter(part => part !== null)
    .join(' and ')

/** Reports that a rule says nowhere what rare is. */
export const reportNoLimit = (context: RuleContext): void =>
  context.report({
    code: 'E-SETTING',
    severity: 'error',
    setting: 'share',
    message: 'The rule has neither a count nor a share below which a value is rare.',
    hint: 'set `count`, `share` or both',
  })
