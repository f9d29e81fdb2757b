import type { FlagReason } from '../node/kind.ts'
import {
  aggregate,
  aggregateCall,
  all,
  any,
  call,
  cases,
  cast,
  column,
  keep,
  literal,
  op,
  project,
  projectFlags,
  where,
} from '../relation/build.ts'
import { columnsOf } from '../relation/columns.ts'
import type { Expression } from '../relation/expression.ts'
import { placeOf } from '../relation/places.ts'
import type { Column, NamedExpression, Relation, Slot } from '../relation/relation.ts'
import { slotColumns, slotsOf, wordBits } from '../relation/slots.ts'
import { cellTexts, contentHash } from './content.ts'
import type { PatchCells, PatchValue, RowPatch } from './patch.ts'
import { treeOf } from './tree.ts'

/** Corrections of the rows of one input, whose columns they all know. */
export interface Corrections {
  /** The node that the rows enter, and the input's name. */
  readonly node: string
  readonly port: string
  readonly columns: readonly Column[]
  readonly patches: readonly RowPatch[]
  /** What the flags of the rows mean, by the node that set them. */
  readonly reasons?: Readonly<Record<string, readonly FlagReason[]>>
  /** Which of the patches fit, where that is known. One that does not still keeps its row from the others. */
  readonly fitting?: readonly boolean[]
}

/** Helper columns: the row's content, and which patch it has, from 1. */
const content = '__weir_content'
const number = '__weir_patch'

/** What `fitsOf` says of each patch whose row is there. */
export const fitColumns = ['patch', 'rows', 'held', 'done', 'castable', 'found'] as const

export const typeOf = (columns: readonly Column[], name: string): Column =>
  columns.find(each => each.name.toLowerCase() === name.toLowerCase())!

const typed = (value: PatchValue, type: string): Expression =>
  value === null ? literal(null, type) : cast(literal(String(value)), type, { safe: true })

const isSame = (name: string, value: Expression): Expression => op('is_not_distinct', column(name), value)

/** One entry for each patch, found by the row's number. */
const pick = (entries: readonly Expression[]): Expression => op('element', op('list', ...entries), column(number))

const entryOf = (cells: PatchCells, name: string): PatchValue | undefined =>
  Object.entries(cells).find(([own]) => own.toLowerCase() === name.toLowerCase())?.[1]

/** Columns that any of the patches speaks of in this part of it. */
const spokenOf = (columns: readonly Column[], cells: readonly PatchCells[]): readonly Column[] =>
  columns.filter(({ name }) => cells.some(each => entryOf(each, name) !== undefined))

/** Whether the row's cells are those that its patch names in this part; the others do not count. */
const holds = (columns: readonly Column[], cells: readonly PatchCells[]): Expression =>
  all(
    spokenOf(columns, cells).map(({ name, type }) => {
      const values = cells.map(each => entryOf(each, name))
      const counts = pick(values.map(value => literal(value !== undefined)))
      const same = isSame(name, pick(values.map(value => typed(value ?? null, type))))
      return any([op('not', counts), same])
    }),
  )

const castable = ({ set }: RowPatch, columns: readonly Column[]): Expression =>
  all(
    Object.entries(set).flatMap(([name, value]) =>
      value === null ? [] : [op('is_not_null', typed(value, typeOf(columns, name).type))],
    ),
  )

/** Which patch speaks of a row: by its content, or by its key. */
const numbers = ({ columns, patches }: Corrections): Expression => {
  const byContent = patches.flatMap((patch, index) =>
    patch.hash === undefined ? [] : [{ texts: [patch.hash], when: isSame(content, literal(patch.hash)), index }],
  )
  const groups = new Map<string, { names: readonly Column[]; branches: typeof byContent }>()
  for (const [index, { key }] of patches.entries()) {
    if (!key) continue
    const names = Object.keys(key).map(name => typeOf(columns, name))
    const id = JSON.stringify(names.map(({ name }) => name))
    const group = groups.get(id) ?? { names, branches: [] }
    const values = Object.values(key)
    const when = all(names.map(({ name, type }, i) => isSame(name, typed(values[i]!, type))))
    group.branches.push({ texts: values.map(value => (value === null ? '' : String(value))), when, index })
    groups.set(id, group)
  }
  const trees = [...groups.values()].map(({ names, branches }) => treeOf(names, branches))
  const found = [...(byContent.length > 0 ? [treeOf([{ name: content, type: 'VARCHAR' }], byContent)] : []), ...trees]
  return found.length === 1 ? found[0]! : call('coalesce', ...found)
}

/** The input's rows, each with the number of the patch that speaks of it. */
const numbered = (input: Relation, corrections: Corrections): Relation => {
  const names = columnsOf(input)
  const hashed = corrections.patches.some(({ hash }) => hash !== undefined)
  const from = hashed ? project(input, [...keep(names), { name: content, expression: contentHash(names) }]) : input
  return project(from, [...keep(names), { name: number, expression: numbers(corrections) }])
}

