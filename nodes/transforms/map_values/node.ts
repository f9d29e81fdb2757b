import { applyChanges, type Change, type Fault } from '#core/node/changes.ts'
import type { CompileContext, FlagReason } from '#core/node/kind.ts'
import { newValues, type Pair, placeAmong, reportRepeated, typeFor, valuePairs } from '#core/node/pairs.ts'
import { defineNode, field, typeName, z } from '#core/node/settings.ts'
import { any, call, cases, cast, column, keep, literal, op, project } from '#core/relation/build.ts'
import { columnsOf, reservedPrefix } from '#core/relation/columns.ts'
import type { Expression } from '#core/relation/expression.ts'
import type { Column, Input } from '#core/relation/relation.ts'
import { found, foundValue, lookedUp, several } from './mapping.ts'

const settings = z.strictObject({
  columns: field(z.array(z.string()).min(1, 'choose a column'), {
    label: 'Columns',
    help: 'Columns whose values are mapped; each keeps its name and its place.',
    widget: 'columns',
  }),
  pairs: field(valuePairs, {
    label: 'Old and new',
    help: 'Each old value and its new one. A new value is not mapped again; null can be either.',
    widget: 'pairs',
  }),
  unmapped: field(z.enum(['keep', 'null', 'flag']).default('keep'), {
    label: 'Unmapped',
    help: 'What a value that is mapped to nothing becomes: itself, null, or null with a flag. A null stays null.',
    widget: 'choice',
  }),
  ignoreCase: field(z.boolean().default(false), {
    label: 'Ignore case',
    help: 'Upper and lower case are the same.',
    widget: 'toggle',
  }),
  ignoreSpace: field(z.boolean().default(false), {
    label: 'Ignore spaces',
    help: 'Spaces around a text, and how many stand between its words, do not matter.',
    widget: 'toggle',
  }),
  type: field(typeName.nullable().default(null), {
    label: 'Type',
    help: 'Of the new values; none means the column’s own, or text where that does not hold all of them.',
    widget: 'type',
    placeholder: 'as needed',
    advanced: true,
  }),
  fromColumn: field(z.string().min(1).default('from'), {
    label: 'Old value in',
    help: 'The column of the input mapping that holds the old values.',
    widget: 'column',
    input: 'mapping',
    advanced: true,
  }),
  toColumn: field(z.string().min(1).default('to'), {
    label: 'New value in',
    help: 'The column of the input mapping that holds the new values.',
    widget: 'column',
    input: 'mapping',
    advanced: true,
  }),
})

type Settings = z.infer<typeof settings>

interface Mapping {
  readonly relation: Input
  readonly from: Column
  readonly to: Column
}

const place = (index: number): string => `${reservedPrefix}place_${index}`

const mappingOf = ({ fromColumn, toColumn }: Settings, context: CompileContext): Mapping | null | undefined => {
  const [relation] = context.inputs('mapping')
  if (!relation) return null
  const from = context.column(relation, fromColumn, 'fromColumn')
  const to = context.column(relation, toColumn, 'toColumn')
  return from && to ? { relation, from, to } : undefined
}

const wanted = (names: readonly string[], input: Input, context: CompileContext): readonly Column[] => {
  const columns = names.flatMap((name, i) => context.column(input, name, `columns.${i}`) ?? [])
  return columns.filter((of, i) => columns.indexOf(of) === i)
}

/** The column's type, the mapping's, or text where they do not agree. */
const resultType = (of: Column, pairs: readonly Pair[], mapping: Mapping | null, given: Settings): string => {
  if (given.type !== null) return given.type
  const own = typeFor(of, pairs)
  if (mapping === null || mapping.to.type === own) return own
  return pairs.length === 0 && given.unmapped !== 'keep' ? mapping.to.type : 'VARCHAR'
}

const reason = (of: Column, kind: string, message: string): FlagReason => ({
  rule: kind === 'mapping' ? of.name : `${of.name}_${kind}`,
  kind,
  columns: [of.name],
  severity: 'error',
  message,
  dimension: 'validity',
})

