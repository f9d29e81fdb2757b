import { field, sortTerm, z } from '../../node/settings.ts'
import { all, call, column, literal, op, orderBy, over } from '../../relation/build.ts'
import type { Expression } from '../../relation/expression.ts'
import type { Column } from '../../relation/relation.ts'
import { defineRule, type RuleContext } from '../rule.ts'
import { evaluated } from '../sets.ts'
import { ruleSettings } from '../settings.ts'
import { anyNull, noneNull } from '../values.ts'
import { isRepeated } from './repeated.ts'

const settings = ruleSettings('unique', {
  keep: field(z.enum(['none', 'first']).default('none'), {
    label: 'Keep',
    help: 'none flags every row of a group of equal keys, first spares the first one by the order.',
    widget: 'choice',
  }),
  order: field(z.array(sortTerm).default([]), {
    label: 'Order',
    help: 'Which row of a group is the first.',
    widget: 'sortList',
  }),
})

type Unique = z.output<typeof settings>

const afterTheFirst = (rule: Unique, keys: readonly Column[], context: RuleContext): Expression | null => {
  const terms = rule.order.map((term, i) => {
    const of = context.column(term.column, `order.${i}.column`)
    return of && orderBy(column(of.name), term.direction, term.nulls)
  })
  const known = terms.filter(term => term !== null)
  if (known.length < terms.length) return null
  const ties = context.rows.columns.map(each => orderBy(column(each.name)))
  const place = over(call('row_number'), {
    partition: [op('is_true', evaluated(context, keys)), ...keys.map(key => column(key.name))],
    order: [...known, ...ties],
  })
  return context.across(op('>', place, literal(1)))
}

const missingOrder = (context: RuleContext): null => {
  context.report({
    code: 'E-SETTING',
    severity: 'error',
    setting: 'order',
    message: 'The rule keeps the first row of each group, and has no order that says which one is first.',
    hint: 'add a column to `order`',
  })
  return null
}

export const unique = defineRule({
  kind: 'unique',
  title: 'Unique',
  summary: 'No two rows have the same values in these columns, taken together.',
  dimension: 'uniqueness',
  flags: 'cell',
  settings,
  aliases: [
    'distinct',
    'expect_column_values_to_be_unique',
    'expect_compound_columns_to_be_unique',
    'unique_combination_of_columns',
    'duplicate_count',
    'isUnique',
  ],
  help: `Flags every row of a group that has the same values in all the columns, which are taken together. With *Keep* \`first\` the
first row of each group, by the order, is spared. Rows with a null among the columns are not judged.

| id | name | |
| --- | --- | --- |
| 1 | Ann | flagged |
| 2 | Bob | |
| 1 | Cy | flagged |`,
  describe: rule => `${rule.columns.join(', ')} unique${rule.keep === 'first' ? ', but for the first' : ''}`,
  message: () => '{column} is not unique: {value}',
  compile: (rule, context) => {
    const keys = rule.columns.map((name, i) => context.column(name, `columns.${i}`)).filter(each => each !== null)
    if (keys.length < rule.columns.length) return []
    const first = rule.keep === 'first'
    if (first && rule.order.length === 0) missingOrder(context)
    const repeated = first ? afterTheFirst(rule, keys, context) : isRepeated(keys, context)
    if (repeated === null) return []
    return [
      {
        columns: keys.map(key => key.name),
        violation: all([noneNull(keys), repeated]),
        missing: anyNull(keys),
        failure: null,
      },
    ]
  },
})
