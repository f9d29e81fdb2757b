import { nodeIdPattern } from '#core/flow/document.ts'
import { defineNode, field, z } from '#core/node/settings.ts'

const settings = z.strictObject({
  name: field(z.string().regex(nodeIdPattern, 'a name of lower-case letters, digits and _'), {
    label: 'Name',
    help: 'The output that a node has in whose place this flow stands.',
    widget: 'text',
  }),
})

export default defineNode<z.infer<typeof settings>>({
  kind: 'sink.output',
  version: 1,
  group: 'sinks',
  title: 'Output',
  summary: 'Rows that this flow gives to a flow around it.',
  aliases: ['Macro Output', 'Component Output', 'Mapping Output', 'Container Output', 'Return value', 'Result'],
  settings,
  initial: { name: 'output' },
  inputs: () => [{ name: 'in' }],
  outputs: () => [],
  describe: ({ name }) => name,
  boundary: ({ name }) => ({ direction: 'output', name }),
  compile: () => ({ ports: {} }),
})
