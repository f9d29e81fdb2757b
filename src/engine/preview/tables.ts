import { sort, where } from '#core/relation/build.ts'
import type { Relation, Scan, Table } from '#core/relation/relation.ts'
import { replace } from '#core/relation/replace.ts'
import { slotsOf } from '#core/relation/slots.ts'
import { relationsOf } from '#core/relation/walk.ts'
import { printRelation } from '#core/sql/print.ts'
import type { Keys } from '../cache/key.ts'
import { type Lease, TableStore } from '../cache/store.ts'
import type { Database } from '../duckdb/instance.ts'
import { dropTable, type Materialised, materialise } from '../duckdb/materialise.ts'
import { dropTemporary, type Pool } from '../duckdb/pool.ts'
import { Queue } from '../duckdb/queue.ts'
import type { Session } from '../duckdb/session.ts'
import { countAll, countsOver, isFlagged } from '../rows/count.ts'
import { quiet } from './quiet.ts'

/** A relation's rows in a table: every page of it is read from there, in an order that stays. */
export interface Held extends Materialised {
  readonly flagged: number
}

export interface HoldOptions {
  readonly keys: Keys
  /** Relations worth a table of their own wherever they occur. */
  readonly bodies?: ReadonlySet<Relation>
  readonly signal?: AbortSignal | undefined
}

interface Job {
  readonly result: Promise<void>
  readonly controller: AbortController
  waiting: number
}

/** A result without an order is written in one, as a sink would, unless sorting it would be felt. */
const sortedUpTo = 200_000

/**
 * Tables of relations that are looked at, by key. One is computed at a time; a computation that nobody waits for any more is
 * interrupted. They lie in the engine's store, where runs leave and take them, too.
 */
export class Tables {
  readonly pool: Pool
  readonly isCopy: (file: string) => boolean
  private readonly jobs = new Map<string, Job>()
  private readonly turns = new Queue(1)
  private background: string | null = null
  private count = 0

  constructor(
    database: Database,
    private readonly store: TableStore = new TableStore(database),
  ) {
    this.pool = store.pool
    this.isCopy = store.isCopy
  }

  /** Whether the relation's table is there already. */
  has(relation: Relation, keys: Keys): boolean {
    return this.store.has(keys(relation))
  }

  /** Whether it is there, or lies in the cache folder: then it is there now. */
  bring(relation: Relation, keys: Keys): Promise<boolean> {
    return this.store.bring(keys(relation), relation)
  }

  /** Works on the relation's table, computed now if need be; it stays while the work lasts. */
  async use<T>(relation: Relation, options: HoldOptions, work: (held: Held) => Promise<T>): Promise<T> {
    const lease = await this.lease(relation, options)
    try {
      return await work({ ...lease, flagged: lease.flagged ?? 0 })
    } finally {
      lease.release()
    }
  }

  /** Works on a relation, what lies ready of it in the place of its parts. */
  async over<T>(relation: Relation, keys: Keys, work: (resolved: Relation) => Promise<T>): Promise<T> {
    const parts = new Map<Relation, Lease>()
    try {
      for (const part of relationsOf(relation)) {
        if (part.kind === 'table' || !(await this.store.bring(keys(part), part))) continue
        const lease = this.store.take(keys(part), part)
        if (lease) parts.set(part, lease)
      }
      return await work(replace(relation, part => parts.get(part)?.table ?? null))
    } finally {
      for (const part of parts.values()) part.release()
    }
  }

  /** Begins to compute the table for whoever asks next; a later one takes its place. */
  prepare(relation: Relation, options: Omit<HoldOptions, 'signal'>): void {
    const key = options.keys(relation)
    if (this.store.has(key) || this.background === key) return
    this.leaveBackground(key)
    this.background = key
    this.job(key, relation, options).result.catch(() => undefined)
  }

