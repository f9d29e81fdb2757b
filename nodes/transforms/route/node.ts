import { defineNode, field, scalar, z } from '#core/node/settings.ts'
import { uncertain } from '#core/node/volatile.ts'
import { all, any, cases, column, keep, literal, op, project, where } from '#core/relation/build.ts'
import { columnsOf, reservedPrefix } from '#core/relation/columns.ts'
import type { Expression, TypedText } from '#core/relation/expression.ts'
import type { Relation } from '#core/relation/relation.ts'

const portName = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,62}$/, 'use small letters, digits and underscores, a letter first')
  .refine(name => name !== 'rest', { error: '`rest` is the port of all others' })

const settings = z.strictObject({
  routes: field(
    z
      .array(
        z.strictObject({
          name: field(portName, {
            label: 'Port',
            help: 'Name of the output: small letters, digits and underscores.',
            widget: 'text',
          }),
          where: field(z.string().min(1, 'write a condition'), {
            label: 'Where',
            help: 'A condition in SQL; null counts as not met.',
            widget: 'expression',
            placeholder: "region = 'north'",
          }),
        }),
      )
      .min(1, 'add a route')
      .refine(routes => new Set(routes.map(({ name }) => name)).size === routes.length, {
        error: 'each port needs a name of its own',
      }),
    {
      label: 'Routes',
      help: 'Each is an output with its condition, in this order; what meets none leaves by rest.',
      widget: 'items',
      item: 'route',
    },
  ),
  match: field(z.enum(['first', 'all']).default('first'), {
    label: 'A row leaves by',
    help: 'first: the first route whose condition it meets; all: every one of them.',
    widget: 'choice',
    labels: { first: 'the first route it meets', all: 'all routes it meets' },
  }),
})

type Settings = z.infer<typeof settings>

const met = (index: number): string => `${reservedPrefix}met_${index}`
const taken = `${reservedPrefix}route`

interface Parted {
  readonly body?: Relation
  readonly ports: readonly Relation[]
  readonly rest: Relation
}

const ofFirst = (input: Relation, conditions: readonly Expression[]): Parted => {
  const missed = conditions.map(condition => op('is_not_true', condition))
  return {
    ports: conditions.map((condition, i) => where(input, all([...missed.slice(0, i), condition]))),
    rest: where(input, all(missed)),
  }
}

const ofAll = (input: Relation, conditions: readonly Expression[]): Parted => ({
  ports: conditions.map(condition => where(input, condition)),
  rest: where(input, op('is_not_true', any(conditions))),
})

/** A volatile condition is asked once for each row: asked again, a row could leave by several ports, or by none. */
const askedOnce = (input: Relation, texts: readonly TypedText[], match: Settings['match']): Parted => {
  const names = columnsOf(input)
  const asked =
    match === 'all'
      ? texts.map((text, i) => ({ name: met(i), expression: text }))
      : [{ name: taken, expression: cases(texts.map((text, i) => ({ when: text, result: literal(i) }))) }]
  const body = project(input, [...keep(names), ...asked])
  const parted =
    match === 'all'
      ? ofAll(
          body,
          texts.map((_, i) => column(met(i))),
        )
      : {
          ports: texts.map((_, i) => where(body, op('=', column(taken), literal(i)))),
          rest: where(body, op('is_null', column(taken))),
        }
  const bare = (relation: Relation) => project(relation, keep(names))
  return { body, ports: parted.ports.map(bare), rest: bare(parted.rest) }
}

export default defineNode<Settings>({
  kind: 'transform.route',
  version: 1,
  group: 'transforms',
  title: 'Route',
  summary: 'Sends rows out by named outputs, each with its condition, and the rest by another.',
  aliases: [
    'Switch / case',
    'Switch',
    'Case switch',
    'Rule-based Row Splitter',
    'Row Splitter',
    'Numeric Row Splitter',
    'Java Filter',
    'Conditional split',
    'Router',
    'Split by condition',
    'Partition rows',
  ],
  settings,
  initial: { routes: [{ name: 'first', where: 'true' }] },
  inputs: () => [{ name: 'in' }],
  outputs: ({ routes }) => [...routes.map(({ name }) => ({ name })), { name: 'rest' }],
  describe: ({ routes }) =>
    routes.map(({ name, where: condition }) => `${name}: ${condition}`).join('; ') || 'no routes yet',
  expressions: ({ routes }) =>
    routes.map(({ where: condition }, i) => ({ ...scalar(`routes.${i}.where`, condition), condition: true })),
  compile: ({ routes, match }, context) => {
    const input = context.input('in')
    const texts = routes.flatMap((_, i) => context.expression(`routes.${i}.where`) ?? [])
    if (texts.length < routes.length) return { ports: {} }
    const part = match === 'all' ? ofAll : ofFirst
    const { body, ports, rest } = texts.some(text => text.volatile)
      ? askedOnce(input, texts, match)
      : part(input, texts)
    return {
      ...(body ? { body } : {}),
      ports: { ...Object.fromEntries(routes.map(({ name }, i) => [name, ports[i]!])), rest },
      ...uncertain(texts),
    }
  },
})
