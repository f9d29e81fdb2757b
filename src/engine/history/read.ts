import type { RunSummary, TrendPoint } from '#core/history.ts'
import type { Report } from '#core/report.ts'
import type { Session } from '../duckdb/session.ts'
import { selectAllStatement } from '../duckdb/stored.ts'
import { toJson } from '../duckdb/value.ts'
import type { Values } from './keys.ts'
import type { LastGoodNodes } from './last-good.ts'
import { nodeFrom, type Rows, reportFrom } from './rows.ts'
import { type TableName, tableNames, tables } from './schema.ts'

const newestOfAll = 'SELECT * FROM weir_history.runs ORDER BY started_at DESC, run DESC LIMIT CAST($1 AS BIGINT)'

const newestOfFlow =
  'SELECT * FROM weir_history.runs WHERE flow = $1 ORDER BY started_at DESC, run DESC LIMIT CAST($2 AS BIGINT)'

/** Of each node the newest run that succeeded and in which it ran, and what that says of it. */
const lastGoodNodes = `WITH newest AS MATERIALIZED (
  SELECT n.node, arg_max(n.run, (r.started_at, n.run)) AS run, max(r.started_at) AS started_at
  FROM weir_history.runs AS r JOIN weir_history.nodes AS n USING (run)
  WHERE r.flow = $1 AND r.status = 'succeeded' AND n.status IN ('ran', 'cached')
    AND r.started_at < CAST($2 AS TIMESTAMPTZ) GROUP BY n.node
)
SELECT 'runs', CAST(to_json(each) AS VARCHAR) FROM newest AS each
UNION ALL SELECT 'nodes', CAST(to_json(each) AS VARCHAR) FROM weir_history.nodes AS each SEMI JOIN newest USING (run, node)
UNION ALL SELECT 'ports', CAST(to_json(each) AS VARCHAR) FROM weir_history.ports AS each SEMI JOIN newest USING (run, node)
UNION ALL SELECT 'rules', CAST(to_json(each) AS VARCHAR) FROM weir_history.rules AS each SEMI JOIN newest USING (run, node)
UNION ALL SELECT 'dimensions', CAST(to_json(each) AS VARCHAR) FROM weir_history.dimensions AS each SEMI JOIN newest USING (run, node)`

const times: ReadonlySet<string> = new Set(['started_at', 'finished_at', 'data_at', 'modified'])

const asRead = (name: string, value: unknown): unknown =>
  value !== null && times.has(name) ? new Date(String(value)).toISOString() : value

const rowsOf = async (session: Session, sql: string, values: readonly string[]): Promise<readonly Values[]> => {
  const { columns, types, rows } = await session.query(sql, { values })
  return rows.map(row =>
    Object.fromEntries(
      columns.map(({ name, type }, i) => {
        const value = toJson(row[i] ?? null, types[i])
        return [name, value !== null && type === 'JSON' ? (JSON.parse(String(value)) as unknown) : asRead(name, value)]
      }),
    ),
  )
}

const newest = (session: Session, flow: string | null, limit: number) =>
  flow === null ? rowsOf(session, newestOfAll, [String(limit)]) : rowsOf(session, newestOfFlow, [flow, String(limit)])

const nothing: Rows = { runs: [], nodes: [], ports: [], rules: [], dimensions: [], sinks: [] }

/** Rows of several tables in one statement, which costs as much as one of a single table; in the order in which the report had them. */
const partsBy = async (session: Session, sql: string, values: readonly string[]): Promise<Rows> => {
  const found: Record<TableName, Values[]> = { runs: [], nodes: [], ports: [], rules: [], dimensions: [], sinks: [] }
  for (const [name, cells] of (await session.query(sql, { values })).rows) {
    const row = Object.entries(JSON.parse(String(cells)) as Values)
    found[name as TableName].push(Object.fromEntries(row.map(([key, value]) => [key, asRead(key, value)])))
  }
  for (const name of tableNames) found[name].sort((a, b) => Number(a.position ?? 0) - Number(b.position ?? 0))
  return found
}

/** What some of the tables say of these runs. */
const partsOf = (session: Session, runs: readonly unknown[], names: readonly TableName[]): Promise<Rows> =>
  partsBy(
    session,
    selectAllStatement(
      names.map(name => tables[name]),
      'run',
    ),
    [JSON.stringify(runs)],
  )

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

export const readLastGood = async (session: Session, flow: string, before: string | null): Promise<LastGoodNodes> => {
  const rows = await partsBy(session, lastGoodNodes, [flow, before ?? 'infinity'])
  const started = new Map(rows.runs.map(({ node, started_at: at }) => [node, String(at)]))
  return new Map(
    rows.nodes.map(row => [
      String(row.node),
      { run: String(row.run), startedAt: started.get(row.node) ?? '', report: nodeFrom(row, rows) },
    ]),
  )
}
