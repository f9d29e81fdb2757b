import { field, sortTerm, z } from '../../node/settings.ts'
import { call, column, op, orderBy, over } from '../../relation/build.ts'
import type { OrderTerm } from '../../relation/expression.ts'
import { eachCell } from '../cells.ts'
import type { Rule, RuleContext, RulePart } from '../rule.ts'
import { columnsAs, columnsNamed, evaluated, group } from '../sets.ts'
import { compare, ofColumn } from '../values.ts'

/** The settings of a rule that compares each row with the one before it. */
export const monotonicSettings = {
  order: field(z.array(sortTerm).default([]), {
    label: 'Order',
    help: 'The order in which the rows come after each other; none means that of the input.',
    widget: 'sortList',
  }),
  group,
  strict: field(z.boolean().default(false), {
    label: 'Strict',
    help: 'Two values after each other may not be equal.',
    widget: 'toggle',
  }),
}

interface Monotonic extends Rule {
  readonly order: readonly z.output<typeof sortTerm>[]
  readonly group: readonly string[]
  readonly strict: boolean
}

const orderOf = (rule: Monotonic, context: RuleContext): readonly OrderTerm[] | null => {
  if (rule.order.length === 0 && !context.rows.ordered) {
    context.report({
      code: 'E-SETTING',
      severity: 'error',
      setting: 'order',
      message: 'The rows come in no fixed order, and the rule has none that says which row is the one before.',
      hint: 'add a column to `order`, or sort the rows before this node',
    })
    return null
  }
  const terms = rule.order.map((term, i) => {
    const of = context.column(term.column, `order.${i}.column`)
    return of && orderBy(column(of.name), term.direction, term.nulls)
  })
  const known = terms.filter(term => term !== null)
  if (known.length < terms.length) return null
  const ties = context.rows.ordered ? [context.place()] : context.rows.columns.map(each => column(each.name))
  return [...known, ...ties.map(tie => orderBy(tie))]
}

/** Judges each value against the one of the last row of its group that was judged. */
export const afterTheLast = (
  rule: Monotonic,
  context: RuleContext,
  wrong: { readonly operator: '<' | '>' },
): readonly RulePart[] => {
  const order = orderOf(rule, context)
  const groups = columnsNamed(rule.group, 'group', context)
  if (order === null || groups === null) return []
  return eachCell(rule, context, of => {
    const partition = [op('is_true', evaluated(context, [of])), ...columnsAs(groups.map(each => each.name))]
    const last = context.across(over(call('lag', column(of.name)), { partition, order }))
    return compare(rule.strict ? `${wrong.operator}=` : wrong.operator, ofColumn(of), { ...of, expression: last })
  })
}
