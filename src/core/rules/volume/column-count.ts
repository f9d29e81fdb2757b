import { field, z } from '../../node/settings.ts'
import { literal } from '../../relation/build.ts'
import { defineRule } from '../rule.ts'
import { ruleSettingsWith } from '../settings.ts'

const columns = field(z.array(z.string()).max(0).default([]), {
  label: 'Columns',
  help: 'None: the rule counts all of them.',
  widget: 'columns',
  advanced: true,
})

const count = z.int().min(0).nullable().default(null)

const settings = ruleSettingsWith('column_count', columns, {
  min: field(count, {
    label: 'At least',
    help: 'The smallest number of columns; empty for no bound.',
    widget: 'number',
  }),
  max: field(count, {
    label: 'At most',
    help: 'The largest number of columns; empty for no bound.',
    widget: 'number',
  }),
})

const said = ({ min, max }: z.output<typeof settings>): string => {
  if (min !== null && min === max) return `exactly ${min}`
  const parts = [...(min === null ? [] : [`at least ${min}`]), ...(max === null ? [] : [`at most ${max}`])]
  return parts.join(' and ') || 'any number'
}

export const columnCount = defineRule({
  kind: 'column_count',
  title: 'Column count',
  summary: 'There are as many columns as expected.',
  dimension: 'volume',
  flags: 'whole',
  settings,
  aliases: ['expect_table_column_count_to_be_between', 'expect_table_column_count_to_equal'],
  suits: [],
  help: `The rule as a whole is flagged where the number of columns is out of its bounds, whatever the rows.

\`"min": 3, "max": 3\`

| columns | |
| --- | --- |
| id, name, email | |
| id, name | flagged |`,
  describe: rule => `columns: ${said(rule)}`,
  message: rule => `the number of columns should be ${said(rule)}`,
  whole: ({ min, max }, context) => {
    const found = context.rows.columns.length
    const holds = found >= (min ?? 0) && found <= (max ?? found)
    return { rows: null, measures: [], verdict: () => ({ observed: literal(found), holds: literal(holds) }) }
  },
})
