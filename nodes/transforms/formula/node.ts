import { ownName } from '#core/convert/type-name.ts'
import { convertedAny } from '#core/convert/value.ts'
import { lost } from '#core/node/changes.ts'
import { withColumns } from '#core/node/columns.ts'
import type { FlagReason } from '#core/node/kind.ts'
import { columnName, defineNode, field, onError, scalar, typeName, z } from '#core/node/settings.ts'
import { uncertain } from '#core/node/volatile.ts'
import { any, call, cases, cast, column, flag, keep, literal, op, project } from '#core/relation/build.ts'
import { columnsOf, reservedPrefix } from '#core/relation/columns.ts'
import type { TypedText } from '#core/relation/expression.ts'
import type { FlagBit, Relation } from '#core/relation/relation.ts'
import { misfit } from '#core/source/cells.ts'

const settings = z.strictObject({
  columns: field(
    z
      .array(
        z.strictObject({
          name: columnName,
          expression: z.string().min(1, 'write an expression'),
          type: typeName.optional(),
        }),
      )
      .min(1, 'add a column'),
    {
      label: 'Columns',
      help: 'One after the other: a later one sees the earlier ones. A name that is there already replaces that column in its place.',
      widget: 'formulaList',
    },
  ),
  onError,
})

type Settings = z.infer<typeof settings>

const attempt = `${reservedPrefix}attempt_`
const failed = `${reservedPrefix}failed_`

/**
 * One layer: the column's value, and beside it whether it could not be computed. TRY of a list tells failure (null) from a null
 * result (a list of null); it refuses what is volatile, of which the conversion alone is guarded.
 */
const guarded = (relation: Relation, text: TypedText, name: string, type: string | undefined, index: number) => {
  const names = columnsOf(relation)
  const tried = column(`${attempt}${index}`)
  const attempted = project(relation, [
    ...keep(names),
    { name: tried.name, expression: text.volatile ? text : call('try', op('list', text)) },
  ])
  const computed = text.volatile ? tried : op('element', tried, literal(1))
  const value = type ? convertedAny(computed, type) : computed
  const missed = any([...(text.volatile ? [] : [op('is_null', tried)]), ...(type ? [lost(computed)(value)] : [])])
  return project(attempted, [
    ...withColumns(names, [{ name, expression: value }]),
    { name: `${failed}${index}`, expression: missed },
  ])
}

/** One layer in which a value that does not fit its type ends the run with a sentence. */
const strict = (relation: Relation, text: TypedText, name: string, type: string, index: number) => {
  const names = columnsOf(relation)
  const computed = column(`${attempt}${index}`)
  const value = convertedAny(computed, type)
  const [before = '', after = ''] = misfit(type).replace('{column}', `\`${name}\``).split('{raw}')
  const sentence = call('concat', literal(before), cast(computed, 'VARCHAR'), literal(after))
  const checked = cases([{ when: lost(computed)(value), result: call('error', sentence) }], value)
  const attempted = project(relation, [...keep(names), { name: computed.name, expression: text }])
  return project(attempted, withColumns(names, [{ name, expression: checked }]))
}

export default defineNode<Settings>({
  kind: 'transform.formula',
  version: 1,
  group: 'transforms',
  title: 'Formula',
  summary: 'Adds or replaces columns by expressions.',
  aliases: [
    'Calculated Field',
    'Calculator',
    'Math Formula',
    'String Manipulation',
    'Column Expressions',
    'Add column',
    'Custom column',
    'assign',
    'Derived column',
  ],
  settings,
  initial: { columns: [] },
  inputs: () => [{ name: 'in' }],
  outputs: () => [{ name: 'out' }],
  describe: ({ columns }) => columns.map(c => c.name).join(', ') || 'no columns yet',
  expressions: ({ columns }) =>
    columns.map((c, i) => ({
      ...scalar(`columns.${i}.expression`, c.expression),
      extra: columns.slice(0, i).map(earlier => earlier.name),
    })),
  compile: ({ columns, onError: policy }, context) => {
    let relation: Relation = context.input('in')
    const bits: FlagBit[] = []
    const flags: FlagReason[] = []
    const texts = columns.map((_, i) => context.expression(`columns.${i}.expression`))
    for (const [i, { name, type }] of columns.entries()) {
      const text = texts[i]
      if (!text) return { ports: {} }
      if (!type && (policy === 'fail' || text.volatile)) {
        relation = project(relation, withColumns(columnsOf(relation), [{ name, expression: text }]))
        continue
      }
      const ofType = type && ownName(type)
      if (ofType && policy === 'fail') {
        relation = strict(relation, text, name, ofType, i)
        continue
      }
      relation = guarded(relation, text, name, ofType, i)
      if (policy === 'null') continue
      bits.push({ violation: column(`${failed}${i}`), skip: null, failure: null })
      flags.push({
        rule: name,
        kind: 'formula',
        columns: [name],
        severity: 'error',
        message: '{column} could not be computed',
        dimension: 'validity',
      })
    }
    const visible = columnsOf(relation).filter(name => !name.startsWith(failed))
    if (bits.length === 0) return { ports: { out: project(relation, keep(visible)) }, ...uncertain(texts) }
    const out = flag({
      input: relation,
      validator: context.node,
      bits,
      detail: null,
      extras: false,
      columns: keep(visible),
    })
    return { ports: { out }, flags, ...uncertain(texts) }
  },
})
