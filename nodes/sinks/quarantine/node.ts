import { defineNode, field, z } from '#core/node/settings.ts'

const settings = z.strictObject({
  keys: field(z.array(z.string()).default([]), {
    label: 'Keys',
    help: 'Columns that tell one row from another. Empty: all that a row holds tells it.',
    widget: 'columns',
  }),
  keepDays: field(z.int().min(1).nullable().default(90), {
    label: 'Keep days',
    help: 'Rows that no run has brought for so long are let go. Empty: never.',
    widget: 'number',
    advanced: true,
  }),
  keepMegabytes: field(z.int().min(1).nullable().default(500), {
    label: 'Keep megabytes',
    help: 'When the rows take more, the settled and then the oldest are let go. Empty: never.',
    widget: 'number',
    advanced: true,
  }),
})

export default defineNode<z.infer<typeof settings>>({
  kind: 'sink.quarantine',
  version: 1,
  group: 'sinks',
  title: 'Quarantine',
  summary: 'Keeps rejected rows with their reasons and places, to be corrected and run again.',
  aliases: ['Error table', 'Dead letter queue', 'Rejects', 'Exceptions', 'Error handling', 'Data stewardship'],
  settings,
  inputs: () => [{ name: 'in' }],
  outputs: () => [],
  describe: ({ keys }) => (keys.length > 0 ? `by ${keys.join(', ')}` : 'by content'),
  compile: ({ keys, keepDays, keepMegabytes }, context) => {
    const input = context.input('in')
    const found = keys.map((name, index) => context.column(input, name, `keys.${index}`))
    const names = found.flatMap(column => column?.name ?? [])
    return { ports: {}, quarantine: { keys: names, keepDays, keepMegabytes } }
  },
})
