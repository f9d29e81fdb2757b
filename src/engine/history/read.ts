import type { LastGood, LastGoodNode, RunSummary, TrendPoint } from '#core/history.ts'
import type { Report } from '#core/report.ts'
import type { Session } from '../duckdb/session.ts'
import { selectStatement } from '../duckdb/stored.ts'
import { toJson } from '../duckdb/value.ts'
import type { Values } from './keys.ts'
import { nodeFrom, type Rows, reportFrom } from './rows.ts'
import { type TableName, tableNames, tables } from './schema.ts'

const newestOfAll = 'SELECT * FROM weir_history.runs ORDER BY started_at DESC, run DESC LIMIT CAST($1 AS BIGINT)'

const newestOfFlow =
  'SELECT * FROM weir_history.runs WHERE flow = $1 ORDER BY started_at DESC, run DESC LIMIT CAST($2 AS BIGINT)'

const lastGoodRuns = `SELECT n.node, arg_max(n.run, (r.started_at, n.run)) AS run
FROM weir_history.runs AS r JOIN weir_history.nodes AS n USING (run)
WHERE r.flow = $1 AND r.status = 'succeeded' AND n.status IN ('ran', 'cached')
  AND r.started_at < CAST($2 AS TIMESTAMPTZ) GROUP BY n.node`

const times: ReadonlySet<string> = new Set(['started_at', 'finished_at', 'data_at', 'modified'])

const rowsOf = async (session: Session, sql: string, values: readonly string[]): Promise<readonly Values[]> => {
  const { columns, types, rows } = await session.query(sql, { values })
  return rows.map(row =>
    Object.fromEntries(
      columns.map(({ name, type }, i) => {
        const value = toJson(row[i] ?? null, types[i])
        if (value !== null && type === 'JSON') return [name, JSON.parse(String(value)) as unknown]
        return [name, value !== null && times.has(name) ? new Date(String(value)).toISOString() : value]
      }),
    ),
  )
}

const newest = (session: Session, flow: string | null, limit: number) =>
  flow === null ? rowsOf(session, newestOfAll, [String(limit)]) : rowsOf(session, newestOfFlow, [flow, String(limit)])

const nothing: Rows = { runs: [], nodes: [], ports: [], rules: [], dimensions: [], sinks: [] }

/** What some of the tables say of these runs, in the order in which the report had it. */
const partsOf = async (session: Session, runs: readonly unknown[], names: readonly TableName[]): Promise<Rows> => {
  const listed = JSON.stringify(runs)
  const found: Partial<Record<TableName, readonly Values[]>> = {}
  for (const name of names) {
    const order = name === 'runs' ? [] : ['position']
    found[name] = await rowsOf(session, selectStatement(tables[name], 'run', order), [listed])
  }
  return { ...nothing, ...found }
}

const numberOr = (value: unknown): number | null => (value === null ? null : Number(value))

export const readRuns = async (
  session: Session,
  flow: string | null,
  limit: number,
): Promise<readonly RunSummary[]> => {
  const runs = await newest(session, flow, limit)
  const { sinks } = await partsOf(
    session,
    runs.map(({ run }) => run),
    ['sinks'],
  )
  return runs.map(row => {
    const own = sinks.filter(({ run }) => run === row.run)
    const published = own.filter(sink => sink.published === true)
    const report = reportFrom(row, nothing)
    const { id, status, startedAt, finishedAt, asOf, params } = report.run
    return {
      id,
      flow: String(row.flow),
      name: report.flow.name,
      sha256: report.flow.sha256,
      status,
      startedAt,
      finishedAt,
      asOf,
      params,
      ms: Date.parse(finishedAt) - Date.parse(startedAt),
      rowsIn: numberOr(row.rows_in),
      bytesIn: numberOr(row.bytes_in),
      dataAt: row.data_at === null ? null : String(row.data_at),
      rows: own.length === 0 ? null : published.reduce((sum, sink) => sum + Number(sink.rows), 0),
      bytes: own.length === 0 ? null : published.reduce((sum, sink) => sum + Number(sink.bytes), 0),
      memoryBytes: numberOr(row.memory_bytes),
      spilledBytes: numberOr(row.spilled_bytes),
      flaggedRows: report.quality.flaggedRows,
      score: report.quality.score,
    }
  })
}

export const readReport = async (session: Session, run: string): Promise<Report | null> => {
  const rows = await partsOf(session, [run], tableNames)
  const [row] = rows.runs
  return row ? reportFrom(row, rows) : null
}

const counts = ({ node, rule, evaluated, failed }: Values): TrendPoint['rules'][number] => ({
  node: String(node),
  rule: String(rule),
  evaluated: Number(evaluated),
  failed: Number(failed),
})

export const readTrend = async (session: Session, flow: string, limit: number): Promise<readonly TrendPoint[]> => {
  const runs = (await newest(session, flow, limit)).toReversed()
  const listed = runs.map(({ run }) => run)
  const rows = await partsOf(session, listed, ['dimensions', 'rules'])
  return runs.map(row => {
    const { run, quality } = reportFrom(row, { ...nothing, dimensions: rows.dimensions })
    return {
      id: run.id,
      status: run.status,
      startedAt: run.startedAt,
      score: quality.score,
      flaggedRows: quality.flaggedRows,
      dimensions: quality.dimensions,
      rules: rows.rules.filter(rule => rule.run === run.id).map(counts),
    }
  })
}

/** Of a flow that never succeeded. */
export const noLastGood: LastGood = { node: () => null, rule: () => null }

export const readLastGood = async (session: Session, flow: string, before: string | null): Promise<LastGood> => {
  const newestOf = new Map(
    (await rowsOf(session, lastGoodRuns, [flow, before ?? 'infinity'])).map(({ node, run }) => [node, run]),
  )
  const rows = await partsOf(session, [...new Set(newestOf.values())], tableNames)
  const started = new Map(rows.runs.map(({ run, started_at: at }) => [run, String(at)]))
  const nodes = new Map<string, LastGoodNode>()
  for (const row of rows.nodes) {
    if (newestOf.get(row.node) !== row.run) continue
    nodes.set(String(row.node), {
      run: String(row.run),
      startedAt: started.get(row.run) ?? '',
      report: nodeFrom(row, rows),
    })
  }
  const node = (id: string) => nodes.get(id) ?? null
  return { node, rule: (id, rule) => node(id)?.report.rules?.find(other => other.id === rule) ?? null }
}
