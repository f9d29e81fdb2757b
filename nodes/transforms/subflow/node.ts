import { nodeIdPattern } from '#core/flow/document.ts'
import { defineNode, field, z } from '#core/node/settings.ts'

const ports = z
  .array(z.string().regex(nodeIdPattern, 'a name of lower-case letters, digits and _'))
  .refine(names => new Set(names).size === names.length, 'each port needs a name of its own')

const settings = z.strictObject({
  path: field(z.string(), {
    label: 'Flow',
    help: 'The file of the flow that stands here. ${name} is a parameter.',
    widget: 'file',
    opens: 'flow',
    placeholder: 'parts/clean.flow.json',
  }),
  params: field(z.record(z.string(), z.string()).default({}), {
    label: 'Parameters',
    help: 'Values for the parameters of that flow, each read as its type; ${name} is a parameter of this one.',
    widget: 'keyValue',
  }),
  inputs: field(ports.default(['input']), {
    label: 'Inputs',
    help: 'The inputs of that flow, as it names them.',
    widget: 'textList',
    advanced: true,
  }),
  outputs: field(ports.default(['output']), {
    label: 'Outputs',
    help: 'The outputs of that flow, as it names them.',
    widget: 'textList',
    advanced: true,
  }),
})

export default defineNode<z.infer<typeof settings>>({
  kind: 'transform.subflow',
  version: 1,
  group: 'transforms',
  title: 'Subflow',
  summary: 'Another flow as a node, with inputs, outputs and parameters of its own.',
  aliases: [
    'Macro',
    'Standard Macro',
    'Metanode',
    'Component',
    'Call Workflow',
    'Simple Mapping',
    'Pipeline Executor',
    'Custom function',
    'Invoke Custom Function',
    'Reusable steps',
    'pipe',
    'View',
    'CREATE VIEW',
  ],
  settings,
  initial: { path: '' },
  inputs: ({ inputs }) => inputs.map(name => ({ name })),
  outputs: ({ outputs }) => outputs.map(name => ({ name })),
  describe: ({ path }) => path.split(/[\\/]/).at(-1) || 'no flow yet',
  flow: ({ path, params }) => ({ path, params }),
  compile: ({ inputs, outputs }, context) => {
    const both = inputs.find(name => outputs.includes(name))
    if (both !== undefined)
      context.report({
        code: 'E-SETTING',
        severity: 'error',
        setting: 'outputs',
        message: `\`${both}\` is the name of an input and of an output, so that counts could not be told apart.`,
        hint: 'rename one of them in the flow',
      })
    return { ports: Object.fromEntries(outputs.map(name => [name, context.inner(name)])) }
  },
})
