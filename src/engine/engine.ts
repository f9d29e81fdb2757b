import { join } from 'node:path'
import type { Problem } from '#core/problem.ts'
import { printRelation } from '#core/sql/print.ts'
import type { Trial } from '#core/suggest/trial.ts'
import type { Engine, EngineOptions, FlowRequest, RunResult } from './api.ts'
import { openDisk } from './cache/disk.ts'
import { keeper } from './cache/keeper.ts'
import { TableStore } from './cache/store.ts'
import { createCompiler } from './compile.ts'
import { describeSource } from './duckdb/describe/describe.ts'
import { readOf } from './duckdb/describe/read-of.ts'
import { DatabaseError, wasInterrupted } from './duckdb/error.ts'
import { openDatabase } from './duckdb/instance.ts'
import { watchMisreads } from './duckdb/scan/csv/misread.ts'
import { openKeptScans } from './duckdb/scan/kept.ts'
import { withoutSecrets } from './duckdb/secrets.ts'
import { explainRun } from './explain/explain.ts'
import { freeze } from './freeze.ts'
import { openHistory } from './history/history.ts'
import { fitsFor } from './preview/fits.ts'
import { countFlags } from './preview/flag-counts.ts'
import { readLane } from './preview/flag-lane.ts'
import { lookAt } from './preview/looking.ts'
import { nextFlaggedRow } from './preview/next-flagged.ts'
import { isBeginning, readBeginning, readCell, readRows } from './preview/page.ts'
import { subjectOf } from './preview/subject.ts'
import { Tables } from './preview/tables.ts'
import { readProfile } from './profile/read.ts'
import { openQuarantine } from './quarantine/quarantine.ts'
import { asFailure } from './run/failure.ts'
import { outputsNow } from './run/manifest.ts'
import { runFlow } from './run/run.ts'
import { readSuggestions } from './suggest/suggest.ts'
import type { PageQuery } from './types.ts'

/** How long first rows wait for the lines of their files to be checked. */
const checkPatience = 100

