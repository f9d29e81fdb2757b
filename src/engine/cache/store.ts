import { isOrdered } from '#core/relation/order.ts'
import type { Column, Relation, Table } from '#core/relation/relation.ts'
import { slotsOf } from '#core/relation/slots.ts'
import { quoteIdentifier } from '#core/sql/quote.ts'
import type { Database } from '../duckdb/instance.ts'
import { closeKept, keptPosition, openKept, writeKept } from '../duckdb/kept-file.ts'
import { dropTable, type Materialised } from '../duckdb/materialise.ts'
import { createPool, type Pool } from '../duckdb/pool.ts'
import { sizeOfTable } from '../duckdb/table-size.ts'
import type { Disk } from './disk.ts'
import { isCertain, isLasting } from './key.ts'

/** A table that lies ready, and stays while the lease lasts. */
export interface Lease extends Materialised {
  /** Rows with any flag, where somebody has counted them. */
  readonly flagged: number | null
  /** Rows without an order of their own have been written in one. */
  readonly sorted: boolean
  release(): void
}

export interface Given {
  readonly made: Materialised
  /** How long it took to compute. */
  readonly ms: number
  readonly flagged?: number
  readonly sorted?: boolean
  /** A second key, of the same rows with these columns alone. */
  readonly narrow?: { readonly key: string; readonly columns: readonly Column[] } | undefined
}

export interface CacheSize {
  readonly memory: number
  readonly disk: number
}

export interface StoreOptions {
  /** Most bytes of tables in memory. */
  readonly budget?: number
  readonly disk?: Disk | undefined
  /** What took less is computed again, instead of being kept across starts. */
  readonly leastMs?: number | undefined
}

interface Entry extends Omit<Given, 'flagged' | 'sorted'> {
  flagged: number | null
  sorted: boolean
  readonly keys: readonly string[]
  readonly bytes: number
  /** It lies in the cache folder, and is read there. */
  onDisk: boolean
  readonly opened: boolean
  /** Of an opened one: whether its bytes are those that were written; asked once. */
  whole?: Promise<boolean>
  uses: number
  /** Another table has taken its place, or its rows are not to be trusted: it goes when nobody reads it. */
  gone: boolean
}

const mostTables = 100
const mostAnswers = 5_000

/** Measured at some 150 MB a second. */
const writingMs = (bytes: number): number => 5 + bytes / 150_000

/**
 * The tables of one engine by what they are made of, shared by what is looked at and what is run. Bounded by bytes: those not used for
 * longest go first, and none while it is read.
 */
export class TableStore {
  readonly pool: Pool
  /** Whether a file is a copy that goes with this process. */
  readonly isCopy: (file: string) => boolean
  private readonly entries = new Map<string, Entry>()
  private readonly opening = new Map<string, Promise<boolean>>()
  private readonly budget: number
  private readonly disk: Disk | undefined
  private readonly leastMs: number
  private readonly answers = new Map<string, unknown>()
  private readonly byName = new Map<string, Entry>()

  constructor(database: Database, { budget = database.memoryBytes * 0.3, disk, leastMs = 100 }: StoreOptions = {}) {
    this.pool = createPool(database)
    this.budget = budget
    this.disk = disk
    this.leastMs = leastMs
    this.isCopy = file => file.startsWith(database.spill)
  }

  /**
   * Whether a table lies ready in memory or in the cache folder; one that lies there is opened. `whole`: and looked through to its end,
   * for who could not begin anew where a part of it cannot be read.
   */
  async bring(key: string, relation: Relation, { whole = false } = {}): Promise<boolean> {
    if (!this.entries.has(key) && !(await this.openOnce(key, relation))) return false
    const entry = this.entries.get(key)
    return !whole || !entry?.opened || this.isWhole(entry)
  }

  private async openOnce(key: string, relation: Relation): Promise<boolean> {
    if (!this.disk || !isLasting(key)) return false
    const opening = this.opening.get(key) ?? this.open(this.disk, key, relation)
    this.opening.set(key, opening)
    try {
      return await opening
    } finally {
      this.opening.delete(key)
    }
  }

