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
    rows_in: 'BIGINT',
    bytes_in: 'BIGINT',
    data_at: 'TIMESTAMPTZ',
    memory_bytes: 'BIGINT',
    spilled_bytes: 'BIGINT',
    flagged_rows: 'BIGINT',
    score: 'DOUBLE',
    problems: 'JSON',
    more: 'JSON',
  }),
  /** `files`, `bytes` and `modified` are of the files that a source read. */
  nodes: stored('nodes', {
    ...place,
    status: 'VARCHAR',
    ms: 'BIGINT',
    files: 'BIGINT',
    bytes: 'BIGINT',
    modified: 'TIMESTAMPTZ',
    score: 'DOUBLE',
    more: 'JSON',
  }),
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
  version: 2,
  upgrades: {
    1: [
      'ALTER TABLE weir_history.runs ADD COLUMN rows_in BIGINT',
      'ALTER TABLE weir_history.runs ADD COLUMN bytes_in BIGINT',
      'ALTER TABLE weir_history.runs ADD COLUMN data_at TIMESTAMPTZ',
      'ALTER TABLE weir_history.runs ADD COLUMN memory_bytes BIGINT',
      'ALTER TABLE weir_history.runs ADD COLUMN spilled_bytes BIGINT',
      'ALTER TABLE weir_history.nodes ADD COLUMN files BIGINT',
      'ALTER TABLE weir_history.nodes ADD COLUMN bytes BIGINT',
      'ALTER TABLE weir_history.nodes ADD COLUMN modified TIMESTAMPTZ',
    ],
  },
  tables: tableNames.map(name => tables[name]),
  growsOften: true,
  words: {
    code: 'E-HISTORY',
    name: 'The run history',
    foreign: 'no run history of Weir',
    aside: 'Move the file away: the next run begins a new history.',
  },
}
