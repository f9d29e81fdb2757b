import { field, z } from '../../node/settings.ts'
import { any, call, cases, cast, column, op } from '../../relation/build.ts'
import type { Expression } from '../../relation/expression.ts'
import type { Column } from '../../relation/relation.ts'
import { eachCell, named, textOf } from '../cells.ts'
import { isNoJson } from '../formats/json.ts'
import { breaksSchema } from '../json-schema/judge.ts'
import { defineRule, type RuleContext } from '../rule.ts'
import { ruleSettings } from '../settings.ts'

const settings = ruleSettings('json_schema', {
  schema: field(z.record(z.string(), z.unknown()), {
    label: 'Schema',
    help: 'A JSON Schema, as an object.',
    widget: 'json',
    placeholder: '{ "required": ["id"] }',
  }),
})

type JsonSchema = z.output<typeof settings>

const nested = /\]$|^(STRUCT|MAP|UNION)\b/

/** A column as JSON, null where it is none, and what is true where it is none. */
const asJson = (of: Column): { readonly json: Expression; readonly unreadable: readonly Expression[] } => {
  if (of.type === 'JSON') return { json: column(of.name), unreadable: [] }
  if (nested.test(of.type)) return { json: call('to_json', column(of.name)), unreadable: [] }
  const text = textOf(of)
  const json = cases([{ when: call('json_valid', text), result: cast(text, 'JSON') }])
  return { json, unreadable: [isNoJson(text, of)] }
}

const violation = (rule: JsonSchema, of: Column, context: RuleContext): Expression => {
  const { json, unreadable } = asJson(of)
  const known = context.once(json)
  const broken = breaksSchema(known, rule.schema, context.once, (path, message) =>
    context.report({
      code: 'E-SETTING',
      severity: 'error',
      setting: 'schema',
      message: `In the schema at \`${path}\`, ${message}.`,
    }),
  )
  return any([...unreadable, op('and', op('is_not_null', known), op('is_true', broken))])
}

export const jsonSchema = defineRule({
  kind: 'json_schema',
  title: 'JSON Schema',
  summary: 'JSON texts satisfy a JSON Schema.',
  dimension: 'validity',
  flags: 'cell',
  aliases: ['expect_column_values_to_match_json_schema', 'jsonschema', 'json structure'],
  suits: ['text', 'other'],
  settings,
  initial: { schema: { type: 'object', required: [] } },
  help: `Flags values that are no JSON or do not satisfy the schema: types, constants, bounds, lengths, patterns, properties, items, and \`allOf\`, \`anyOf\`, \`oneOf\`,
\`not\`, \`if\`, \`$ref\` within it. A keyword that cannot be judged is told before a run.

\`"schema": { "required": ["id"], "properties": { "id": { "type": "integer" } } }\`

| payload | |
| --- | --- |
| {"id": 7} | |
| {"id": "7"} | flagged |
| {} | flagged |`,
  describe: rule => `${named(rule)} after a JSON Schema`,
  message: () => '{column} does not satisfy its JSON Schema: {value}',
  compile: (rule, context) => eachCell(rule, context, of => violation(rule, of, context)),
})
