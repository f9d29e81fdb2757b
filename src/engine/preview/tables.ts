import { sort, where } from '#core/relation/build.ts'
import { isOrdered } from '#core/relation/order.ts'
import type { Relation, Scan, Table } from '#core/relation/relation.ts'
import { replace } from '#core/relation/replace.ts'
import { slotsOf } from '#core/relation/slots.ts'
import { relationsOf } from '#core/relation/walk.ts'
import { printRelation } from '#core/sql/print.ts'
import type { Database } from '../duckdb/instance.ts'
import { dropTable, type Materialised, materialise } from '../duckdb/materialise.ts'
import { createPool, dropTemporary, type Pool, tableBytes } from '../duckdb/pool.ts'
import { Queue } from '../duckdb/queue.ts'
import type { Session } from '../duckdb/session.ts'
import { countAll, countsOver, isFlagged } from '../run/count.ts'
import type { Keys } from './key.ts'
import { quiet } from './quiet.ts'

/** A relation's rows in a table: every page of it is read from there, in an order that stays. */
export interface Held extends Materialised {
  readonly flagged: number
  /** What the scan rejected, where the relation is a scan that collects it. */
  readonly rejects: Table | null
}

export interface HoldOptions {
  readonly keys: Keys
  /** Relations worth a table of their own wherever they occur. */
  readonly bodies?: ReadonlySet<Relation>
  readonly signal?: AbortSignal | undefined
}

interface Entry {
  readonly key: string
  readonly held: Held
  readonly bytes: number
  uses: number
}

interface Job {
  readonly result: Promise<Entry>
  readonly controller: AbortController
  waiting: number
}

const mostTables = 40

/** A result without an order is written in one, as a sink would, unless sorting it would be felt. */
const sortedUpTo = 200_000

/**
 * Tables of relations that were looked at, by key. One is computed at a time; a computation that nobody waits for any more
 * is interrupted; the least recently used tables go when there are too many or too much.
 */
export class Tables {
  readonly pool: Pool
  private readonly entries = new Map<string, Entry>()
  private readonly jobs = new Map<string, Job>()
  private readonly turns = new Queue(1)
  private background: string | null = null
  private count = 0

  constructor(
    database: Database,
    private readonly budget: number = database.memoryBytes * 0.3,
  ) {
    this.pool = createPool(database)
  }

  /** Whether the relation's table is there already. */
  has(relation: Relation, keys: Keys): boolean {
    return this.entries.has(keys(relation))
  }

  /** Works on the relation's table, computed now if need be; it stays while the work lasts. */
  async use<T>(relation: Relation, options: HoldOptions, work: (held: Held) => Promise<T>): Promise<T> {
    const key = options.keys(relation)
    const entry = this.entries.get(key) ?? (await this.wait(key, relation, options))
    entry.uses += 1
    this.entries.delete(key)
    this.entries.set(key, entry)
    try {
      return await work(entry.held)
    } finally {
      entry.uses -= 1
    }
  }

  /** Begins to compute the table for whoever asks next; a later one takes its place. */
  prepare(relation: Relation, options: Omit<HoldOptions, 'signal'>): void {
    const key = options.keys(relation)
    if (this.entries.has(key) || this.background === key) return
    this.leaveBackground(key)
    this.background = key
    this.job(key, relation, options).result.catch(() => undefined)
  }

  /** Interrupts what is being computed. */
  stop(): void {
    for (const job of this.jobs.values()) job.controller.abort()
  }

  /** What is wanted now goes before what was prepared for nobody in particular. */
  private leaveBackground(wanted: string): void {
    const { background } = this
    if (background === null || background === wanted) return
    const job = this.jobs.get(background)
    if (job && job.waiting === 0) job.controller.abort()
    this.background = null
  }

  private async wait(key: string, relation: Relation, options: HoldOptions): Promise<Entry> {
    const { signal } = options
    signal?.throwIfAborted()
    this.leaveBackground(key)
    const job = this.job(key, relation, options)
    job.waiting += 1
    const leave = new Promise<never>((_, reject) => {
      signal?.addEventListener('abort', () => reject(signal.reason), { once: true })
    })
    leave.catch(() => undefined)
    try {
      return await Promise.race([job.result, leave])
    } finally {
      job.waiting -= 1
      if (job.waiting === 0 && this.background !== key) job.controller.abort()
    }
  }

