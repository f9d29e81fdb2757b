import { field, z } from '../../node/settings.ts'
import { any, call, column, literal, op, over } from '../../relation/build.ts'
import type { Expression } from '../../relation/expression.ts'
import type { Rule, RuleContext, RulePart } from '../rule.ts'
import { judged, type Numbers, numbersOf } from './numbers.ts'

export const group = field(z.array(z.string()).default([]), {
  label: 'Per group',
  help: 'Rows are compared with those that are alike in these columns; none compares all rows.',
  widget: 'columns',
})

interface Grouped extends Rule {
  readonly group: readonly string[]
}

/** An aggregate of a row's group, or of all rows, by its DuckDB name. */
export type Statistic = (name: string, ...more: Expression[]) => Expression

/** Whether a number lies too far out, by statistics of the numbers beside it. */
export type IsFar = (value: Expression, statistic: Statistic) => Expression

const outlierPart = (of: Numbers, partition: readonly Expression[], isFar: IsFar, context: RuleContext): RulePart => {
  const compared = judged(of.value, context)
  const statistic: Statistic = (name, ...more) => {
    const aggregate = call(name, compared, ...more)
    return partition.length === 0 ? context.statistic(aggregate) : context.across(over(aggregate, { partition }))
  }
  const cell = column(of.column.name)
  const extreme = op('and', op('is_not_null', of.raw), op('is_null', of.value))
  return {
    columns: [of.column.name],
    violation: op('is_true', any([extreme, isFar(of.value, statistic)])),
    missing: op('is_null', cell),
    failure: of.unreadable,
  }
}

/** Judges each column's numbers by statistics of its own. */
export const outliers = (rule: Grouped, context: RuleContext, isFar: IsFar): readonly RulePart[] => {
  const keys = rule.group.map((name, i) => context.column(name, `group.${i}`))
  const known = keys.filter(key => key !== null).map(key => column(key.name))
  return rule.columns.flatMap((name, i) => {
    const of = numbersOf(name, `columns.${i}`, context)
    return of === null || known.length < keys.length ? [] : [outlierPart(of, known, isFar, context)]
  })
}

/** What the list of rules says of groups. */
export const perGroup = ({ group }: Grouped): string => (group.length === 0 ? '' : ` per ${group.join(', ')}`)

/** Two quantiles, each interpolated between its neighbours, from one pass over the numbers. */
export const quantiles = (statistic: Statistic, low: number, high: number): readonly [Expression, Expression] => {
  const both = statistic('quantile_cont', op('list', double(low), double(high)))
  return [op('element', both, literal(1)), op('element', both, literal(2))]
}

/** A number of a setting, compared as DOUBLE. */
export const double = (value: number): Expression => literal(value, 'DOUBLE')
