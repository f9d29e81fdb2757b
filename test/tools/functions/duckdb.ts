import { DuckDBInstance } from '@duckdb/node-api'

/** One overload of a function, as DuckDB tells of it. */
export interface Overload {
  readonly name: string
  readonly schema: string
  readonly aliasOf: string | null
  readonly parameters: readonly string[]
  readonly types: readonly (string | null)[]
  readonly more: string | null
  readonly gives: string | null
}

const query = `SELECT function_name, schema_name, alias_of, parameters, parameter_types, varargs, return_type
  FROM duckdb_functions() WHERE function_type IN ('scalar', 'aggregate', 'macro')
  ORDER BY function_name, len(parameters), parameter_types::VARCHAR, return_type`

/** Every function of the pinned DuckDB that is called in an expression. */
export const readOverloads = async (): Promise<readonly Overload[]> => {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  try {
    const rows = (await connection.runAndReadAll(query)).getRowsJson()
    return rows.map(([name, schema, aliasOf, parameters, types, more, gives]) => ({
      name: String(name),
      schema: String(schema),
      aliasOf: aliasOf === null ? null : String(aliasOf),
      parameters: parameters as string[],
      types: types as (string | null)[],
      more: more as string | null,
      gives: gives as string | null,
    }))
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}