  private job(key: string, relation: Relation, options: HoldOptions): Job {
    const before = this.jobs.get(key)
    if (before && !before.controller.signal.aborted) return before
    const controller = new AbortController()
    const { signal } = controller
    const result = this.turns.run(
      () => this.pool.use(session => this.compute(session, relation, { ...options, signal })),
      signal,
    )
    const job: Job = { result, controller, waiting: 0 }
    this.jobs.set(key, job)
    const done = () => {
      if (this.jobs.get(key) === job) this.jobs.delete(key)
      if (this.background === key) this.background = null
    }
    result.then(done, done)
    return job
  }

  private async compute(session: Session, relation: Relation, options: HoldOptions): Promise<Entry> {
    try {
      const entry = await this.entry(session, relation, options)
      await this.evict(session, entry)
      return entry
    } finally {
      await dropTemporary(session)
    }
  }

  private async entry(session: Session, relation: Relation, options: HoldOptions): Promise<Entry> {
    const key = options.keys(relation)
    const before = this.entries.get(key)
    if (before) return before
    const parts = await this.parts(session, relation, options)
    const resolved = replace(relation, r => parts.get(r) ?? null)
    const bytes = await tableBytes(session)
    const collects = relation.kind === 'scan' && relation.rejects !== null
    const written = await this.write(session, collects ? relation : quiet(resolved), options.signal)
    const made = [written.table.name]
    try {
      const rejects = collects ? await this.rejectsOf(session, relation, options.signal) : null
      if (rejects) made.push(rejects.name)
      const flagged = await countFlagged(session, written.table, options.signal)
      const taken = Math.max(0, (await tableBytes(session)) - bytes)
      const entry: Entry = { key, held: { ...written, flagged, rejects }, bytes: taken, uses: 0 }
      this.entries.set(key, entry)
      return entry
    } catch (error) {
      for (const name of made) await dropTable(session, name)
      throw error
    }
  }

  /** Tables for parts of a relation: those that are there, validators' bodies, and what scans rejected. */
  private async parts(session: Session, root: Relation, options: HoldOptions): Promise<Map<Relation, Table>> {
    const parts = new Map<Relation, Table>()
    for (const part of relationsOf(root)) {
      if (part.kind === 'rejects' && part.scan.rejects !== null) {
        const { held } = await this.entry(session, part.scan, options)
        if (held.rejects) parts.set(part, held.rejects)
      } else if (part !== root && options.bodies?.has(part)) {
        parts.set(part, (await this.entry(session, part, options)).held.table)
      } else if (part !== root && part.kind !== 'table') {
        const known = this.entries.get(options.keys(part))
        if (known) parts.set(part, known.held.table)
      }
    }
    return parts
  }

  private async write(session: Session, relation: Relation, signal: AbortSignal | undefined): Promise<Materialised> {
    const written = await materialise(session, this.name(), relation, { signal })
    if (isOrdered(relation) || written.rows > sortedUpTo) return written
    const { table } = written
    const sorted = await materialise(session, this.name(), sort(withExtras(table), []), { signal })
    await dropTable(session, table.name)
    return { ...sorted, table: { ...table, name: sorted.table.name, ordered: false } }
  }

  private async rejectsOf(session: Session, scan: Scan, signal: AbortSignal | undefined): Promise<Table> {
    const { table } = await materialise(session, this.name(), { kind: 'rejects', scan }, { signal })
    await dropTemporary(session)
    return table
  }

  private name(): string {
    this.count += 1
    return `__weir_view_${this.count}`
  }

  private async evict(session: Session, newest: Entry): Promise<void> {
    let bytes = [...this.entries.values()].reduce((sum, entry) => sum + entry.bytes, 0)
    for (const entry of [...this.entries.values()]) {
      if (this.entries.size <= mostTables && bytes <= this.budget) return
      if (entry === newest || entry.uses > 0) continue
      this.entries.delete(entry.key)
      bytes -= entry.bytes
      await dropTable(session, entry.held.table.name)
      if (entry.held.rejects) await dropTable(session, entry.held.rejects.name)
    }
  }
}

/** A table whose masks are columns like the others, so that sorting keeps them. */
const withExtras = (table: Table): Table => ({
  ...table,
  columns: [...table.columns, ...table.extras.map(name => ({ name, type: 'UBIGINT' }))],
  extras: [],
})

const countFlagged = async (session: Session, table: Table, signal: AbortSignal | undefined): Promise<number> => {
  if (slotsOf(table).length === 0) return 0
  const counted = countsOver(where(table, isFlagged(table)), { flagged: countAll })
  return Number(await session.value(printRelation(counted), { signal }))
}