/** Opens the process's engine: its one DuckDB instance, what it knows of flows, and the tables of what is looked at. */
export const createEngine = async (options: EngineOptions): Promise<Engine> => {
  const database = await openDatabase(options)
  const { version, threads, memoryBytes } = database
  const copies = join(database.spill, 'copies')
  const scans =
    options.cache && openKeptScans(join(options.cache.folder, 'files'), `${options.cache.version} ${version}`)
  const compiler = createCompiler(await database.connect(), options.catalogue, copies, scans)
  compiler.warm()
  const looker = await database.connect()
  const { disk, leastMs } = options.cache
    ? { ...options.cache, disk: openDisk({ ...options.cache, version: `${options.cache.version} ${version}` }) }
    : {}
  const store = new TableStore(database, { disk, leastMs })
  const keeping = keeper(store)
  const tables = new Tables(database, store)

  const lookingAt = async (
    request: FlowRequest,
    query: PageQuery,
    signal: AbortSignal | undefined,
    patience: { readonly patience?: number },
  ) => {
    const flow = await compiler.recent(request, { wanted: signal, ...patience })
    signal?.throwIfAborted()
    const fits = await fitsFor(tables, flow, query.node, { quick: query.quick ?? false, signal })
    return lookAt(tables, subjectOf(flow, query.node, query.port, { ownTable: query.ownTable, fits }), query, signal)
  }

  const quickly = (request: FlowRequest, query: PageQuery, signal: AbortSignal | undefined) =>
    lookingAt(request, query, signal, query.quick ? { patience: checkPatience } : {})

  const looking: typeof quickly = async (request, query, signal) => {
    const soon = await quickly(request, query, signal)
    return isBeginning(soon) ? lookingAt(request, query, signal, {}) : soon
  }

  const asked = async <T>(
    request: FlowRequest,
    node: string,
    signal: AbortSignal | undefined,
    work: () => Promise<T>,
  ): Promise<T> => {
    const isMisread = watchMisreads()
    try {
      const found = await work()
      keeping.looked()
      return found
    } catch (error) {
      // what is known of the files may be wrong, or its copies gone
      if (!signal?.aborted) compiler.forget(request)
      if (signal?.aborted || !(isMisread(error) || (await isOfCache(error)))) throw problemOf(error, node, signal)
    }
    return asked(request, node, signal, work)
  }

  /** Whether a table of the cache folder could not be read, and is dropped by now. */
  const isOfCache = async (error: unknown): Promise<boolean> =>
    error instanceof DatabaseError && !wasInterrupted(error) && store.doubt()

  return {
    version,
    threads,
    memoryBytes,
    compile: (request, signal) => compiler.fresh(request, { wanted: signal }),
    page: (request, query, signal) =>
      asked(request, query.node, signal, async () => {
        const soon = await quickly(request, query, signal)
        if (!isBeginning(soon)) return readRows(soon)
        return (await readBeginning(soon)) ?? readRows(await looking(request, query, signal))
      }),
    cell: (request, query, row, column, signal) =>
      asked(request, query.node, signal, async () => {
        const value = await readCell(await looking(request, query, signal), row, column)
        if (value === undefined || value === null) return null
        return typeof value === 'string' ? value : JSON.stringify(value)
      }),
    nextFlagged: (request, query, from, backwards, signal) =>
      asked(request, query.node, signal, async () =>
        nextFlaggedRow(await looking(request, query, signal), from, backwards),
      ),
    flagCounts: (request, query, signal) =>
      asked(request, query.node, signal, async () => countFlags(await looking(request, query, signal))),
    flagLane: (request, query, parts, signal) =>
      asked(request, query.node, signal, async () => readLane(await looking(request, query, signal), parts)),
    profile: (request, query, signal) =>
      asked(request, query.node, signal, async () =>
        readProfile(await looking(request, { ...query, offset: 0, limit: 1, cutAt: null }, signal)),
      ),
    suggest: (request, query, signal) =>
      asked(request, query.node, signal, async () => {
        const whole = { ...query, offset: 0, limit: 1, cutAt: null }
        const lookAtTrial = ({ flow, node, ownTable }: Trial) =>
          looking({ ...request, flow }, { ...whole, node, port: null, ownTable }, signal)
        return readSuggestions(await looking(request, whole, signal), lookAtTrial, request.asOf)
      }),
    describe: (request, node, file, signal) =>
      asked(request, node, signal, async () => {
        const flow = await compiler.recent(request, { patience: checkPatience, wanted: signal })
        const world = { folder: request.folder, connection: looker, tempFolder: copies, patience: checkPatience }
        return describeSource(readOf(flow, options.catalogue, node), file, world, signal)
      }),
    freeze: (request, node, signal) =>
      asked(request, node, signal, () => {
        const rows = { node, port: null, offset: 0, limit: 1, cutAt: null }
        return freeze(request, node, options.catalogue, of => looking(of, rows, signal), signal)
      }),
    sql: async (request, node, port) =>
      withoutSecrets(
        printRelation(subjectOf(await compiler.recent(request), node, port).relation, { visibleOnly: true }),
      ),
    explain: (request, run) => {
      const { connect, spill: folder } = database
      const spilled = async () => (await database.memory()).spilledBytes
      const parts = { version, threads, memoryBytes, connect, compile: compiler.fresh, folder, spilled }
      return explainRun(parts, request, run)
    },
    run: async (request, run) => {
      const began = performance.now()
      // a run that is made to compare takes nothing from the one that it is compared with
      const cached = run.cache !== false && run.scratch === undefined
      const parts = {
        version,
        threads,
        memoryBytes,
        connect: database.connect,
        compile: compiler.fresh,
        store: cached ? store : undefined,
        looks: { catalogue: options.catalogue, memory: database.memory },
      }
      const trouble = cached && run.dryRun !== true ? ((await disk?.trouble()) ?? null) : null
      const result = withNote(await runFlow(parts, request, run), trouble)
      if (cached && run.dryRun !== true) keeping.ended(result.exitCode, performance.now() - began)
      return result
    },
    outputs: async (request, manifest) => {
      const session = await database.connect()
      try {
        return await outputsNow(manifest, await compiler.recent(request), request.folder, session)
      } finally {
        session.close()
      }
    },
    history: state => openHistory(database.connect, state),
    quarantine: state => openQuarantine(database.connect, state),
    memory: database.memory,
    cacheSize: () => store.size(),
    clearCache: async () => {
      await store.clear()
      await scans?.clear()
    },
    close: async () => {
      tables.stop()
      await keeping.stop()
      await database.close()
    },
  }
}

/** What a preview meets in the rows or in the world reaches the person as a problem; being no longer wanted is neither. */
const problemOf = (error: unknown, node: string, signal: AbortSignal | undefined): unknown => {
  if (signal?.aborted) return signal.reason
  return error instanceof Error && 'problem' in error ? error : asFailure(error, node)
}

const withNote = (result: RunResult, note: Problem | null): RunResult => {
  if (note === null) return result
  const problems = [...result.problems, note]
  return { ...result, problems, report: { ...result.report, problems } }
}
