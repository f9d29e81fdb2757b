import { ownName } from '#core/convert/type-name.ts'
import { convertedAny } from '#core/convert/value.ts'
import { applyChanges, type Fault, lost } from '#core/node/changes.ts'
import { withColumns } from '#core/node/columns.ts'
import { columnName, defineNode, field, onError, scalar, typeName, z } from '#core/node/settings.ts'
import { uncertain } from '#core/node/volatile.ts'
import { literal } from '#core/relation/build.ts'
import { columnsOf } from '#core/relation/columns.ts'
import { misfit } from '#core/source/cells.ts'
import { asRaw, branched } from './branches.ts'

const settings = z.strictObject({
  name: field(columnName.default('result'), {
    label: 'Name',
    help: 'Of the column. A name that is there already replaces that column in its place.',
    widget: 'text',
  }),
  rules: field(
    z
      .array(
        z.strictObject({
          where: field(z.string().min(1, 'write a condition'), {
            label: 'If',
            help: 'An expression that is true or false; null counts as false.',
            widget: 'expression',
            placeholder: 'amount > 100',
          }),
          expression: field(z.string().min(1, 'write a value'), {
            label: 'Then',
            help: 'A column, a value such as 1 or ‘large’ in straight quotes, or any expression.',
            widget: 'expression',
            placeholder: "'large'",
          }),
        }),
      )
      .min(1, 'add a case'),
    {
      label: 'Cases',
      help: 'The first one whose condition is true gives the value.',
      widget: 'items',
      item: 'case',
    },
  ),
  otherwise: field(z.string().nullable().default(null), {
    label: 'Else',
    help: 'The value where no condition is true; without it, null.',
    widget: 'expression',
    placeholder: 'null',
  }),
  type: field(typeName.nullable().default(null), {
    label: 'Type',
    help: 'Of the column; without it, the values must have types that go together.',
    widget: 'type',
    placeholder: 'as the values have it',
  }),
  onError,
})

type Settings = z.infer<typeof settings>

const fault = (name: string, kind: string, message: string, when: Fault['when']): Fault => ({
  when,
  reason: {
    rule: kind === 'formula' ? name : `${name}_${kind}`,
    kind,
    columns: [name],
    severity: 'error',
    message,
    dimension: 'validity',
  },
})

export default defineNode<Settings>({
  kind: 'transform.conditional',
  version: 1,
  group: 'transforms',
  title: 'Conditional column',
  summary: 'Gives a column its value by the first of several conditions that is true.',
  aliases: [
    'Rule Engine',
    'If then else',
    'IF ELSEIF ELSE',
    'CASE WHEN',
    'IIF',
    'IFS',
    'Table.AddConditionalColumn',
    'np.select',
    'np.where',
    'case_when',
    'Decision table',
    'Conditional column',
    'Number range',
  ],
  settings,
  initial: { rules: [{ where: 'true', expression: 'null' }] },
  inputs: () => [{ name: 'in' }],
  outputs: () => [{ name: 'out' }],
  describe: ({ name, rules, otherwise }) =>
    `${name}: ${[...rules.map(rule => `${rule.where} → ${rule.expression}`), ...(otherwise ? [`else ${otherwise}`] : [])].join('; ')}`,
  expressions: ({ rules, otherwise }) => [
    ...rules.flatMap((rule, i) => [
      { ...scalar(`rules.${i}.where`, rule.where), condition: true },
      scalar(`rules.${i}.expression`, rule.expression),
    ]),
    ...(otherwise ? [scalar('otherwise', otherwise)] : []),
  ],
  compile: ({ name, rules, otherwise, type, onError: policy }, context) => {
    const input = context.input('in')
    const texts = rules.flatMap((_, i) => {
      const [where, result] = ['where', 'expression'].map(part => context.expression(`rules.${i}.${part}`))
      return where && result ? [{ where, result }] : []
    })
    const last = otherwise ? context.expression('otherwise') : null
    if (texts.length < rules.length || (otherwise && !last)) return { ports: {} }
    const { rows, value, failed } = branched(input, texts, last, policy !== 'fail')
    const ofType = type === null ? null : ownName(type)
    const faults = [
      ...(policy === 'fail' ? [] : [fault(name, 'formula', '{column} could not be computed', () => failed)]),
      ...(ofType === null ? [] : [fault(name, 'type', misfit(ofType), lost(value(each => asRaw(each))))]),
    ]
    const change = {
      name,
      value: value(each => (ofType === null ? each : convertedAny(each, ofType))),
      raw: value(asRaw),
      faults,
    }
    const columns = withColumns(columnsOf(input), [{ name, expression: literal(null) }])
    return {
      ...applyChanges(context.node, rows, [change], columns, policy),
      ...uncertain([...texts.flatMap(each => [each.where, each.result]), last]),
    }
  },
})