/**
 * Of each patch whose row is there: how many rows it speaks of, whether they are as they were when it was made, whether they have its
 * values already, whether its values are of the columns' types, and what the rows hold.
 */
export const fitsOf = (input: Relation, corrections: Corrections): Relation => {
  const { columns, patches } = corrections
  const spoken = where(numbered(input, corrections), op('is_not_null', column(number)))
  const known = project(spoken, [
    { name: number, expression: column(number) },
    {
      name: 'held',
      expression: holds(
        columns,
        patches.map(({ was }) => was),
      ),
    },
    {
      name: 'done',
      expression: holds(
        columns,
        patches.map(({ set }) => set),
      ),
    },
    { name: 'castable', expression: pick(patches.map(patch => castable(patch, columns))) },
    { name: 'found', expression: cellTexts(columns.map(({ name }) => name)) },
  ])
  return aggregate(
    known,
    [{ name: 'patch', expression: column(number) }],
    [
      { name: 'rows', expression: call('count', column(number)) },
      ...['held', 'done', 'castable'].map(name => ({ name, expression: call('bool_and', column(name)) })),
      { name: 'found', expression: aggregateCall('any_value', [column('found')]) },
    ],
  )
}

const allBits = (1n << BigInt(wordBits)) - 1n

/** The bits by which a source says that it could not read a column's cell, or the row as a whole: the column's name, or nothing. */
const sourceBits = (
  slot: Slot,
  reasons: readonly FlagReason[],
  names: readonly string[],
): ReadonlyMap<string, bigint> => {
  const masks = new Map<string, bigint>()
  for (const [bit, reason] of reasons.slice(slot.word * wordBits, (slot.word + 1) * wordBits).entries()) {
    if (reason.kind !== 'source') continue
    const [about] = reason.columns
    const place = about === undefined ? '' : placeOf(slot, about, names)?.name.toLowerCase()
    if (place !== undefined) masks.set(place, (masks.get(place) ?? 0n) | (1n << BigInt(bit)))
  }
  return masks
}

/** Words of flags without what a source said of cells that are corrected now. `isSet` tells of a column whether it is, by its name. */
const settledWords = (
  input: Relation,
  { reasons = {} }: Corrections,
  isSet: (name: string) => Expression | null,
): readonly NamedExpression[] => {
  const names = columnsOf(input)
  return slotsOf(input).flatMap((slot, index): readonly NamedExpression[] => {
    if (slot.aggregated) return []
    const { flags: word } = slotColumns(index)
    const kept = [...sourceBits(slot, reasons[slot.validator] ?? [], names)].flatMap(([name, mask]) => {
      const when = name === '' ? op('is_not_null', column(number)) : isSet(name)
      return when === null
        ? []
        : [cases([{ when, result: literal(allBits & ~mask, 'UBIGINT') }], literal(allBits, 'UBIGINT'))]
    })
    return kept.length === 0
      ? []
      : [{ name: word, expression: kept.reduce<Expression>((all, each) => op('&', all, each), column(word)) }]
  })
}

/** The input's rows in their order, those corrected of which a patch speaks and that are as they were when it was made. */
export const corrected = (input: Relation, corrections: Corrections): Relation => {
  const { columns, patches, fitting } = corrections
  if (patches.length === 0 || fitting?.includes(true) === false) return input
  const names = columnsOf(input)
  const fits = all([
    ...(fitting?.includes(false) ? [pick(fitting.map(each => literal(each)))] : []),
    holds(
      columns,
      patches.map(({ was }) => was),
    ),
    pick(patches.map(patch => castable(patch, columns))),
  ])
  const guarded = cases([
    { when: op('is_null', column(number)), result: literal(null) },
    { when: fits, result: column(number) },
  ])
  const known = project(numbered(input, corrections), [...keep(names), { name: number, expression: guarded }])
  const sets = patches.map(({ set }) => set)
  const set = new Map(spokenOf(columns, sets).map(each => [each.name.toLowerCase(), each]))
  const isSet = (name: string): Expression | null => {
    if (!set.has(name.toLowerCase())) return null
    const said = pick(sets.map(each => literal(entryOf(each, name) !== undefined)))
    return op('and', op('is_not_null', column(number)), said)
  }
  const cells = names.map((name): NamedExpression => {
    const own = set.get(name.toLowerCase())
    const when = isSet(name)
    if (!own || !when) return { name, expression: column(name) }
    const value = pick(sets.map(each => typed(entryOf(each, name) ?? null, own.type)))
    return { name, expression: cases([{ when, result: value }], column(name)) }
  })
  return projectFlags(known, cells, settledWords(known, corrections, isSet))
}
