import type { StoredTable } from '../duckdb/stored.ts'
import type { Store } from '../stored/file.ts'

/** The name under which a history file is attached, while it is. */
const database = 'weir_history'

const stored = (name: string, columns: StoredTable['columns']): StoredTable => ({ database, name, columns })

const place = { run: 'VARCHAR', node: 'VARCHAR', position: 'INTEGER' }

/**
 * One row for each thing that a report counts; `more` holds the keys of the report that have no column, so that a report comes back as it
 * went in.
 */
export const tables = {
  runs: stored('runs', {
    run: 'VARCHAR',
    flow: 'VARCHAR',
    name: 'VARCHAR',
    path: 'VARCHAR',
    sha256: 'VARCHAR',
    status: 'VARCHAR',
    started_at: 'TIMESTAMPTZ',
    finished_at: 'TIMESTAMPTZ',
    as_of: 'VARCHAR',
    params: 'JSON',
    engine: 'VARCHAR',
    flagged_rows: 'BIGINT',
    score: 'DOUBLE',
    problems: 'JSON',
    more: 'JSON',
  }),
  nodes: stored('nodes', { ...place, status: 'VARCHAR', ms: 'BIGINT', score: 'DOUBLE', more: 'JSON' }),
  ports: stored('ports', { ...place, port: 'VARCHAR', rows: 'BIGINT', flagged: 'BIGINT', more: 'JSON' }),
  rules: stored('rules', {
    ...place,
    rule: 'VARCHAR',
    kind: 'VARCHAR',
    columns: 'VARCHAR[]',
    dimension: 'VARCHAR',
    severity: 'VARCHAR',
    evaluated: 'BIGINT',
    failed: 'BIGINT',
    gate: 'VARCHAR',
    observed: 'JSON',
    more: 'JSON',
  }),
  /** Of a node, or of the whole flow where `node` is null. */
  dimensions: stored('dimensions', { ...place, dimension: 'VARCHAR', score: 'DOUBLE' }),
  sinks: stored('sinks', {
    ...place,
    target: 'VARCHAR',
    rows: 'BIGINT',
    bytes: 'BIGINT',
    published: 'BOOLEAN',
    more: 'JSON',
  }),
} as const

export type TableName = keyof typeof tables

export const tableNames = Object.keys(tables) as readonly TableName[]

/** In the state folder. */
export const fileName = 'history.duckdb'

export const historyStore: Store = {
  database,
  version: 1,
  tables: tableNames.map(name => tables[name]),
  words: {
    code: 'E-HISTORY',
    name: 'The run history',
    foreign: 'no run history of Weir',
    aside: 'Move the file away: the next run begins a new history.',
  },
}
