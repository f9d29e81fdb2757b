import { named } from '../cells.ts'
import { defineRule } from '../rule.ts'
import { ruleSettings } from '../settings.ts'
import { afterTheLast, monotonicSettings } from './monotonic.ts'

export const increasing = defineRule({
  kind: 'increasing',
  title: 'Increasing',
  summary: 'Each value is greater than the one of the row before, or the same.',
  dimension: 'consistency',
  flags: 'cell',
  settings: ruleSettings('increasing', monotonicSettings),
  suits: ['number', 'date', 'time', 'text'],
  aliases: ['expect_column_values_to_be_increasing', 'is_increasing', 'monotonic', 'ascending', 'is_sorted'],
  help: `Flags values that are less than that of the last row that was judged, in the *Order*, or the input's own. With *Strict* a value that is the same is
flagged, too. With a *Group* each group is judged by itself. Nulls are left out. Where the rows come in no fixed order, an order is needed.

\`"columns": ["reading"], "order": [{ "column": "day" }], "group": ["meter"]\`

| day | meter | reading | |
| --- | --- | --- | --- |
| 1 | A | 12 | |
| 2 | A | *null* | not judged |
| 3 | A | 9 | flagged |
| 3 | B | 9 | |`,
  describe: rule =>
    `${named(rule)} ${rule.strict ? 'strictly ' : ''}increasing${rule.group.length === 0 ? '' : ` per ${rule.group.join(', ')}`}`,
  message: rule => `{column} is ${rule.strict ? 'not greater' : 'less'} than in the row before: {value}`,
  compile: (rule, context) => afterTheLast(rule, context, { operator: '<' }),
})
