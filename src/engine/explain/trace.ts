import { AsyncLocalStorage } from 'node:async_hooks'
import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Relation } from '#core/relation/relation.ts'
import { relationsOf } from '#core/relation/walk.ts'
import { quoteIdentifier } from '#core/sql/quote.ts'
import { emptyRejects, withoutRows } from '../duckdb/rehearse.ts'
import type { Session } from '../duckdb/session.ts'
import { countAll, countsOver } from '../rows/count.ts'
import type { RunContext } from '../run/context.ts'
import { GateStop } from '../run/run-node.ts'
import type { RunStatements } from '../run/statements.ts'
import type { RunTrace } from '../run/trace.ts'
import { type DuckDbProfile, profileInto, takeProfile } from './profile.ts'
import { rehearsed } from './rehearsal.ts'
import { watchSpill } from './spill.ts'

export type Does = 'table' | 'count' | 'read' | 'write'

/** A statement as it was sent, and what it was made of. */
export interface Traced {
  readonly node: string
  readonly does: Does
  readonly sql: string
  readonly relation: Relation
  /** The table that it leaves. */
  readonly table: string | null
  readonly ms: number
  readonly profile: DuckDbProfile | null
  readonly spilledBytes: number
}

interface Work {
  readonly node: string
  readonly asked: { readonly does: Does; readonly relation: Relation } | null
}

export interface TraceOptions {
  /** Every statement runs, and is measured; else tables stay empty, and nothing is read. */
  readonly analyze: boolean
  /** For profiles. */
  readonly folder: string
  /** Bytes in the spill folder now. */
  spilled(): Promise<number>
}

/** A piece of work under a name of its own, so that what it sends is noted; with null nothing is. */
export type Within = <T>(asked: Work['asked'], work: () => Promise<T>) => Promise<T>

export const traceRun = (options: TraceOptions) => {
  const { analyze, folder } = options
  const now = new AsyncLocalStorage<Work>()
  const noted: Traced[] = []
  let context: RunContext | null = null

  const note = async <T>(work: Work, sql: string, file: string, send: () => Promise<T>): Promise<T> => {
    const { node, asked } = work
    if (asked === null || !/^(CREATE TABLE|UPDATE|INSERT|COPY|SELECT|WITH) /.test(sql)) return send()
    const entry = { node, ...asked, sql, table: null }
    if (!analyze) {
      noted.push({ ...entry, ms: 0, profile: null, spilledBytes: 0 })
      return send()
    }
    await rm(file, { force: true })
    const spill = watchSpill(options.spilled)
    const began = performance.now()
    try {
      return await send()
    } finally {
      const ms = performance.now() - began
      noted.push({ ...entry, ms, profile: await takeProfile(file), spilledBytes: await spill() })
    }
  }

  const traced = (session: Session, file: string): Session => {
    const sent = async (sql: string): Promise<string> => {
      if (analyze) return sql
      for (const part of relationsOf(now.getStore()!.asked!.relation))
        if (part.kind === 'scan' && part.rejects !== null) await session.execute(emptyRejects(part.rejects))
      return withoutRows(sql)
    }
    const noting =
      <T, O>(send: (sql: string, given?: O) => Promise<T>) =>
      async (sql: string, given?: O): Promise<T> => {
        const work = now.getStore()
        if (!work?.asked) return send(sql, given)
        const text = await sent(sql)
        return note(work, sql, file, () => send(text, given))
      }
    return Object.assign(Object.create(session) as Session, {
      execute: noting(session.execute.bind(session)),
      query: noting(session.query.bind(session)),
    })
  }

  const within: Within = (asked, work) => {
    const node = now.getStore()?.node
    return node === undefined ? work() : now.run({ node, asked }, work)
  }

  const told = (asked: { readonly does: Does; readonly relation: Relation }, sql: string): void => {
    const node = now.getStore()?.node
    if (node !== undefined) noted.push({ node, ...asked, sql, table: null, ms: 0, profile: null, spilledBytes: 0 })
  }

  const trace: RunTrace = {
    node: async (id, run, work) => {
      context = run
      try {
        return await now.run({ node: id, asked: null }, work)
      } catch (error) {
        // without rows, what gates count says nothing
        if (analyze || !(error instanceof GateStop)) throw error
        return []
      }
    },
    statements: own => {
      // a run that begins again, as a file must be read in another way, is told from its beginning
      noted.length = 0
      return stating(own)
    },
  }

  const stating = (own: RunStatements): RunStatements => {
    const using = analyze ? named(own, within) : rehearsed(own, within, told)
    const materialise: RunStatements['materialise'] = async (relation, label) => {
      const first = noted.length
      const made = await within({ does: 'table', relation }, () => own.materialise(relation, label))
      for (const [i, each] of noted.entries())
        if (i >= first && each.sql.startsWith(`CREATE TABLE ${quoteIdentifier(made.table.name)} `))
          noted[i] = { ...each, table: made.table.name }
      return made
    }
    return Object.assign(using, { materialise, within: (signal: AbortSignal) => stating(own.within(signal)) })
  }

  return {
    trace,
    noted,
    context: () => context,
    connect: async (open: () => Promise<Session>): Promise<Session> => {
      const session = await open()
      const file = join(folder, `${randomUUID()}.json`)
      if (analyze) await profileInto(session, file)
      return traced(session, file)
    },
  }
}

/** The same statements, each under the name of what it does. */
const named = (own: RunStatements, within: Within): RunStatements => {
  const using: Partial<RunStatements> = {
    counts: (relation, wanted) =>
      within({ does: 'count', relation: countsOver(relation, wanted) }, () => own.counts(relation, wanted)),
    row: relation => within({ does: 'read', relation }, () => own.row(relation)),
    each: (relation, take) => within({ does: 'write', relation }, () => own.each(relation, take)),
    copy: (relation, ...to) => within({ does: 'write', relation }, () => own.copy(relation, ...to)),
    store: (relation, path) => within({ does: 'write', relation }, () => own.store(relation, path)),
  }
  using.count = async relation => (await using.counts!(relation, { rows: countAll })).rows
  return Object.assign(Object.create(own) as RunStatements, using)
}
