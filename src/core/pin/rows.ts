import type { FlagReason } from '../node/kind.ts'
import { cast, column, project, scan } from '../relation/build.ts'
import type { Column, Relation, Scan, ScanInfo, Slot } from '../relation/relation.ts'
import { slotColumnsOf, slotsOf } from '../relation/slots.ts'
import type { PinNote } from './note.ts'

/** Types whose values a Parquet file gives back as they were; of nested ones, those of such types. */
const kept =
  /^(BOOLEAN|U?(TINYINT|SMALLINT|INTEGER|BIGINT)|FLOAT|DOUBLE|DECIMAL\(\d+,\s?\d+\)|VARCHAR|BLOB|DATE|TIME|TIMESTAMP|TIMESTAMP WITH TIME ZONE|UUID)(\[\])*$/
const nested = /^(STRUCT|MAP)\(|\]$/
const lost = /HUGEINT|BIGNUM|VARINT|BIT|INTERVAL|TIME WITH|TIMETZ|TIMESTAMP_|ENUM|UNION|"NULL"/

const isKept = (type: string): boolean => kept.test(type) || (nested.test(type) && !lost.test(type))

/** Rows as they are stored: values that a Parquet file would change are texts there, and flags lie beside them. */
export const toStore = (rows: Relation, columns: readonly Column[]): Relation =>
  project(
    rows,
    columns.map(({ name, type }) => ({
      name,
      expression: isKept(type) ? column(name) : cast(column(name), 'VARCHAR'),
    })),
  )

/** What is said of stored rows beside them. */
export const noteOf = (
  rows: Relation,
  columns: readonly Column[],
  reasonsOf: (node: string) => readonly FlagReason[],
  frozenAt: string,
): PinNote => {
  const slots = slotsOf(rows)
  const reasons = Object.fromEntries(slots.map(({ validator }) => [validator, reasonsOf(validator)]))
  return { weir: 1, frozenAt, columns, slots, reasons }
}

/** Whose flags stored rows have, in a flow that need not have that node any more. */
const keptBy = (pin: string, validator: string): string => `${pin}/${validator}`

/** What the stored flags mean, by whose they are. */
export const storedReasons = (pin: string, { reasons }: PinNote): Readonly<Record<string, readonly FlagReason[]>> =>
  Object.fromEntries(Object.entries(reasons).map(([validator, own]) => [keptBy(pin, validator), own]))

/** Stored rows with their flags; null where the file has not what its note says. */
export const storedRows = (pin: string, note: PinNote, info: ScanInfo): Relation | null => {
  const slots: readonly Slot[] = note.slots.map(slot => ({ ...slot, validator: keptBy(pin, slot.validator) }))
  const found = info.parts?.[0]?.columns ?? []
  const wanted = [...note.columns.map(({ name }) => name), ...slotColumnsOf(slots)]
  if (found.length !== wanted.length || found.some(({ name }, i) => name !== wanted[i])) return null
  const read: Scan = scan({
    reader: 'parquet',
    files: info.files,
    options: info.options,
    columns: found.slice(0, note.columns.length),
    rejects: null,
    ...(slots.length > 0 ? { slots } : {}),
  })
  return project(
    read,
    note.columns.map(({ name, type }, i) => ({
      name,
      expression: found[i]!.type === type ? column(name) : cast(column(name), type),
    })),
  )
}
