import { columnsOf } from './columns.ts'
import { afterColumns, afterJoin, afterUnion, samePlaces } from './places.ts'
import type { Relation, RelationKind, Slot } from './relation.ts'

type Of<K extends RelationKind> = Extract<Relation, { kind: K }>

/** Bits in one word of flags. */
export const wordBits = 64

/** The hidden columns of slot `index`. */
export const slotColumns = (index: number) => ({
  flags: `__weir_flags_${index}`,
  flagged: `__weir_flagged_${index}`,
  detail: `__weir_detail_${index}`,
})

/** The hidden masks that only a validator's own table has. */
/** Under which names a flag's raw texts stand in the detail: its columns', or that of the row as a whole. */
export const detailKeys = (columns: readonly string[]): readonly string[] => (columns.length === 0 ? [''] : columns)

export const extraColumns = (word: number) => ({ skip: `__weir_skip_${word}`, error: `__weir_error_${word}` })

/** Two slots hold the same flags if validator, way and word agree. */
export const slotKey = (slot: Slot): string => JSON.stringify([slot.validator, slot.via, slot.word])

const through = (slots: readonly Slot[], side: string | null): readonly Slot[] =>
  side === null ? slots : slots.map(slot => ({ ...slot, via: [side, ...slot.via] }))

const merged = (lists: readonly (readonly Slot[])[]): readonly Slot[] => {
  const byKey = new Map<string, Slot>()
  for (const slot of lists.flat()) {
    const before = byKey.get(slotKey(slot))
    byKey.set(slotKey(slot), {
      ...slot,
      ...(before ? samePlaces(before.places, slot.places) : {}),
      aggregated: slot.aggregated || (before?.aggregated ?? false),
      detail: slot.detail || (before?.detail ?? false),
    })
  }
  return [...byKey.values()]
}

/** How each operation carries flags: the table of the design's section 3. */
const carried: { [K in RelationKind]: (relation: Of<K>) => readonly Slot[] } = {
  scan: relation => relation.slots ?? [],
  rejects: () => [],
  values: () => [],
  series: () => [],
  input: relation => relation.slots,
  table: relation => relation.slots,
  made: () => [],
  project: relation => afterColumns(slotsOf(relation.input), relation.columns, relation.input),
  where: relation => slotsOf(relation.input),
  join: relation =>
    relation.type === 'semi' || relation.type === 'anti'
      ? afterJoin(slotsOf(relation.left), relation, 'left')
      : [
          ...through(afterJoin(slotsOf(relation.left), relation, 'left'), relation.via.left),
          ...through(afterJoin(slotsOf(relation.right), relation, 'right'), relation.via.right),
        ],
  aggregate: relation =>
    afterColumns(slotsOf(relation.input), [...relation.keys, ...relation.measures], relation.input).map(slot => ({
      ...slot,
      aggregated: true,
      detail: false,
    })),
  sort: relation => slotsOf(relation.input),
  limit: relation => slotsOf(relation.input),
  union: relation => merged(relation.inputs.map(input => afterUnion(slotsOf(input), input, columnsOf(relation)))),
  explode: relation => slotsOf(relation.input),
  flag: relation => [
    ...(relation.columns
      ? afterColumns(slotsOf(relation.input), relation.columns, relation.input)
      : slotsOf(relation.input)),
    ...Array.from({ length: Math.ceil(relation.bits.length / wordBits) }, (_, word) => ({
      validator: relation.validator,
      via: [],
      word,
      aggregated: false,
      detail: word === 0 && relation.detail !== null,
    })),
  ],
  sql: () => [],
}

const known = new WeakMap<Relation, readonly Slot[]>()

/** The slots of a relation's rows, in order; slot i lies in the hidden columns `slotColumns(i)`. */
export const slotsOf = (relation: Relation): readonly Slot[] => {
  const before = known.get(relation)
  if (before) return before
  const slots = (carried[relation.kind] as (r: Relation) => readonly Slot[])(relation)
  known.set(relation, slots)
  return slots
}

/** Names of the hidden columns of slots. */
export const slotColumnsOf = (slots: readonly Slot[]): readonly string[] =>
  slots.flatMap((slot, index) => {
    const names = slotColumns(index)
    return [names.flags, ...(slot.aggregated ? [names.flagged] : []), ...(slot.detail ? [names.detail] : [])]
  })

/** Names of all hidden columns that travel with a relation's rows. */
export const hiddenColumns = (relation: Relation): readonly string[] => slotColumnsOf(slotsOf(relation))

/** Names of the skip and error masks of a relation, if it is a validator's own. */
export const extrasOf = (relation: Relation): readonly string[] => {
  if (relation.kind === 'table') return relation.extras
  if (relation.kind !== 'flag' || !relation.extras) return []
  return Array.from({ length: Math.ceil(relation.bits.length / wordBits) }, (_, word) => extraColumns(word)).flatMap(
    names => [names.skip, names.error],
  )
}