  /** What is wanted now does not wait for what was prepared for another question. */
  want(relation: Relation, keys: Keys): void {
    this.leaveBackground(keys(relation))
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

  private async lease(relation: Relation, options: HoldOptions): Promise<Lease> {
    const key = options.keys(relation)
    for (;;) {
      const lease = this.store.take(key, relation)
      if (lease && isShown(lease)) return lease
      lease?.release()
      await this.wait(key, relation, options)
    }
  }

  private async wait(key: string, relation: Relation, options: HoldOptions): Promise<void> {
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
      await Promise.race([job.result, leave])
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

  private async compute(session: Session, relation: Relation, options: HoldOptions): Promise<void> {
    try {
      const lease = await this.made(session, relation, options)
      // who waits for it takes it in the meantime
      setImmediate(lease.release)
    } finally {
      await dropTemporary(session)
    }
  }

  private async made(session: Session, relation: Relation, options: HoldOptions): Promise<Lease> {
    const key = options.keys(relation)
    await this.store.bring(key, relation)
    const before = this.store.take(key, relation)
    if (before && isShown(before)) return before
    const began = performance.now()
    const parts = await this.parts(session, relation, options)
    try {
      const collects = relation.kind === 'scan' && relation.rejects !== null
      const resolved = before ? before.table : replace(relation, r => parts.get(r)?.table ?? null)
      const written = before
        ? await this.inOrder(session, before, options.signal)
        : await this.write(session, collects ? relation : quiet(resolved), options.signal)
      try {
        if (collects && !before) await this.keepRejects(session, relation, options)
        const flagged = await countFlagged(session, written.table, options.signal)
        if (before && written === before) return this.store.tell(key, relation, { flagged, sorted: true })
        const ms = performance.now() - began
        return await this.store.give(key, relation, { made: written, ms, flagged, sorted: true })
      } catch (error) {
        if (written !== before) await dropTable(session, written.table.name)
        throw error
      }
    } finally {
      before?.release()
      for (const part of parts.values()) part.release()
    }
  }

  /** Tables for parts of a relation: those that are there, validators' bodies, and what scans rejected. */
  private async parts(session: Session, root: Relation, options: HoldOptions): Promise<Map<Relation, Lease>> {
    const parts = new Map<Relation, Lease>()
    try {
      for (const part of relationsOf(root)) {
        const found = part === root || part.kind === 'table' ? null : await this.part(session, part, options)
        if (found) parts.set(part, found)
      }
    } catch (error) {
      for (const part of parts.values()) part.release()
      throw error
    }
    return parts
  }

  private async part(session: Session, part: Relation, options: HoldOptions): Promise<Lease | null> {
    const known = this.store.take(options.keys(part), part)
    if (known) return known
    if (options.bodies?.has(part)) return this.made(session, part, options)
    if (part.kind !== 'rejects' || part.scan.rejects === null) return null
    this.store.forget(options.keys(part.scan))
    const scanned = await this.made(session, part.scan, options)
    scanned.release()
    return this.store.take(options.keys(part), part)
  }

  private async write(session: Session, relation: Relation, signal: AbortSignal | undefined): Promise<Materialised> {
    const written = await materialise(session, this.name(), relation, { signal })
    const sorted = await this.inOrder(session, written, signal)
    if (sorted !== written) await dropTable(session, written.table.name)
    return sorted
  }

  private async inOrder<M extends Materialised>(session: Session, written: M, signal: AbortSignal | undefined) {
    const { table, rows } = written
    if (table.ordered || rows > sortedUpTo) return written
    const sorted = await materialise(session, this.name(), sort(withExtras(table), []), { signal })
    return { ...sorted, table: { ...table, name: sorted.table.name } }
  }

  private async keepRejects(session: Session, scan: Scan, { keys, signal }: HoldOptions): Promise<void> {
    const relation: Relation = { kind: 'rejects', scan }
    const made = await materialise(session, this.name(), relation, { signal })
    await dropTemporary(session)
    const lease = await this.store.give(keys(relation), relation, { made, ms: 0, flagged: 0, sorted: true })
    setImmediate(lease.release)
  }

  private name(): string {
    this.count += 1
    return `__weir_view_${this.count}`
  }
}

/** Whether its pages can be read and its flags are counted: a run leaves rows as they came. */
const isShown = ({ flagged, sorted, rows, table }: Lease): boolean =>
  flagged !== null && (sorted || table.ordered || rows > sortedUpTo)

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
