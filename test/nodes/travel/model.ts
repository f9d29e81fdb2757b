/** A naive evaluation of the kinds, row by row: nothing here knows of words, masks or SQL. */

export interface Slot {
  readonly node: string
  readonly via: readonly string[]
  /** Behind an aggregate: a row's flags are those of its group. */
  readonly aggregated: boolean
}

export interface ModelRow {
  readonly cells: Readonly<Record<string, string | null>>
  /** Rules by slot, with the value that each judged. */
  readonly flags: Readonly<Record<string, ReadonlyMap<string, string>>>
  /** How many rows with a flag of a slot are behind this one. */
  readonly counts: Readonly<Record<string, number>>
}

export interface Column {
  readonly name: string
  readonly isNumber: boolean
}

/** What stands at a port. */
export interface Stand {
  readonly columns: readonly Column[]
  readonly slots: readonly Slot[]
  readonly rows: readonly ModelRow[]
}

export const keyOf = ({ node, via }: Slot): string => JSON.stringify([node, via])

const mapped = <T>(of: Readonly<Record<string, T>>, key: (old: string) => string): Record<string, T> =>
  Object.fromEntries(Object.entries(of).map(([old, value]) => [key(old), value]))

export const filtered = (stand: Stand, test: (row: ModelRow) => boolean): Stand => ({
  ...stand,
  rows: stand.rows.filter(test),
})

/** Columns by their new names, in a new order. */
export const selected = (stand: Stand, names: readonly (readonly [old: string, name: string])[]): Stand => ({
  ...stand,
  columns: names.map(([old, name]) => ({ ...stand.columns.find(c => c.name === old)!, name })),
  rows: stand.rows.map(row => ({
    ...row,
    cells: Object.fromEntries(names.map(([old, name]) => [name, row.cells[old] ?? null])),
  })),
})

/** The columns that a rule judges, and what is true of a bad row. */
export interface Judge {
  readonly columns: readonly string[]
  readonly isBad: (row: ModelRow) => boolean
}

const judgedOf = ({ cells }: ModelRow, { columns }: Judge): string =>
  columns.map(name => cells[name] ?? 'null').join(', ')

/** Flags of a node's own, beside a new column where it makes one. */
export const flagged = (
  stand: Stand,
  node: string,
  rules: Readonly<Record<string, Judge>>,
  added?: { readonly column: Column; readonly cell: (row: ModelRow) => string | null },
): Stand => {
  const slot: Slot = { node, via: [], aggregated: false }
  const key = keyOf(slot)
  return {
    columns: added ? [...stand.columns, added.column] : stand.columns,
    slots: Object.keys(rules).length === 0 ? stand.slots : [...stand.slots, slot],
    rows: stand.rows.map(row => {
      const broken = Object.entries(rules).filter(([, judge]) => judge.isBad(row))
      const own = new Map(broken.map(([rule, judge]) => [rule, judgedOf(row, judge)]))
      return {
        cells: added ? { ...row.cells, [added.column.name]: added.cell(row) } : row.cells,
        flags: { ...row.flags, [key]: own },
        counts: { ...row.counts, [key]: own.size > 0 ? 1 : 0 },
      }
    }),
  }
}

export const united = (stands: readonly Stand[]): Stand => {
  const columns = [...new Map(stands.flatMap(s => s.columns.map(c => [c.name, c] as const))).values()]
  const slots = new Map<string, Slot>()
  for (const slot of stands.flatMap(s => s.slots)) {
    const before = slots.get(keyOf(slot))
    slots.set(keyOf(slot), { ...slot, aggregated: slot.aggregated || (before?.aggregated ?? false) })
  }
  const rows = stands.flatMap(s => s.rows)
  return { columns, slots: [...slots.values()], rows: rows.map(row => ({ ...row, cells: withNulls(row, columns) })) }
}

const withNulls = ({ cells }: ModelRow, columns: readonly Column[]) =>
  Object.fromEntries(columns.map(({ name }) => [name, cells[name] ?? null]))