  private isWhole(entry: Entry): Promise<boolean> {
    const [key] = entry.keys
    entry.whole ??= this.disk!.isWhole(key!).then(whole => {
      if (!whole && this.entries.get(key!) === entry) this.forget(key!)
      return whole
    })
    return entry.whole
  }

  /** Looks through the tables of the cache folder, after one could not be read; whether there were any that are not as they were written. */
  async doubt(): Promise<boolean> {
    const opened = [...this.byName.values()].filter(entry => entry.opened && !entry.gone)
    const whole = await Promise.all(opened.map(entry => this.isWhole(entry)))
    return whole.includes(false)
  }

  private async open(disk: Disk, key: string, relation: Relation): Promise<boolean> {
    const found = await disk.find(key).catch(() => null)
    if (!found) return false
    const { path, table: kept } = found
    try {
      const made = await this.pool.use(async (session): Promise<Materialised> => {
        const name = await openKept(session, path)
        const described = await session.describe(`FROM ${quoteIdentifier(name)}`)
        const columns = described.slice(0, kept.visible)
        const slots = slotsOf(relation)
        const table: Table = { kind: 'table', name, columns, slots, ordered: isOrdered(relation), extras: kept.extras }
        return { table, rows: kept.rows, position: keptPosition }
      })
      const { flagged, sorted, ms } = kept
      this.enter({ made, ms, keys: [key], flagged, sorted, bytes: 0, onDisk: true, opened: true, uses: 0, gone: false })
      return true
    } catch {
      await disk.isWhole(key).catch(() => undefined)
      return false
    }
  }

  private enter(entry: Entry): void {
    for (const each of entry.keys) {
      this.forget(each)
      this.entries.set(each, entry)
    }
    this.byName.set(entry.made.table.name, entry)
  }

  /**
   * Keeps across starts what took long for its size, as far as writing it takes no longer than this, roughly; the dearest first. A table
   * that cannot be written is computed again some day.
   */
  async keep(ms: number): Promise<void> {
    const { disk, leastMs } = this
    if (!disk) return
    const worth = [...this.byName.values()]
      .filter(entry => !entry.onDisk && !entry.gone && entry.ms >= leastMs && isLasting(entry.keys[0]!))
      .filter(entry => leastMs === 0 || entry.ms > writingMs(entry.bytes) / 2)
      .toSorted((a, b) => b.ms / (b.bytes + 1) - a.ms / (a.bytes + 1))
    let left = ms
    for (const entry of worth) {
      left -= writingMs(entry.bytes)
      if (left < 0) continue
      await this.write(disk, entry).catch(() => undefined)
    }
  }

  private async write(disk: Disk, entry: Entry): Promise<void> {
    const { made, ms, flagged, sorted, keys } = entry
    const { table, rows, position } = made
    entry.uses += 1
    try {
      const kept = { rows, visible: table.columns.length, extras: table.extras, ms, flagged, sorted }
      await disk.keep(keys[0]!, kept, path => this.pool.use(session => writeKept(session, table.name, position, path)))
      entry.onDisk = true
    } finally {
      entry.uses -= 1
    }
  }

  has(key: string): boolean {
    return this.entries.has(key)
  }

  /** The table of a relation's rows, if it lies ready: with the relation's own slots, whatever its nodes are called. */
  take(key: string, relation: Relation): Lease | null {
    const entry = this.entries.get(key)
    if (!entry) return null
    for (const each of entry.keys) {
      this.entries.delete(each)
      this.entries.set(each, entry)
    }
    return leaseOf(entry, key, relation)
  }

  /** Says what was found out of a table that is here, and leases it. */
  tell(key: string, relation: Relation, found: { readonly flagged: number; readonly sorted: boolean }): Lease {
    const entry = this.entries.get(key)
    if (!entry) throw new Error('A table was told of that is not there')
    Object.assign(entry, found)
    return leaseOf(entry, key, relation)
  }

