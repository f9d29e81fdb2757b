import type { CompiledFlow } from '#core/compile/types.ts'
import type { FlagReason } from '#core/node/kind.ts'
import { any, column, literal, op } from '#core/relation/build.ts'
import type { Expression } from '#core/relation/expression.ts'
import { columnsNow } from '#core/relation/places.ts'
import type { Slot, Table } from '#core/relation/relation.ts'
import { extraColumns, slotColumns, wordBits } from '#core/relation/slots.ts'
import type { Evaluation } from '../types.ts'

/** What is known of a relation's hidden columns, and of the visible ones. */
export type Hidden = Pick<Table, 'columns' | 'slots' | 'extras'>

/** A bit of a hidden column, with what the validator's dictionary says of it. */
export interface WordBit {
  readonly column: string
  readonly bit: bigint
  readonly reason: FlagReason
}

export interface FlagBit extends WordBit {
  readonly slot: Slot
}

const reasonsOf = (flow: CompiledFlow, validator: string): readonly FlagReason[] =>
  flow.nodes[validator]?.compiled?.flags ?? []

const bitsIn = (reasons: readonly FlagReason[], word: number, name: string): readonly WordBit[] =>
  reasons
    .slice(word * wordBits, (word + 1) * wordBits)
    .map((reason, bit) => ({ column: name, bit: 1n << BigInt(bit), reason }))

/** All flags that rows may carry, of columns by the names that they have here where these are told. */
export const flagBits = (
  { slots, columns }: Pick<Table, 'slots'> & Partial<Pick<Table, 'columns'>>,
  flow: CompiledFlow,
): readonly FlagBit[] => {
  const names = columns?.map(c => c.name)
  return slots.flatMap((slot, index) =>
    bitsIn(reasonsOf(flow, slot.validator), slot.word, slotColumns(index).flags).map(bit => ({
      ...bit,
      reason: names ? { ...bit.reason, columns: columnsNow(slot, bit.reason.columns, names) } : bit.reason,
      slot,
    })),
  )
}

/** What a validator's own table knows of judgements that were not made; no other table has such bits. */
export const evaluationBits = (table: Hidden, flow: CompiledFlow, state: Evaluation): readonly WordBit[] => {
  const validator = table.slots.at(-1)?.validator
  if (table.extras.length === 0 || validator === undefined) return []
  const reasons = reasonsOf(flow, validator)
  return Array.from({ length: Math.ceil(reasons.length / wordBits) }, (_, word) => {
    const { skip, error } = extraColumns(word)
    return bitsIn(reasons, word, state === 'skipped' ? skip : error)
  }).flat()
}

/** True of a row with any flag. */
export const anyFlag = ({ slots }: Hidden): Expression =>
  any(slots.map((_, index) => op('<>', column(slotColumns(index).flags), literal(0))))

/** True of a row in which one of the bits is set: one comparison for each word. */
export const anySet = (bits: readonly WordBit[]): Expression => {
  const masks = new Map<string, bigint>()
  for (const { column: name, bit } of bits) masks.set(name, (masks.get(name) ?? 0n) | bit)
  return any([...masks].map(([name, mask]) => op('<>', op('&', column(name), literal(mask, 'UBIGINT')), literal(0))))
}