export type JoinType = 'inner' | 'left' | 'right' | 'full' | 'semi' | 'anti'

export const through = (side: string, slot: Slot): Slot => ({ ...slot, via: [side, ...slot.via] })

export const sided = (side: string, row: ModelRow | null) => {
  const key = (old: string) => {
    const [node, via] = JSON.parse(old) as [string, string[]]
    return keyOf(through(side, { node, via, aggregated: false }))
  }
  return { flags: mapped(row?.flags ?? {}, key), counts: mapped(row?.counts ?? {}, key) }
}

const meets = (l: ModelRow, r: ModelRow): boolean => l.cells.a !== null && l.cells.a === r.cells.a

/** The ports of a join by the column `a`, of which one is kept. */
export const joined = (left: Stand, right: Stand, type: JoinType, suffix: string) => {
  const hasLeft = (name: string) => left.columns.some(c => c.name === name)
  const nameOf = (name: string) => (hasLeft(name) ? `${name}${suffix}` : name)
  const others = right.columns.filter(c => c.name !== 'a')
  const beside = (l: ModelRow | null, r: ModelRow | null): ModelRow => {
    const [a, b] = [sided('left', l), sided('right', r)]
    return {
      cells: {
        ...Object.fromEntries(left.columns.map(({ name }) => [name, l?.cells[name] ?? null])),
        ...Object.fromEntries(others.map(({ name }) => [nameOf(name), r?.cells[name] ?? null])),
        a: l?.cells.a ?? r?.cells.a ?? null,
      },
      flags: { ...a.flags, ...b.flags },
      counts: { ...a.counts, ...b.counts },
    }
  }
  const isMet = (l: ModelRow) => right.rows.some(r => meets(l, r))
  const leftOnly = filtered(left, l => !isMet(l))
  const rightOnly = filtered(right, r => !left.rows.some(l => meets(l, r)))
  const both = {
    columns: [...left.columns, ...others.map(c => ({ ...c, name: nameOf(c.name) }))],
    slots: [...left.slots.map(s => through('left', s)), ...right.slots.map(s => through('right', s))],
    rows: [
      ...left.rows.flatMap(l => right.rows.filter(r => meets(l, r)).map(r => beside(l, r))),
      ...(type === 'left' || type === 'full' ? leftOnly.rows.map(l => beside(l, null)) : []),
      ...(type === 'right' || type === 'full' ? rightOnly.rows.map(r => beside(null, r)) : []),
    ],
  }
  const out = type === 'semi' ? filtered(left, isMet) : type === 'anti' ? leftOnly : both
  return { out, left_only: leftOnly, right_only: rightOnly }
}

/** The same rows with other values in a column. */
export const replaced = (stand: Stand, name: string, value: (row: ModelRow) => string | null): Stand => ({
  ...stand,
  rows: stand.rows.map(row => ({ ...row, cells: { ...row.cells, [name]: value(row) } })),
})

/** The same rows with one more column: behind another, or last; one of its name is replaced in its place. */
export const added = (
  stand: Stand,
  column: Column,
  value: (row: ModelRow) => string | null,
  behind = stand.columns.at(-1)?.name,
): Stand => {
  const isThere = stand.columns.some(c => c.name === column.name)
  const columns = stand.columns.flatMap(c => {
    if (c.name === column.name) return [column]
    return c.name === behind && !isThere ? [c, column] : [c]
  })
  return replaced({ ...stand, columns }, column.name, value)
}

/** Rows with the flags that all rows of another stand with the same `a` have. */
export const lookedUp = (stand: Stand, mapping: Stand, way: string): Stand => {
  const groups = new Map(grouped(mapping, true, '').rows.map(row => [row.cells.a, row]))
  const slots = mapping.slots.map(slot => ({ ...through(way, slot), aggregated: true }))
  return {
    ...stand,
    slots: [...stand.slots, ...slots],
    rows: stand.rows.map(row => {
      const { flags, counts } = sided(way, groups.get(row.cells.a ?? null) ?? null)
      return { ...row, flags: { ...row.flags, ...flags }, counts: { ...row.counts, ...counts } }
    }),
  }
}

