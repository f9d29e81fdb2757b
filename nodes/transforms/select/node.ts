import { retyped } from '#core/convert/change.ts'
import { ownName } from '#core/convert/type-name.ts'
import { plainTexts } from '#core/convert/value.ts'
import { applyChanges, type Change } from '#core/node/changes.ts'
import { columnName, defineNode, field, onError, typeName, z } from '#core/node/settings.ts'
import { column } from '#core/relation/build.ts'
import type { NamedExpression } from '#core/relation/relation.ts'

const settings = z.strictObject({
  columns: field(
    z
      .array(
        z.strictObject({
          column: z.string(),
          as: columnName.optional(),
          type: typeName.optional(),
          keep: z.boolean().default(true),
        }),
      )
      .default([]),
    {
      label: 'Columns',
      help: 'Listed columns come first, in this order: renamed, retyped, or dropped.',
      widget: 'selectList',
    },
  ),
  others: field(z.enum(['keep', 'drop', 'fail']).default('keep'), {
    label: 'Other columns',
    help: 'What becomes of columns that are not listed; fail tells of them before anything runs.',
    widget: 'choice',
  }),
  onError,
})

type Settings = z.infer<typeof settings>

const target = (entry: Settings['columns'][number]) => entry.as ?? entry.column

export default defineNode<Settings>({
  kind: 'transform.select',
  version: 1,
  group: 'transforms',
  title: 'Select columns',
  summary: 'Keeps, drops, reorders, renames and retypes columns.',
  aliases: [
    'Column Filter',
    'Select',
    'Select values',
    'Choose columns',
    'Reorder columns',
    'Table.SelectColumns',
    'Remove columns',
    'Remove field',
    'Column Resorter',
    'Drop columns',
    'DataFrame.drop',
  ],
  settings,
  inputs: () => [{ name: 'in' }],
  outputs: () => [{ name: 'out' }],
  describe: ({ columns, others }) => {
    const dropped = columns.filter(c => !c.keep).map(c => c.column)
    const kept = columns.filter(c => c.keep).map(c => (c.as && c.as !== c.column ? `${c.column} as ${c.as}` : c.column))
    const parts = [kept.join(', '), ...(dropped.length ? [`without ${dropped.join(', ')}`] : [])].filter(Boolean)
    return parts.join(', ') || (others === 'keep' ? 'all columns' : 'no columns yet')
  },
  compile: ({ columns, others, onError: policy }, context) => {
    const input = context.input('in')
    const listed = new Map<string, number>()
    const chosen: NamedExpression[] = []
    const changes: Change[] = []
    const taken = new Map<string, string>()
    const add = (name: string, expression: NamedExpression['expression'], setting: string) => {
      const before = taken.get(name.toLowerCase())
      if (before !== undefined)
        context.report({
          code: 'E-COLUMN-TWICE',
          severity: 'error',
          setting,
          message: `Two columns would be named \`${name}\`.`,
          hint: 'give one of them another name',
        })
      taken.set(name.toLowerCase(), name)
      chosen.push({ name, expression })
    }
    for (const [i, entry] of columns.entries()) {
      const found = context.column(input, entry.column, `columns.${i}.column`)
      if (!found) continue
      listed.set(found.name, i)
      if (!entry.keep) continue
      const from = column(found.name)
      if (!entry.type) {
        add(target(entry), from, `columns.${i}.as`)
        continue
      }
      const change = retyped(found, target(entry), ownName(entry.type), plainTexts)
      add(change.name, change.value, `columns.${i}.as`)
      changes.push(change)
    }
    const unlisted = input.columns.filter(c => !listed.has(c.name))
    if (others === 'keep') for (const c of unlisted) add(c.name, column(c.name), 'others')
    if (others === 'fail' && unlisted.length)
      context.report({
        code: 'E-COLUMN-UNEXPECTED',
        severity: 'error',
        setting: 'others',
        message: `The input has columns that are not listed: ${unlisted.map(c => `\`${c.name}\``).join(', ')}.`,
      })
    if (chosen.length === 0) {
      context.report({ code: 'E-SETTING', severity: 'error', setting: 'columns', message: 'No column is left.' })
      return { ports: {} }
    }
    return applyChanges(context.node, input, changes, chosen, policy)
  },
})
