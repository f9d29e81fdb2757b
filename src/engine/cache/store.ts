import { isOrdered } from '#core/relation/order.ts'
import type { Column, Relation, Table } from '#core/relation/relation.ts'
import { slotsOf } from '#core/relation/slots.ts'
import type { Database } from '../duckdb/instance.ts'
import { dropTable, type Materialised } from '../duckdb/materialise.ts'
import { createPool, type Pool } from '../duckdb/pool.ts'
import { sizeOfTable } from '../duckdb/table-size.ts'
import { isCertain } from './key.ts'

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

interface Entry extends Omit<Given, 'flagged' | 'sorted'> {
  flagged: number | null
  sorted: boolean
  readonly keys: readonly string[]
  readonly bytes: number
  uses: number
  /** Another table has taken its place, or its rows are not to be trusted: it goes when nobody reads it. */
  gone: boolean
}

const mostTables = 100
const mostAnswers = 5_000

/**
 * The tables of one engine by what they are made of, shared by what is looked at and what is run. Bounded by bytes: those not used for
 * longest go first, and none while it is read.
 */
export class TableStore {
  readonly pool: Pool
  private readonly entries = new Map<string, Entry>()
  private readonly answers = new Map<string, unknown>()
  private readonly byName = new Map<string, Entry>()

  constructor(
    database: Database,
    private readonly budget: number = database.memoryBytes * 0.3,
  ) {
    this.pool = createPool(database)
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
    for (const each of keys) this.forget(each)
    const { flagged = null, sorted = false } = given
    const entry: Entry = { ...given, flagged, sorted, keys, bytes, uses: 0, gone: false }
    for (const each of keys) this.entries.set(each, entry)
    this.byName.set(made.table.name, entry)
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

  /** Bytes that the tables take, roughly. */
  get bytes(): number {
    return [...this.byName.values()].reduce((sum, entry) => sum + entry.bytes, 0)
  }

  /** Drops all that nobody reads. */
  async clear(): Promise<void> {
    this.answers.clear()
    for (const key of [...this.entries.keys()]) this.forget(key)
    await this.evict()
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
      for (const entry of leaving) await dropTable(session, entry.made.table.name)
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
