import { field, z } from '../../node/settings.ts'
import { all, any, cases, cast, op } from '../../relation/build.ts'
import type { Expression } from '../../relation/expression.ts'
import type { Column } from '../../relation/relation.ts'
import { allColumns } from '../cells.ts'
import { defineRule } from '../rule.ts'
import { ruleSettingsWith } from '../settings.ts'
import { fewerThanTwo, pairsOf, several } from '../together.ts'
import { compare, familyOf, ofColumn } from '../values.ts'

const settings = ruleSettingsWith('date_order', several, {
  strict: field(z.boolean().default(false), {
    label: 'Strict',
    help: 'No two of them may be equal.',
    widget: 'toggle',
  }),
})

/** Whether an earlier column lies after a later one; two texts are read as times where both can be. */
const isAfter = (a: Column, b: Column, strict: boolean): Expression => {
  const operator = strict ? '>=' : '>'
  const plain = compare(operator, ofColumn(a), ofColumn(b))
  if ([a, b].some(each => familyOf(each.type) !== 'text')) return plain
  const times = [a, b].map(each => cast(ofColumn(each).expression, 'TIMESTAMP', { safe: true })) as [
    Expression,
    Expression,
  ]
  const both = all(times.map(each => op('is_not_null', each)))
  return cases([{ when: both, result: op(operator, ...times) }], plain)
}

export const dateOrder = defineRule({
  kind: 'date_order',
  title: 'Date order',
  summary: 'Several days or times of a row come one after the other.',
  dimension: 'consistency',
  flags: 'cell',
  settings,
  suits: ['date', 'time', 'text'],
  aliases: ['chronological order', 'start before end', 'date sequence', 'timeline', 'events in order'],
  help: `Flags rows in which a column lies after one that is named later; with *Strict*, two that are equal are flagged, too. Nulls are left out, and a row
with fewer than two values is not judged.

\`"columns": ["ordered", "sent", "arrived"]\`

| ordered | sent | arrived | |
| --- | --- | --- | --- |
| 2024-03-01 | 2024-03-02 | 2024-03-05 | |
| 2024-03-01 | *null* | 2024-02-05 | flagged |
| 2024-03-01 | *null* | *null* | not judged |`,
  describe: rule => rule.columns.join(rule.strict ? ' < ' : ' ≤ '),
  message: rule => `should come one after the other: ${rule.columns.join(', ')}`,
  compile: (rule, context) => {
    const columns = allColumns(rule, context)
    if (columns === null) return []
    return [
      {
        columns: columns.map(each => each.name),
        violation: any(pairsOf(columns).map(([a, b]) => op('is_true', isAfter(a, b, rule.strict)))),
        missing: fewerThanTwo(columns, rule.nulls),
        failure: null,
      },
    ]
  },
})
