import { defineNode, field, scalar, z } from '#core/node/settings.ts'
import { compileRules, ruleQueries, ruleTexts } from '#core/rules/compile.ts'
import { anyRule, ruleFaces } from '#core/rules/index.ts'
import { rulePresets } from '#core/rules/presets.ts'
import { splitBySeverity } from '#core/rules/route.ts'
import type { Rule } from '#core/rules/rule.ts'
import { gate, severity } from '#core/rules/settings.ts'

const inputName = z.string().regex(/^[a-z][a-z0-9_]{0,62}$/, 'it is made of lower-case letters, digits and _')

const severityGate = gate.exactOptional()

const settings = z.strictObject({
  inputs: field(
    z
      .array(inputName)
      .refine(names => new Set([...names, 'in']).size === names.length + 1, 'each name is its own, and none is `in`')
      .default([]),
    {
      label: 'Further inputs',
      help: 'One port for each name, for rules that look into other rows.',
      widget: 'textList',
      advanced: true,
    },
  ),
  rejectAt: field(severity.nullable().default('error'), {
    label: 'Reject from',
    help: 'The lowest severity that sends a row to reject; none sends every row to pass.',
    widget: 'choice',
  }),
  gate: field(
    z
      .strictObject({ info: severityGate, warning: severityGate, error: severityGate, critical: severityGate })
      .default({}),
    {
      label: 'Gate',
      help: 'Warns or stops the run by the rows with a flag of a severity.',
      widget: 'gate',
      advanced: true,
    },
  ),
  rules: field(z.array(anyRule).default([]), {
    label: 'Rules',
    help: 'What must be true of the rows. A row that breaks a rule is flagged, with the cells and the reason.',
    widget: 'rules',
  }),
})

const describeRule = (rule: Rule): string => {
  const kind = ruleFaces.get(rule.kind)
  const parsed = kind?.settings.safeParse(rule)
  return kind && parsed?.success ? kind.describe(parsed.data) : (kind?.title ?? rule.kind)
}

export default defineNode({
  kind: 'validate.rules',
  version: 1,
  group: 'validators',
  title: 'Rules',
  summary: 'Checks rows against quality rules, flags those that break one, and splits good from bad.',
  aliases: [
    'Validate',
    'Data quality',
    'Data validation',
    'Assert',
    'Expectation suite',
    'Data Validator',
    'Check constraint',
    'Table Validator',
    'duplicated',
    ...rulePresets(),
  ],
  settings,
  inputs: ({ inputs }) => [{ name: 'in' }, ...inputs.map(name => ({ name }))],
  outputs: () => [{ name: 'out' }, { name: 'pass' }, { name: 'reject', role: 'reject' as const }],
  describe: ({ rules }) => {
    const [first, ...more] = rules
    if (first === undefined) return 'no rules yet'
    return more.length === 0 ? describeRule(first) : `${rules.length} rules: ${describeRule(first)}, …`
  },
  expressions: ({ rules }) =>
    rules.flatMap((rule, i) => ruleTexts(rule).map(({ setting, text }) => scalar(`rules.${i}.${setting}`, text))),
  sql: ({ inputs, rules }) => ruleQueries(rules, inputs),
  compile: ({ inputs, rejectAt, gate: gates, rules }, context) => {
    const { body, flags, rules: compiled, wholes, notDeterministic } = compileRules(rules, inputs, context)
    return {
      ports: { out: body, ...splitBySeverity(body, context.node, flags, rejectAt) },
      body,
      flags,
      validator: { rules: compiled, wholes, gate: gates },
      ...(notDeterministic === null ? {} : { notDeterministic }),
    }
  },
})
