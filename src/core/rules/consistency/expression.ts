import { field, z } from '../../node/settings.ts'
import { all, cast, op } from '../../relation/build.ts'
import { defineRule } from '../rule.ts'
import { ruleSettingsWith } from '../settings.ts'

const columns = field(z.array(z.string()).default([]), {
  label: 'Columns',
  help: 'The cells that are to be shown as wrong; none marks the row alone.',
  widget: 'columns',
})

const settings = ruleSettingsWith('expression', columns, {
  expression: field(z.string().min(1), {
    label: 'Expression',
    help: 'True of a good row.',
    widget: 'expression',
  }),
})

export const expression = defineRule({
  kind: 'expression',
  title: 'Expression',
  summary: 'A condition over the columns of a row is true.',
  dimension: 'consistency',
  flags: 'cell',
  settings,
  aliases: ['expression_is_true', 'satisfies', 'row condition', 'check constraint', 'sql_expression', 'custom rule'],
  help: `Flags rows for which the expression is false; the columns say which cells are shown as wrong. Where it is null, as with a null among
its columns, the row is not judged, unless *Nulls* says otherwise. Where it cannot be computed, the row is flagged, and the run goes on.

\`"expression": "since <= until", "columns": ["until"]\`

| since | until | |
| --- | --- | --- |
| 2024-01-01 | 2024-02-01 | |
| 2024-01-01 | 2023-02-01 | flagged |
| 2024-01-01 | *null* | not judged |`,
  describe: rule => rule.expression,
  message: rule => `should hold: ${rule.expression}`,
  texts: rule => [{ setting: 'expression', text: rule.expression }],
  compile: (rule, context) => {
    const named = rule.columns.map((name, i) => context.column(name, `columns.${i}`)?.name)
    const text = context.text('expression')
    if (text === null) return []
    const { value, failed } = context.attempt(cast(text, 'BOOLEAN'), [text])
    return [
      {
        columns: named.filter(name => name !== undefined),
        violation: op('not', value),
        missing: all([...(failed ? [op('not', failed)] : []), op('is_null', value)]),
        failure: failed,
      },
    ]
  },
})
