import type { CompiledFlow } from '#core/compile/types.ts'
import type { FlagReason } from '#core/node/kind.ts'
import type { Column, Slot } from '#core/relation/relation.ts'
import { slotColumns, wordBits } from '#core/relation/slots.ts'
import type { JsonValue } from '../duckdb/value.ts'
import type { RowFlag } from '../types.ts'
import { fillMessage } from './message.ts'

/** Reads a row's hidden cells as flags: what each bit means is looked up here, never stored. */
export type FlagReader = (visible: readonly JsonValue[], hidden: readonly (JsonValue | bigint)[]) => readonly RowFlag[]

interface SlotReader {
  readonly slot: Slot
  readonly flags: number
  readonly flagged: number
  readonly detail: number
  readonly reasons: readonly FlagReason[]
}

export const flagReader = (
  flow: CompiledFlow,
  slots: readonly Slot[],
  columns: readonly Column[],
  hiddenNames: readonly string[],
): FlagReader => {
  const places = new Map(columns.map((c, i) => [c.name.toLowerCase(), i]))
  const readers = slots.map((slot, i): SlotReader => {
    const names = slotColumns(i)
    const at = (name: string) => hiddenNames.indexOf(name)
    return {
      slot,
      flags: at(names.flags),
      flagged: at(names.flagged),
      detail: at(names.detail),
      reasons: flow.nodes[slot.validator]?.compiled?.flags ?? [],
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
        return reason ? [flagOf(reason, slot, raw, rows, name => cellOf(visible, places, slot, name))] : []
      })
    })
}

const bitsOf = (word: bigint): readonly number[] =>
  Array.from({ length: wordBits }, (_, bit) => bit).filter(bit => (word >> BigInt(bit)) & 1n)

/** Undefined where the column is gone, or the row stands for several. */
const cellOf = (
  visible: readonly JsonValue[],
  places: ReadonlyMap<string, number>,
  slot: Slot,
  name: string,
): JsonValue | undefined => {
  const place = slot.aggregated ? undefined : places.get(name.toLowerCase())
  return place === undefined ? undefined : visible[place]
}

const flagOf = (
  reason: FlagReason,
  slot: Slot,
  raw: Readonly<Record<string, string>>,
  rows: number | null,
  value: (column: string) => JsonValue | undefined,
): RowFlag => {
  const values = reason.columns.map(value)
  const texts = reason.columns.flatMap(name => raw[name] ?? [])
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
    columns: reason.columns,
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
