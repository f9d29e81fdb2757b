import type { Session } from './session.ts'

/** What must be known of functions beyond their names: read once from DuckDB, and what its own marks leave out. */
export interface FunctionFacts {
  readonly aggregates: ReadonlySet<string>
  readonly volatile: ReadonlySet<string>
}

/** Macros of DuckDB's own that hold an aggregate. */
const aggregateMacros = [
  'geomean',
  'geometric_mean',
  'json_group_array',
  'json_group_object',
  'json_group_structure',
  'wavg',
  'weighted_avg',
]

/** Volatile in truth, marked otherwise: macros over volatile functions, and what reads a session's state. */
const volatileToo = ['ago', 'get_current_time', 'pg_sleep', 'txid_current', 'transaction_timestamp']

/** One row becomes several, so that a column is no longer one value per row. */
export const manyRows: ReadonlySet<string> = new Set([
  'unnest',
  'unlist',
  'generate_subscripts',
  'regexp_split_to_table',
])

/** They change, wait for or tell of the session: nothing that a row's value may depend on. */
export const sideEffects: ReadonlySet<string> = new Set([
  'write_log',
  'setseed',
  'sleep_ms',
  'pg_sleep',
  'nextval',
  'currval',
  'getvariable',
  'current_setting',
  'current_query',
  'current_query_id',
  'current_connection_id',
  'current_transaction_id',
  'txid_current',
  'getenv',
])

/** They look like columns; a column of that name wins in DuckDB, and quoted they always mean the column. */
export const valueKeywords: ReadonlySet<string> = new Set([
  'current_date',
  'current_time',
  'current_timestamp',
  'localtime',
  'localtimestamp',
  'current_user',
  'session_user',
  'current_role',
  'current_schema',
  'current_catalog',
])

export const readFunctions = async (session: Session): Promise<FunctionFacts> => {
  const { rows } = await session.query(
    "SELECT DISTINCT function_name, function_type = 'aggregate', stability = 'VOLATILE' FROM duckdb_functions() " +
      "WHERE function_type IN ('aggregate', 'scalar')",
  )
  const named = (position: number) => rows.filter(r => r[position] === true).map(r => String(r[0]))
  const scalars = new Set(rows.filter(r => r[1] === false).map(r => String(r[0])))
  return {
    aggregates: new Set([...named(1).filter(name => !scalars.has(name)), ...aggregateMacros]),
    volatile: new Set([...named(2), ...volatileToo]),
  }
}
