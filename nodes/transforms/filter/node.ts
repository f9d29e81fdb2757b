import { defineNode, field, scalar, z } from '#core/node/settings.ts'
import { op, where } from '#core/relation/build.ts'

const settings = z.strictObject({
  where: field(z.string().min(1, 'write a condition'), {
    label: 'Where',
    help: 'A condition in SQL. Rows for which it is true leave by match; all others, also those for which it is null, by rest.',
    widget: 'expression',
    placeholder: "amount > 0 and status = 'paid'",
  }),
})

export default defineNode<z.infer<typeof settings>>({
  kind: 'transform.filter',
  version: 1,
  group: 'transforms',
  title: 'Filter',
  summary: 'Parts rows by a condition: those that meet it, and the rest.',
  aliases: ['Row Filter', 'Where', 'Filter rows', 'Rule-based Row Filter', 'query', 'Table.SelectRows', 'Split rows'],
  settings,
  initial: { where: 'true' },
  inputs: () => [{ name: 'in' }],
  outputs: () => [{ name: 'match' }, { name: 'rest' }],
  describe: ({ where: condition }) => condition,
  expressions: ({ where: condition }) => [scalar('where', condition)],
  compile: (_settings, context) => {
    const input = context.input('in')
    const condition = context.expression('where')
    if (!condition) return { ports: {} }
    return { ports: { match: where(input, condition), rest: where(input, op('is_not_true', condition)) } }
  },
})
