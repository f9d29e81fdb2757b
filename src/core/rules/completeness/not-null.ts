import { column, op } from '../../relation/build.ts'
import { defineRule } from '../rule.ts'
import { ruleSettings } from '../settings.ts'

export const notNull = defineRule({
  kind: 'not_null',
  title: 'Not null',
  summary: 'Every cell holds a value.',
  dimension: 'completeness',
  flags: 'cell',
  aliases: [
    'expect_column_values_to_not_be_null',
    'dbt: not_null',
    'isComplete',
    'missing_count',
    'required',
    'nullable',
  ],
  settings: ruleSettings('not_null', {}),
  help: `Flags each cell that is null. A text without characters is not null; the setting *Nulls* has no effect here.

| email | |
| --- | --- |
| ann@example.org | |
| *null* | flagged |`,
  describe: rule => `${rule.columns.join(', ')} not null`,
  message: () => '{column} is missing',
  compile: (rule, context) =>
    rule.columns.flatMap((name, i) => {
      const of = context.column(name, `columns.${i}`)
      if (of === null) return []
      return [{ columns: [of.name], violation: op('is_null', column(of.name)), missing: null, failure: null }]
    }),
})
