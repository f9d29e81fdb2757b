import { field, z } from '../../node/settings.ts'
import { all, cast, column, op } from '../../relation/build.ts'
import { named } from '../cells.ts'
import { defineRule } from '../rule.ts'
import { ruleSettings } from '../settings.ts'

const settings = ruleSettings('required_if', {
  condition: field(z.string().min(1), {
    label: 'Condition',
    help: 'Where this is true, the cells must hold a value.',
    widget: 'expression',
  }),
})

export const requiredIf = defineRule({
  kind: 'required_if',
  title: 'Required if',
  summary: 'Cells hold a value wherever a condition is true.',
  dimension: 'completeness',
  flags: 'cell',
  aliases: ['conditional not null', 'not_null_where', 'mandatory if'],
  settings,
  help: `Flags cells that are null in rows for which the condition is true; other rows are not judged. Where the condition cannot be computed, the row is flagged.

\`"columns": ["shipped_at"], "condition": "state = 'shipped'"\`

| state | shipped_at | |
| --- | --- | --- |
| shipped | 2024-05-01 | |
| shipped | *null* | flagged |
| open | *null* | not judged |`,
  describe: rule => `${named(rule)} not null if ${rule.condition}`,
  message: rule => `{column} is missing where ${rule.condition}`,
  texts: rule => [{ setting: 'condition', text: rule.condition }],
  compile: (rule, context) => {
    const text = context.text('condition')
    if (text === null) return []
    const { value, failed } = context.attempt(cast(text, 'BOOLEAN'), [text])
    const known = failed ? [op('not', failed)] : []
    const unmet = all([...known, op('is_not_true', value)])
    return rule.columns.flatMap((name, i) => {
      const of = context.column(name, `columns.${i}`)
      if (of === null) return []
      const violation = all([...known, op('is_true', value), op('is_null', column(of.name))])
      // a row without the condition is no null, so that it stays good where nulls fail
      return [{ columns: [of.name], violation, missing: rule.nulls === 'fail' ? null : unmet, failure: failed }]
    })
  },
})