  /** What was found out by a statement over tables or files of this very state; asked again, it is not run again. */
  async answer<T>(key: string, ask: () => Promise<T>): Promise<T> {
    if (this.answers.has(key)) return this.answers.get(key) as T
    const found = await ask()
    if (!isCertain(key)) return found
    this.answers.set(key, found)
    for (const oldest of this.answers.keys()) {
      if (this.answers.size <= mostAnswers) break
      this.answers.delete(oldest)
    }
    return found
  }

  /** Takes a table over, and leases it to who gives it; what is of the same rows goes when nobody reads it any more. */
  async give(key: string, relation: Relation, given: Given): Promise<Lease> {
    const { made, narrow } = given
    const bytes = await this.pool.use(session => sizeOfTable(session, made.table, made.rows))
    const keys = [key, ...(narrow ? [narrow.key] : [])]
    const { flagged = null, sorted = false } = given
    const entry: Entry = { ...given, flagged, sorted, keys, bytes, onDisk: false, opened: false, uses: 0, gone: false }
    this.enter(entry)
    const lease = leaseOf(entry, key, relation)
    await this.evict()
    return lease
  }

  /** What a table was made of; null for one that is not here. A part of its columns, or its masks made visible, are other rows. */
  readonly keyOfTable = (table: Table): string | null => {
    const entry = this.byName.get(table.name)
    if (!entry) return null
    const { made, narrow } = entry
    const key = entry.keys[0]!
    if (isSame(table, made.table.columns, made.table)) return key
    if (narrow && isSame(table, narrow.columns, made.table)) return narrow.key
    return `${key}:${JSON.stringify([table.columns, table.slots.length, table.extras])}`
  }

  /** No table is to be taken by this key any more. */
  forget(key: string): void {
    const entry = this.entries.get(key)
    if (!entry) return
    for (const each of entry.keys) if (this.entries.get(each) === entry) this.entries.delete(each)
    entry.gone = true
  }

  /** Bytes of the tables in memory, roughly, and of what is kept across starts. */
  async size(): Promise<CacheSize> {
    return { memory: this.bytes, disk: (await this.disk?.size()) ?? 0 }
  }

  private get bytes(): number {
    return [...this.byName.values()].reduce((sum, entry) => sum + entry.bytes, 0)
  }

  /** Drops all that nobody reads, also what is kept across starts. */
  async clear(): Promise<void> {
    this.answers.clear()
    for (const key of [...this.entries.keys()]) this.forget(key)
    await this.evict()
    await this.disk?.clear()
  }

  /** Drops what is too much. */
  async evict(): Promise<void> {
    let { bytes } = this
    let count = this.byName.size
    const leaving = [...this.byName.values()].filter(entry => entry.gone && entry.uses === 0)
    for (const entry of leaving) bytes -= entry.bytes
    count -= leaving.length
    for (const entry of new Set(this.entries.values())) {
      if (count <= mostTables && bytes <= this.budget) break
      if (entry.uses > 0) continue
      leaving.push(entry)
      bytes -= entry.bytes
      count -= 1
    }
    if (leaving.length === 0) return
    for (const entry of leaving) {
      for (const each of entry.keys) if (this.entries.get(each) === entry) this.entries.delete(each)
      this.byName.delete(entry.made.table.name)
    }
    await this.pool.use(async session => {
      for (const { made, opened } of leaving) {
        if (opened) await closeKept(session, made.table.name)
        else await dropTable(session, made.table.name)
      }
    })
  }
}

const isSame = (table: Table, columns: readonly Column[], made: Table): boolean =>
  table.columns.length === columns.length &&
  table.columns.every((column, i) => column.name === columns[i]!.name) &&
  table.slots.length === made.slots.length &&
  table.extras.length === made.extras.length

const leaseOf = (entry: Entry, key: string, relation: Relation): Lease => {
  const { made, narrow } = entry
  entry.uses += 1
  let released = false
  const table: Table = Object.freeze({
    ...made.table,
    ...(narrow?.key === key ? { columns: narrow.columns } : {}),
    slots: slotsOf(relation),
    ordered: isOrdered(relation),
  })
  return {
    ...made,
    table,
    flagged: entry.flagged,
    sorted: entry.sorted,
    release: () => {
      if (!released) entry.uses -= 1
      released = true
    },
  }
}