/** One row for each value of `a`, or one for all. */
export const grouped = (stand: Stand, byKey: boolean, count: string): Stand => {
  const groups = new Map<string | null, ModelRow[]>(byKey ? [] : [[null, []]])
  for (const row of stand.rows) {
    const key = byKey ? (row.cells.a ?? null) : null
    groups.set(key, [...(groups.get(key) ?? []), row])
  }
  const slots = stand.slots.map(slot => ({ ...slot, aggregated: true }))
  const bySlot = <T>(of: (key: string) => T) => Object.fromEntries(slots.map(slot => [keyOf(slot), of(keyOf(slot))]))
  return {
    columns: [...(byKey ? stand.columns.filter(c => c.name === 'a') : []), { name: count, isNumber: true }],
    slots,
    rows: [...groups].map(([a, rows]) => ({
      cells: { ...(byKey ? { a } : {}), [count]: String(rows.length) },
      flags: bySlot(key => new Map(rows.flatMap(row => [...(row.flags[key] ?? [])]))),
      counts: bySlot(key => rows.reduce((sum, row) => sum + (row.counts[key] ?? 0), 0)),
    })),
  }
}

const compared = (a: string | null, b: string | null, isNumber: boolean): number => {
  if (a === null || b === null) return Number(a === null) - Number(b === null)
  if (isNumber) return Number(a) - Number(b)
  return a < b ? -1 : a > b ? 1 : 0
}

/** Which of two rows comes first by a column; ties go by all columns, then by flags (in the order of their rules). */
export const ordering = (
  stand: Stand,
  by: string,
  down: boolean,
  rules: Readonly<Record<string, readonly string[]>>,
): ((x: ModelRow, y: ModelRow) => number) => {
  const word = (row: ModelRow, slot: Slot) =>
    rules[slot.node]!.reduce((sum, rule, bit) => sum + (row.flags[keyOf(slot)]?.has(rule) ? 2 ** bit : 0), 0)
  const cell = (row: ModelRow, name: string) => row.cells[name] ?? null
  const first = stand.columns.find(c => c.name === by)!
  return (x, y) => {
    const [a, b] = [cell(x, by), cell(y, by)]
    const own = compared(a, b, first.isNumber) * (down && a !== null && b !== null ? -1 : 1)
    if (own !== 0) return own
    for (const { name, isNumber } of stand.columns) {
      const order = compared(cell(x, name), cell(y, name), isNumber)
      if (order !== 0) return order
    }
    for (const slot of stand.slots) {
      const order = word(x, slot) - word(y, slot)
      if (order !== 0) return order
      const counts = (x.counts[keyOf(slot)] ?? 0) - (y.counts[keyOf(slot)] ?? 0)
      if (slot.aggregated && counts !== 0) return counts
    }
    return 0
  }
}

/** Of rows with the same `a` the first by a column. */
export const deduplicated = (
  stand: Stand,
  by: string,
  down: boolean,
  rules: Readonly<Record<string, readonly string[]>>,
) => {
  const before = ordering(stand, by, down, rules)
  const best = new Map<string | null, ModelRow>()
  for (const row of stand.rows) {
    const key = row.cells.a ?? null
    const held = best.get(key)
    if (!held || before(row, held) < 0) best.set(key, row)
  }
  const kept = new Set(best.values())
  return { unique: filtered(stand, row => kept.has(row)), duplicates: filtered(stand, row => !kept.has(row)) }
}

/** What leaves a query: rows without flags. */
export const unflagged = (stand: Stand): Stand => ({
  ...stand,
  slots: [],
  rows: stand.rows.map(({ cells }) => ({ cells, flags: {}, counts: {} })),
})
