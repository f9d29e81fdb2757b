import type { CompiledFlow } from '#core/compile/types.ts'
import type { FlagReason } from '#core/node/kind.ts'
import { columnsNow, placeOf } from '#core/relation/places.ts'
import type { Column, Slot } from '#core/relation/relation.ts'
import { detailKeys, slotColumns, wordBits } from '#core/relation/slots.ts'
import type { JsonValue } from '../duckdb/value.ts'
import type { RowFlag } from '../types.ts'
import { fillMessage } from './message.ts'

/** Reads a row's hidden cells as flags: what each bit means is looked up here, never stored. */
export type FlagReader = (visible: readonly JsonValue[], hidden: readonly (JsonValue | bigint)[]) => readonly RowFlag[]

/** A reason, with the cells of a row that hold what it speaks of; undefined: none does any more. */
interface PlacedReason {
  readonly reason: FlagReason
  /** Names of its columns here; one that is gone has the name that it had, unless another has that now. */
  readonly columns: readonly string[]
  readonly cells: readonly (number | undefined)[]
}

interface SlotReader {
  readonly slot: Slot
  readonly flags: number
  readonly flagged: number
  readonly detail: number
  readonly reasons: readonly PlacedReason[]
}

/** What the bits of a flow's nodes mean. */
export const reasonsIn =
  ({ nodes }: Pick<CompiledFlow, 'nodes'>) =>
  (node: string): readonly FlagReason[] =>
    nodes[node]?.compiled?.flags ?? []

export const flagReader = (
  reasonsOf: (node: string) => readonly FlagReason[],
  slots: readonly Slot[],
  columns: readonly Column[],
  hiddenNames: readonly string[],
): FlagReader => {
  const names = columns.map(c => c.name)
  const readers = slots.map((slot, i): SlotReader => {
    const own = slotColumns(i)
    const at = (name: string) => hiddenNames.indexOf(name)
    return {
      slot,
      flags: at(own.flags),
      flagged: at(own.flagged),
      detail: at(own.detail),
      reasons: reasonsOf(slot.validator).map(reason => placed(reason, slot, names)),
    }
  })
  return (visible, hidden) =>
    readers.flatMap(({ slot, flags, flagged, detail, reasons }) => {
      const word = BigInt(String(hidden[flags] ?? 0))
      if (word === 0n) return []
      const raw = rawTexts(detail < 0 ? null : hidden[detail])
      const rows = slot.aggregated ? Number(hidden[flagged] ?? 0) : null
      return bitsOf(word).flatMap(bit => {
        const reason = reasons[slot.word * wordBits + bit]
        return reason ? [flagOf(reason, slot, raw, rows, visible)] : []
      })
    })
}

const bitsOf = (word: bigint): readonly number[] =>
  Array.from({ length: wordBits }, (_, bit) => bit).filter(bit => (word >> BigInt(bit)) & 1n)

const placed = (reason: FlagReason, slot: Slot, names: readonly string[]): PlacedReason => {
  const places = reason.columns.map(name => placeOf(slot, name, names))
  return {
    reason,
    columns: columnsNow(slot, reason.columns, names),
    cells: places.map(place =>
      place === null || place.changed || slot.aggregated ? undefined : names.indexOf(place.name),
    ),
  }
}

const flagOf = (
  { reason, columns, cells }: PlacedReason,
  slot: Slot,
  raw: Readonly<Record<string, string>>,
  rows: number | null,
  visible: readonly JsonValue[],
): RowFlag => {
  const values = cells.map(cell => (cell === undefined ? undefined : visible[cell]))
  const texts = detailKeys(reason.columns).flatMap(name => raw[name] ?? [])
  const shown = reason.columns.length === 1 ? values[0] : values.some(v => v === undefined) ? undefined : values
  const message = fillMessage(reason.message, {
    column: reason.columns.join(', '),
    value: reason.columns.length === 0 || values.includes(undefined) ? undefined : values,
    raw: texts.length === 0 ? undefined : texts,
  })
  return {
    node: slot.validator,
    rule: reason.rule,
    kind: reason.kind,
    columns,
    severity: reason.severity,
    message: rows === null ? message : `${message} (${rows === 1 ? '1 row' : `${rows} rows`} behind this one)`,
    value: texts.length === 1 && (shown === null || shown === undefined) ? texts[0]! : (shown ?? null),
    via: slot.via,
  }
}

const rawTexts = (detail: JsonValue | bigint | undefined): Readonly<Record<string, string>> => {
  if (typeof detail !== 'string') return {}
  const parsed: unknown = JSON.parse(detail)
  return typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, string>) : {}
}
