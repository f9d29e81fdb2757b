import { didYouMean } from '#core/flow/nearest.ts'
import { picksFlag } from '#core/node/gate.ts'
import type { CompileContext } from '#core/node/kind.ts'
import { defineNode, field, z } from '#core/node/settings.ts'
import type { Problem } from '#core/problem.ts'
import { severity } from '#core/rules/settings.ts'

const bound = z
  .strictObject({ count: z.int().min(0).exactOptional(), percent: z.number().min(0).exactOptional() })
  .exactOptional()

const limit = z
  .strictObject({
    of: field(z.enum(['flagged', 'rows']).default('flagged'), {
      label: 'Of',
      help: 'flagged counts the rows that arrive with such a flag, rows all that arrive.',
      widget: 'choice',
      labels: { flagged: 'flagged rows', rows: 'all rows' },
    }),
    validator: field(z.string().min(1).nullable().default(null), {
      label: 'Validator',
      help: 'The id of the node that gave the flag; empty: any.',
      widget: 'text',
      placeholder: 'any',
    }),
    rule: field(z.string().min(1).nullable().default(null), {
      label: 'Rule',
      help: 'The id of the rule; empty: any.',
      widget: 'text',
      placeholder: 'any',
    }),
    severity: field(severity.nullable().default(null), {
      label: 'Severity',
      help: 'Flags of this severity or a worse one.',
      widget: 'choice',
      labels: {
        null: 'any',
        info: 'info or worse',
        warning: 'warning or worse',
        error: 'error or worse',
        critical: 'critical',
      },
    }),
    against: field(z.enum(['rows', 'last_good']).default('rows'), {
      label: 'Against',
      help: 'rows takes the count as it is and its percent of the arriving rows, last_good how it changed since the last run that succeeded.',
      widget: 'choice',
      labels: { rows: 'the arriving rows', last_good: 'the last good run' },
    }),
    warn: bound,
    stop: bound,
  })
  .superRefine((of, context) => {
    if (of.of === 'flagged') return
    const wrong = (key: string, message: string) => context.addIssue({ code: 'custom', path: [key], message })
    if (of.against === 'rows') wrong('against', 'the number of all rows is held against `last_good`')
    for (const key of ['validator', 'rule', 'severity'] as const)
      if (of[key] !== null) wrong(key, 'it picks flags, and this limit is of all rows')
  })

type Limit = z.infer<typeof limit>

const settings = z.strictObject({
  limits: field(z.array(limit).default([]), {
    label: 'Limits',
    help: 'Each warns or stops the run when its figure is greater than the count or percent given.',
    widget: 'gateLimits',
  }),
})

const boundText = ({ count, percent }: { readonly count?: number; readonly percent?: number }): string =>
  [...(percent === undefined ? [] : [`${percent} %`]), ...(count === undefined ? [] : [`${count} rows`])].join(' or ')

const subject = ({ of, validator, rule, severity: from }: Limit): string => {
  if (of === 'rows') return 'rows'
  const parts = [
    rule ?? 'flagged',
    ...(validator === null ? [] : [`in ${validator}`]),
    ...(from === null ? [] : [from]),
  ]
  return parts.join(' ')
}

const limitText = (of: Limit): string => {
  const change = of.against === 'rows' ? '' : of.of === 'rows' ? ' changed' : ' risen'
  const ends = (['stop', 'warn'] as const).flatMap(word => {
    const given = of[word]
    return given && boundText(given) ? [`${word} above ${boundText(given)}`] : []
  })
  return ends.length === 0 ? `${subject(of)}: never` : `${subject(of)}${change}: ${ends.join(', ')}`
}

/** Names that no arriving flag has are slips of the pen: such a limit would never be exceeded. */
const nameProblem = (of: Limit, context: CompileContext): Omit<Problem, 'node'> | null => {
  const { validator, rule, severity: from } = of
  if (validator === null && rule === null && from === null) return null
  const arriving = [...new Set(context.input('in').slots.map(slot => slot.validator))]
  const unknown = (setting: 'validator' | 'rule', name: string, known: Iterable<string>) => {
    const message = `No flags of a ${setting === 'rule' ? 'rule' : 'node'} \`${name}\` arrive here.`
    const hint = arriving.length === 0 ? { hint: 'the rows that arrive have no flags' } : didYouMean(name, known)
    return { code: 'E-GATE-NAME', severity: 'error', setting, message, ...hint } as const
  }
  if (validator !== null && !arriving.includes(validator)) return unknown('validator', validator, arriving)
  const reasons = arriving.flatMap(node => context.flags(node).map(reason => ({ node, reason })))
  const ofNode = { ...of, rule: null, severity: null }
  const rules = new Set(reasons.flatMap(({ node, reason }) => (picksFlag(ofNode, node, reason) ? [reason.rule] : [])))
  if (rule !== null && !rules.has(rule)) return unknown('rule', rule, rules)
  if (reasons.some(({ node, reason }) => picksFlag(of, node, reason))) return null
  const message = `No flag of severity ${from} or worse can arrive here, so that this limit is never exceeded.`
  return { code: 'W-GATE-NEVER', severity: 'warning', setting: 'severity', message }
}

export default defineNode<z.infer<typeof settings>>({
  kind: 'validate.gate',
  version: 1,
  group: 'validators',
  title: 'Gate',
  summary:
    'Warns or stops the run when too many rows are flagged, or when they changed too much since the last good run.',
  aliases: [
    'Quality gate',
    'Circuit breaker',
    'Threshold',
    'Abort',
    'Stop on error',
    'Error threshold',
    'Anomaly check',
  ],
  settings,
  inputs: () => [{ name: 'in' }],
  outputs: () => [{ name: 'out' }],
  describe: ({ limits }) => {
    const [first, ...more] = limits
    if (first === undefined) return 'no limits yet'
    return more.length === 0 ? limitText(first) : `${limits.length} limits: ${limitText(first)}, …`
  },
  compile: ({ limits }, context) => {
    for (const [i, each] of limits.entries()) {
      const problem = nameProblem(each, context)
      if (problem) context.report({ ...problem, setting: `limits.${i}.${problem.setting}` })
    }
    return { ports: { out: context.input('in') }, gate: limits }
  },
})
