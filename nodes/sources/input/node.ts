import { nodeIdPattern } from '#core/flow/document.ts'
import type { CompileContext } from '#core/node/kind.ts'
import { defineNode, field, z } from '#core/node/settings.ts'
import { keep, project, values } from '#core/relation/build.ts'
import type { Input } from '#core/relation/relation.ts'
import { sameType } from '#core/rules/schema/type-names.ts'
import { asText, checkTable } from '#core/source/table.ts'

const settings = z.strictObject({
  name: field(z.string().regex(nodeIdPattern, 'a name of lower-case letters, digits and _'), {
    label: 'Name',
    help: 'The input that a node has in whose place this flow stands.',
    widget: 'text',
  }),
  columns: field(
    z
      .array(z.strictObject({ name: z.string().min(1, 'name the column'), type: z.string().min(1).default('VARCHAR') }))
      .min(1, 'name a column that comes in'),
    { label: 'Columns', help: 'Names and types that the rows must have.', widget: 'grid' },
  ),
  rows: field(z.array(z.array(z.union([z.string(), z.number(), z.boolean(), z.null()]))).default([]), {
    label: 'Sample rows',
    help: 'What comes in when this flow is run or looked at by itself; an empty cell is null.',
    widget: 'grid',
  }),
  others: field(z.enum(['keep', 'drop', 'fail']).default('keep'), {
    label: 'Other columns',
    help: 'What becomes of columns that are handed in and not named here.',
    widget: 'choice',
  }),
})

type Settings = z.infer<typeof settings>

const named = (names: readonly string[]) => names.map(name => `\`${name}\``).join(', ')

const handedIn = ({ name: input, columns, others }: Settings, rows: Input, context: CompileContext) => {
  const place = (name: string) => rows.columns.find(column => column.name.toLowerCase() === name.toLowerCase())
  const report = (index: number, message: string, hint: string): void =>
    context.report({ code: 'E-INPUT-COLUMNS', severity: 'error', setting: `columns.${index}`, message, hint })
  columns.forEach(({ name, type }, i) => {
    const found = place(name)
    if (!found)
      report(
        i,
        `The rows for \`${input}\` have no column \`${name}\`.`,
        `they have ${named(rows.columns.map(c => c.name))}`,
      )
    else if (!sameType(found.type, type))
      report(i, `For \`${input}\`, \`${name}\` should be ${type}, and is ${found.type}.`, 'convert it before the node')
  })
  const wanted = columns.flatMap(({ name }) => place(name)?.name ?? [])
  const further = rows.columns.filter(column => !wanted.includes(column.name))
  if (others === 'fail' && further.length > 0)
    context.report({
      code: 'E-INPUT-COLUMNS',
      severity: 'error',
      setting: 'others',
      message: `The rows for \`${input}\` have columns that it does not name: ${named(further.map(c => c.name))}.`,
      hint: 'drop them before the node, or let the input keep or drop others',
    })
  return others === 'drop' ? project(rows, keep(wanted)) : rows
}

export default defineNode<Settings>({
  kind: 'source.input',
  version: 1,
  group: 'sources',
  title: 'Input',
  summary: 'Rows that a flow around this one hands in, and sample rows to work with until then.',
  aliases: [
    'Macro Input',
    'Component Input',
    'Mapping Input',
    'Container Input',
    'Function argument',
    'Parameter table',
  ],
  settings,
  initial: { name: 'input', columns: [{ name: 'column1', type: 'VARCHAR' }], rows: [] },
  inputs: () => [],
  outputs: () => [{ name: 'out' }],
  describe: ({ name, columns }) => `${name}: ${columns.map(c => c.name).join(', ')}`,
  boundary: ({ name }) => ({ direction: 'input', name }),
  compile: (given, context) => {
    const { columns, rows } = given
    const sound = checkTable(columns, rows, context)
    if (!sound) return { ports: {} }
    const handed = context.given()
    if (handed) return { ports: { out: handedIn(given, handed, context) } }
    return {
      ports: {
        out: values(
          columns,
          rows.map(row => columns.map((_, i) => asText(row[i]))),
        ),
      },
    }
  },
})