/** What becomes of a column, over the rows with their places among the pairs and what was looked up. */
const changeOf = (of: Column, i: number, mapping: Mapping | null, given: Settings): Change => {
  const before = column(of.name)
  const type = resultType(of, given.pairs, mapping, given)
  const listed = op('is_not_null', column(place(i)))
  const single = op('=', column(found(i).count), literal(1))
  const isMapped = any([listed, ...(mapping ? [op('is_true', single)] : [])])
  const branches = [
    { when: listed, result: call('list_extract', newValues(given.pairs, type), column(place(i))) },
    ...(mapping ? [{ when: single, result: foundValue(i, type) }] : []),
  ]
  const kept: Expression =
    given.unmapped !== 'keep' ? literal(null, type) : type === of.type ? before : cast(before, type, { safe: true })
  const isLost = (after: Expression) => op('and', op('is_not_null', before), op('is_null', after), op('not', isMapped))
  const misses = given.unmapped === 'flag' || (given.unmapped === 'keep' && type !== of.type && type !== 'VARCHAR')
  const faults: readonly Fault[] = [
    ...(misses ? [{ when: isLost, reason: reason(of, 'mapping', '{column} is not mapped: {raw}') }] : []),
    ...(mapping
      ? [
          {
            when: () => op('and', op('not', listed), op('>', column(found(i).count), literal(1))),
            reason: reason(of, 'several', '{column} is mapped to several values: {raw}'),
          },
          {
            when: (after: Expression) =>
              op('and', op('not', listed), single, op('is_not_null', column(found(i).to)), op('is_null', after)),
            reason: reason(of, 'type', `{column} is mapped to what is no ${type}: {raw}`),
          },
        ]
      : []),
  ]
  return { name: of.name, value: cases(branches, kept), raw: cast(before, 'VARCHAR'), faults }
}

export default defineNode<Settings>({
  kind: 'transform.map_values',
  version: 1,
  group: 'transforms',
  title: 'Map values',
  summary: 'Gives old values new ones, by pairs or by a second input.',
  aliases: [
    'Value Mapper',
    'Cell Replacer',
    'Find Replace',
    'Rule Engine (Dictionary)',
    'Recode',
    'Group and Replace',
    'Manual selection',
    'Table.ReplaceValue',
    'Replace with dictionary',
    'Series.map',
    'Code list',
    'Unify spellings',
    'Dictionary',
  ],
  settings,
  initial: { columns: [] },
  inputs: () => [{ name: 'in' }, { name: 'mapping', optional: true }],
  outputs: () => [{ name: 'out' }],
  describe: ({ columns, pairs }) =>
    `${columns.join(', ') || 'no columns yet'}: ${pairs.length === 0 ? 'by the mapping' : pairs.map(([from, to]) => `${from} → ${to}`).join(', ')}`,
  compile: (given, context) => {
    const input = context.input('in')
    const columns = wanted(given.columns, input, context)
    const mapping = mappingOf(given, context)
    reportRepeated(given.pairs, given, context)
    if (mapping === undefined) return { ports: {} }
    if (mapping === null && given.pairs.length === 0)
      context.report({
        code: 'E-SETTING',
        severity: 'error',
        setting: 'pairs',
        message: 'There is nothing to map by.',
        hint: 'add a pair, or connect the input `mapping`',
      })
    const placed = project(input, [
      ...keep(columnsOf(input)),
      ...columns.map((of, i) => ({
        name: place(i),
        expression: given.pairs.length === 0 ? literal(null, 'INTEGER') : placeAmong(of, given.pairs, given),
      })),
    ])
    const relation = mapping ? lookedUp(context.node, placed, mapping, columns, given) : placed
    const changes = columns.map((of, i) => changeOf(of, i, mapping, given))
    return {
      ...applyChanges(context.node, relation, changes, keep(columnsOf(input)), 'flag'),
      ...(mapping
        ? {
            checks: columns.slice(0, 1).map(of => ({
              relation: several(mapping.relation, mapping.from, mapping.to, of, given),
              code: 'W-MAPPING-REPEATED',
              severity: 'warning' as const,
              message: '{count} old values have several new ones in the mapping.',
            })),
          }
        : {}),
    }
  },
})
