import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { DuckDBInstance } from '@duckdb/node-api'
import { parseFlow } from '#core/flow/parse.ts'
import type { Flow } from '#core/flow/types.ts'

const queries = fileURLToPath(new URL('queries', import.meta.url))
const flows = fileURLToPath(new URL('../../../samples/tpch', import.meta.url))

export const tableNames = [
  'region',
  'nation',
  'supplier',
  'customer',
  'part',
  'partsupp',
  'orders',
  'lineitem',
] as const

/** `q01` and so on. */
export const queryNames: readonly string[] = readdirSync(queries)
  .map(file => file.slice(0, -'.sql'.length))
  .sort()

/** The query as the standard publishes it, with its validation parameters. */
export const sqlOf = (name: string): string => readFileSync(join(queries, `${name}.sql`), 'utf8')

/** Of it the columns that its rows are ordered by. */
export const orderOf = (sql: string): readonly string[] =>
  (/order by ([^()]+?)(?:\nlimit \d+)?\s*$/.exec(sql)?.[1] ?? '')
    .split(', ')
    .map(term => term.trim().split(' ')[0]!)
    .filter(Boolean)

export const flowFile = (name: string): string => join(flows, `${name}.flow.json`)

export const flowOf = (name: string): Flow => {
  const { flow, problems } = parseFlow(readFileSync(flowFile(name), 'utf8'))
  if (!flow) throw new Error(problems.map(problem => problem.message).join('\n'))
  return flow
}

const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`

/** Statements that make the tables of a folder views, for the SQL. */
export const viewsOf = (folder: string): readonly string[] =>
  tableNames.map(table => `CREATE VIEW ${table} AS FROM read_parquet(${quoted(join(folder, `${table}.parquet`))})`)

export const copyOf = (sql: string, path: string): string =>
  `COPY (${sql}) TO ${quoted(path)} (FORMAT csv, HEADER true)`

/** A DuckDB of its own over the tables of a folder. */
export const openTables = async (folder: string, settings: Readonly<Record<string, string>> = {}) => {
  const instance = await DuckDBInstance.create(':memory:', settings)
  const connection = await instance.connect()
  for (const view of viewsOf(folder)) await connection.run(view)
  return {
    connection,
    copy: (sql: string, path: string) => connection.run(copyOf(sql, path)),
    close: () => {
      connection.closeSync()
      instance.closeSync()
    },
  }
}
