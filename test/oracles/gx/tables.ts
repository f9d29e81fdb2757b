import type { Table } from '#test/nodes/run-cases.ts'
import type { Columns, Value } from './cases.ts'

/** PostgreSQL's names of types, as the datasets write them. */
const types: Readonly<Record<string, string>> = {
  BIGINT: 'BIGINT',
  BOOLEAN: 'BOOLEAN',
  DOUBLE_PRECISION: 'DOUBLE',
  INTEGER: 'INTEGER',
  NUMERIC: 'DOUBLE',
  TEXT: 'VARCHAR',
  TIMESTAMP: 'TIMESTAMP',
}

/** The type that holds all values of a column: values of several kinds are texts. */
const inferred = (values: readonly Value[]): string => {
  const known = values.filter(value => value !== null)
  if (known.length === 0) return 'VARCHAR'
  if (known.every(value => typeof value === 'boolean')) return 'BOOLEAN'
  if (known.every(value => typeof value === 'number'))
    return known.every(value => Number.isInteger(value)) ? 'BIGINT' : 'DOUBLE'
  return 'VARCHAR'
}

const isIso = /^\d{4}-\d{2}-\d{2}/

/** `Jan 01 1970 12:00:01` and `1/31/2016` as ISO 8601. */
const instant = (value: Value): Value =>
  typeof value !== 'string' || isIso.test(value) ? value : new Date(`${value} UTC`).toISOString().slice(0, 19)

/** A dataset as a table: typed as for PostgreSQL where it says how, else by what it holds. */
export const tableOf = (data: Columns, schema: Readonly<Record<string, string>>): Table => {
  const names = Object.keys(data)
  const columns = names.map(name => {
    const said = schema[name]
    const type = said === undefined ? inferred(data[name]!) : types[said]
    if (type === undefined) throw new Error(`${name} is ${said}`)
    return { name, type }
  })
  const cells = columns.map(({ name, type }) => (type === 'TIMESTAMP' ? data[name]!.map(instant) : data[name]!))
  const count = Math.max(0, ...cells.map(each => each.length))
  return { columns, rows: Array.from({ length: count }, (_, row) => cells.map(each => each[row] ?? null)) }
}
