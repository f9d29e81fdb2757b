import { defineNode, field, z } from '#core/node/settings.ts'
import { sql } from '#core/relation/build.ts'

const settings = z.strictObject({
  inputs: field(
    z
      .array(z.string().regex(/^[a-z][a-z0-9_]{0,62}$/, 'a name of lower-case letters, digits and _'))
      .refine(names => new Set(names).size === names.length, 'each input needs a name of its own')
      .default(['input']),
    {
      label: 'Inputs',
      help: 'One port each, and the name of a table in the query.',
      widget: 'textList',
    },
  ),
  sql: field(z.array(z.string()).default([]), {
    label: 'Query',
    help: 'One SELECT over the inputs. $name is a parameter of the flow.',
    widget: 'sql',
  }),
})

export default defineNode<z.infer<typeof settings>>({
  kind: 'transform.sql',
  version: 1,
  group: 'transforms',
  title: 'SQL',
  summary: 'Any SELECT over named inputs.',
  aliases: ['DB Row Reader', 'Execute SQL', 'Query', 'Custom SQL', 'Native query', 'DB Query Reader', 'SELECT'],
  settings,
  initial: { sql: ['SELECT *', 'FROM input'] },
  inputs: ({ inputs }) => inputs.map(name => ({ name })),
  outputs: () => [{ name: 'out' }],
  describe: ({ sql: lines }) => lines.join(' ').replace(/\s+/g, ' ').trim() || 'no query yet',
  sql: ({ inputs, sql: lines }) => [
    { setting: 'sql', text: lines.join('\n'), tables: inputs.map(name => ({ name, port: name })) },
  ],
  compile: ({ inputs, sql: lines }, context) => {
    const found = context.sql('sql')
    if (!found) return { ports: {} }
    const out = sql({
      inputs: inputs.map(name => ({ name, relation: context.input(name) })),
      text: lines.join('\n'),
      parameters: found.parameters,
      columns: found.columns,
      ordered: found.ordered,
    })
    const flagged = inputs.some(name => context.input(name).slots.length > 0)
    return {
      ports: { out },
      ...(flagged
        ? { flagsStop: 'A query does not carry flags: rows leave it without the flags they came with.' }
        : {}),
    }
  },
})
