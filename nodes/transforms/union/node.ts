import { defineNode, field, z } from '#core/node/settings.ts'
import { cast, column, literal, project, union } from '#core/relation/build.ts'
import { columnsOf } from '#core/relation/columns.ts'
import type { Input, NamedExpression } from '#core/relation/relation.ts'

const settings = z.strictObject({
  match: field(z.enum(['name', 'position']).default('name'), {
    label: 'Match columns by',
    help: 'By name without case, or by position: then all inputs need the same number of columns.',
    widget: 'choice',
  }),
  missing: field(z.enum(['null', 'fail']).default('null'), {
    label: 'A missing column',
    help: 'null fills it, fail tells of it before anything runs.',
    widget: 'choice',
  }),
  sourceColumn: field(z.string().min(1).nullable().default(null), {
    label: 'Source column',
    help: 'A new column with the node that each row came from.',
    widget: 'text',
    placeholder: 'none',
  }),
})

const lower = (name: string) => name.toLowerCase()

export default defineNode<z.infer<typeof settings>>({
  kind: 'transform.union',
  version: 1,
  group: 'transforms',
  title: 'Union',
  summary: 'Puts the rows of several inputs after one another.',
  aliases: ['Concatenate', 'Append', 'Append streams', 'Union All', 'concat', 'Table.Combine', 'Stack'],
  settings,
  inputs: () => [{ name: 'in', many: true }],
  outputs: () => [{ name: 'out' }],
  describe: ({ match, sourceColumn }) => `by ${match}${sourceColumn ? `, source in ${sourceColumn}` : ''}`,
  compile: ({ match, missing, sourceColumn }, context) => {
    const inputs = context.inputs('in')
    const [first] = inputs
    if (!first) return { ports: {} }
    const names: string[] = [...columnsOf(first)]
    if (match === 'name')
      for (const input of inputs)
        for (const name of columnsOf(input)) if (!names.some(n => lower(n) === lower(name))) names.push(name)
    if (sourceColumn !== null && names.some(n => lower(n) === lower(sourceColumn)))
      context.report({
        code: 'E-COLUMN-TWICE',
        severity: 'error',
        setting: 'sourceColumn',
        message: `The inputs have a column \`${sourceColumn}\` already.`,
      })
    const aligned = (input: Input): NamedExpression[] => {
      const own = columnsOf(input)
      if (match === 'position') {
        if (own.length !== names.length)
          context.report({
            code: 'E-UNION-COLUMNS',
            severity: 'error',
            setting: 'match',
            message: `${input.node} has ${own.length} columns and ${first.node} has ${names.length}; by position they must be as many.`,
            hint: 'match columns by name',
          })
        return names.map((name, i) => ({ name, expression: column(own[i] ?? own[0]!) }))
      }
      return names.map(name => {
        const found = own.find(n => lower(n) === lower(name))
        if (found === undefined && missing === 'fail')
          context.report({
            code: 'E-COLUMN-MISSING',
            severity: 'error',
            setting: 'missing',
            message: `${input.node} has no column \`${name}\`, which another input has.`,
          })
        return { name, expression: found === undefined ? literal(null) : column(found) }
      })
    }
    const source = (input: Input): NamedExpression[] =>
      sourceColumn === null ? [] : [{ name: sourceColumn, expression: cast(literal(input.node), 'VARCHAR') }]
    return { ports: { out: union(inputs.map(input => project(input, [...aligned(input), ...source(input)]))) } }
  },
})
