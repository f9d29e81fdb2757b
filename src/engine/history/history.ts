import { join } from 'node:path'
import type { Session } from '../duckdb/session.ts'
import { deleteStatement, insertStatement } from '../duckdb/stored.ts'
import { readStore, writeStore } from '../stored/file.ts'
import { keptRuns } from './key.ts'
import { noLastGood, readLastGood, readReport, readRuns, readTrend } from './read.ts'
import { type Rows, toRows } from './rows.ts'
import { fileName, historyStore, tableNames, tables } from './schema.ts'
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
  return {
    path,
    record: (flow, report) =>
      using(session => writeStore(historyStore, session, path, () => insertRun(session, flow, toRows(flow, report)))),
    runs: (flow, limit) => read(session => readRuns(session, flow, limit), []),
    report: run => read(session => readReport(session, run), null),
    lastGood: (flow, before = null) => read(session => readLastGood(session, flow, before), noLastGood),
    trend: (flow, limit) => read(session => readTrend(session, flow, limit), []),
  }
}

const oldRuns =
  'SELECT run FROM weir_history.runs WHERE flow = $1 ORDER BY started_at DESC, run DESC OFFSET CAST($2 AS BIGINT)'

const insertRun = async (session: Session, flow: string, rows: Rows): Promise<void> => {
  for (const name of tableNames) {
    if (rows[name].length === 0) continue
    await session.execute(insertStatement(tables[name]), { values: [JSON.stringify(rows[name])] })
  }
  const old = await session.query(oldRuns, { values: [flow, String(keptRuns)] })
  if (old.rows.length === 0) return
  const listed = JSON.stringify(old.rows.map(([run]) => run))
  for (const name of tableNames) await session.execute(deleteStatement(tables[name], 'run'), { values: [listed] })
}
