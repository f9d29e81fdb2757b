import { join } from 'node:path'
import type { Report } from '#core/report.ts'
import type { Session } from '../duckdb/session.ts'
import { deleteStatement, insertStatement } from '../duckdb/stored.ts'
import { isThere, remove } from '../run/files.ts'
import { readStore, writeStore } from '../stored/file.ts'
import { keptDays, keptRuns, manifestPath } from './key.ts'
import { forget, lastGoodOf, noLastGood, recall, remember, withRun } from './last-good.ts'
import { readLastGood, readReport, readRuns, readTrend } from './read.ts'
import { type Rows, toRows } from './rows.ts'
import { fileName, historyStore, type TableName, tableNames, tables } from './schema.ts'
import type { History } from './types.ts'

/** The history of a state folder; the file is attached for the moment of each call. */
export const openHistory = (connect: () => Promise<Session>, state: string): History => {
  const path = join(state, fileName)
  const using = async <T>(work: (session: Session) => Promise<T>): Promise<T> => {
    const session = await connect()
    try {
      return await work(session)
    } finally {
      session.close()
    }
  }
  const read = async <T>(work: (session: Session) => Promise<T>, absent: T): Promise<T> =>
    (await using(session => readStore(historyStore, session, path, work))) ?? absent
  const removeManifests = async (runs: readonly string[]) => {
    for (const run of runs) await remove(manifestPath(state, run))
  }
  return {
    path,
    record: async (flow, report, problems) => {
      let old: readonly string[] = []
      await using(session =>
        writeStore(historyStore, session, path, async () => {
          const before = await recall(path, flow)
          old = await insertRun(session, flow, report, problems)
          return async () => before && remember(path, flow, withRun(before, report, old))
        }),
      )
      await removeManifests(old)
    },
    clear: async flow => {
      if (!(await isThere(path))) return 0
      let runs: readonly string[] = []
      await using(session =>
        writeStore(historyStore, session, path, async () => {
          runs = await found(session, runsOfFlow, [flow])
          await deleteRuns(session, runs)
          forget(path, flow)
        }),
      )
      await removeManifests(runs)
      return runs.length
    },
    runs: (flow, limit) => read(session => readRuns(session, flow, limit), []),
    report: run => read(session => readReport(session, run), null),
    lastGood: async (flow, before = null) => {
      const known = before === null ? await recall(path, flow) : null
      if (known) return lastGoodOf(known)
      const find = async (session: Session) => {
        const nodes = await readLastGood(session, flow, before)
        if (before === null) await remember(path, flow, nodes)
        return lastGoodOf(nodes)
      }
      return read(find, noLastGood)
    },
    trend: (flow, limit) => read(session => readTrend(session, flow, limit), []),
  }
}

/** The newest is kept however old it is: it is what the next one is compared with. */
const oldRuns = `SELECT run FROM (
  SELECT run, started_at, row_number() OVER (ORDER BY started_at DESC, run DESC) AS place
  FROM weir_history.runs WHERE flow = $1
) WHERE place > CAST($2 AS BIGINT) OR (place > 1 AND started_at < CAST($3 AS TIMESTAMPTZ))`

const runsOfFlow = 'SELECT run FROM weir_history.runs WHERE flow = $1'

const dayMs = 86_400_000

const deleteRuns = async (session: Session, runs: readonly string[]): Promise<void> => {
  const listed = JSON.stringify(runs)
  for (const name of tableNames) await session.execute(deleteStatement(tables[name], 'run'), { values: [listed] })
}

const found = async (session: Session, sql: string, values: readonly string[]): Promise<readonly string[]> =>
  (await session.query(sql, { values })).rows.map(([run]) => String(run))

const partNames = tableNames.filter(name => name !== 'runs')

/** Adds a run; gives those that went for it. */
const insertRun = async (
  session: Session,
  flow: string,
  report: Report,
  problems: Promise<Report['problems']> | undefined,
): Promise<readonly string[]> => {
  const { run } = report
  const insert = async (names: readonly TableName[], rows: Rows) => {
    for (const name of names) {
      if (rows[name].length === 0) continue
      await session.execute(insertStatement(tables[name]), { values: [JSON.stringify(rows[name])] })
    }
  }
  await insert(partNames, toRows(flow, report))
  // the row of the run alone has its problems
  await insert(['runs'], toRows(flow, problems ? { ...report, problems: await problems } : report))
  const oldest = new Date(Date.parse(run.startedAt) - keptDays * dayMs).toISOString()
  const old = await found(session, oldRuns, [flow, String(keptRuns), oldest])
  if (old.length > 0) await deleteRuns(session, old)
  return old
}
