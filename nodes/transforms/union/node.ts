import type { CompileContext } from '#core/node/kind.ts'
import { columnName, defineNode, field, z } from '#core/node/settings.ts'
import { cast, column, literal, project, union } from '#core/relation/build.ts'
import type { Column, Input, NamedExpression } from '#core/relation/relation.ts'
import { familyOf } from '#core/rules/values.ts'

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
  sourceColumn: field(columnName.nullable().default(null), {
    label: 'Source column',
    help: 'A new column with the node that each row came from.',
    widget: 'text',
    placeholder: 'none',
  }),
})

const lower = (name: string) => name.toLowerCase()

/** A column of the result: what each input puts under its name, null where it has nothing. */
interface Stacked {
  readonly name: string
  readonly parts: readonly (Column | null)[]
}

const byPosition = (inputs: readonly Input[], context: CompileContext): readonly Stacked[] => {
  const [first, ...others] = inputs
  for (const input of others)
    if (input.columns.length !== first!.columns.length)
      context.report({
        code: 'E-UNION-COLUMNS',
        severity: 'error',
        setting: 'match',
        message: `\`${input.node}\` has ${input.columns.length} columns and \`${first!.node}\` has ${first!.columns.length}; by position they must be as many.`,
        hint: 'match columns by name',
      })
  return first!.columns.map(({ name }, i) => ({ name, parts: inputs.map(input => input.columns[i] ?? null) }))
}

const byName = (inputs: readonly Input[]): readonly Stacked[] => {
  const names = new Map<string, string>()
  for (const { name } of inputs.flatMap(input => input.columns))
    if (!names.has(lower(name))) names.set(lower(name), name)
  return [...names].map(([key, name]) => ({
    name,
    parts: inputs.map(input => input.columns.find(c => lower(c.name) === key) ?? null),
  }))
}

/** Text takes up everything; a boolean counts as a number; what is not known well is left to DuckDB. */
const commonType = ({ name, parts }: Stacked, inputs: readonly Input[], context: CompileContext): string | null => {
  const typed = parts.flatMap((part, i) => (part ? [{ type: part.type, node: inputs[i]!.node }] : []))
  const families = new Set(typed.map(t => familyOf(t.type)))
  if (families.has('number')) families.delete('boolean')
  if (families.size < 2) return null
  const said = typed.map(t => `${t.type} in \`${t.node}\``).join(', ')
  if (families.has('text')) {
    context.report({
      code: 'W-UNION-TYPES',
      severity: 'warning',
      setting: 'match',
      message: `\`${name}\` is ${said}: it becomes text.`,
    })
    return 'VARCHAR'
  }
  context.report({
    code: 'E-UNION-TYPES',
    severity: 'error',
    setting: 'match',
    message: `\`${name}\` is ${said}: these types do not mix.`,
    hint: 'convert one of them before, with Select columns',
  })
  return null
}

export default defineNode<z.infer<typeof settings>>({
  kind: 'transform.union',
  version: 1,
  group: 'transforms',
  title: 'Union',
  summary: 'Puts the rows of several inputs after one another.',
  aliases: [
    'Concatenate',
    'Append',
    'Append streams',
    'Union All',
    'concat',
    'Table.Combine',
    'Stack',
    'Append queries',
  ],
  settings,
  inputs: () => [{ name: 'in', many: true }],
  outputs: () => [{ name: 'out' }],
  describe: ({ match, sourceColumn }) => `by ${match}${sourceColumn ? `, source in ${sourceColumn}` : ''}`,
  compile: ({ match, missing, sourceColumn }, context) => {
    const inputs = context.inputs('in')
    const [first] = inputs
    if (!first) return { ports: {} }
    const stacked = match === 'position' ? byPosition(inputs, context) : byName(inputs)
    for (const { name, parts } of missing === 'fail' && match === 'name' ? stacked : [])
      for (const [i, part] of parts.entries())
        if (!part)
          context.report({
            code: 'E-COLUMN-MISSING',
            severity: 'error',
            setting: 'missing',
            message: `\`${inputs[i]!.node}\` has no column \`${name}\`, which another input has.`,
          })
    if (sourceColumn !== null && stacked.some(c => lower(c.name) === lower(sourceColumn)))
      context.report({
        code: 'E-COLUMN-TWICE',
        severity: 'error',
        setting: 'sourceColumn',
        message: `The inputs have a column \`${sourceColumn}\` already.`,
      })
    const types = stacked.map(c => commonType(c, inputs, context))
    const aligned = inputs.map((input, i) => {
      const columns = stacked.map(({ name, parts }, c): NamedExpression => {
        const [part, type] = [parts[i], types[c]]
        if (!part) return { name, expression: literal(null, type ?? parts.find(p => p !== null)!.type) }
        return { name, expression: type ? cast(column(part.name), type) : column(part.name) }
      })
      const source = sourceColumn === null ? [] : [{ name: sourceColumn, expression: literal(input.node) }]
      return project(input, [...columns, ...source])
    })
    return { ports: { out: union(aligned) } }
  },
})
