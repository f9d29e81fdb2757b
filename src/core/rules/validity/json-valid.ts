import { eachCell, named, textOf } from '../cells.ts'
import { isNoJson } from '../formats/json.ts'
import { defineRule } from '../rule.ts'
import { ruleSettings } from '../settings.ts'

export const jsonValid = defineRule({
  kind: 'json_valid',
  title: 'JSON',
  summary: 'Texts are JSON.',
  dimension: 'validity',
  flags: 'cell',
  aliases: ['expect_column_values_to_be_json_parseable', 'is_json', 'parse json'],
  suits: ['text'],
  settings: ruleSettings('json_valid', {}),
  help: `Flags values that are no JSON by its standard, which knows neither \`NaN\` nor a comma before a closing bracket.

\`"columns": ["payload"]\`

| payload | |
| --- | --- |
| {"a": [1, 2]} | |
| {"a": 1,} | flagged |
| *null* | not judged |`,
  describe: rule => `${named(rule)} JSON`,
  message: () => '{column} is not JSON: {value}',
  compile: (rule, context) => eachCell(rule, context, of => isNoJson(textOf(of), of)),
})
