import type { RowsHash } from '#core/runs/rows-hash.ts'
import { quoteIdentifier, quoteLiteral, quotePath } from '#core/sql/quote.ts'
import { asCsv, type CopyOptions } from './copy.ts'
import type { Session } from './session.ts'

/** Files of one form, and what is known of their columns. */
export interface WrittenFiles {
  readonly files: readonly string[]
  readonly format: 'csv' | 'parquet' | 'json'
  readonly options: CopyOptions
  readonly columns: readonly string[]
  /** Those whose values are doubles. */
  readonly doubles: readonly string[]
}

const list = (parts: readonly string[]): string => parts.join(', ')

/** What is read, and its columns: what each is called there, and for a person. */
interface Source {
  readonly sql: string
  readonly columns: readonly { readonly name: string; readonly label: string }[]
}

const pathsOf = ({ files }: WrittenFiles): string => `[${files.map(quotePath).join(', ')}]`

/** A CSV of just these columns, whatever its header calls them: DuckDB need not look at its beginning to find them. */
const knownCsv = (written: WrittenFiles): Source => {
  const columns = written.columns.map((label, place) => ({ name: `c${place}`, label }))
  const types = columns.map(({ name }) => `${name}: 'VARCHAR'`)
  const given = ['auto_detect = false', 'hive_partitioning = false', `columns = {${list(types)}}`]
  return { sql: `read_csv(${list([pathsOf(written), ...given, ...asCsv(written.options)])})`, columns }
}

const readerOf = (written: WrittenFiles): string => {
  const { format, options, columns } = written
  const paths = pathsOf(written)
  if (format === 'csv') return `read_csv(${list([paths, 'all_varchar = true', ...asCsv(options)])})`
  if (format === 'json') {
    const types = columns.map(name => `${quoteLiteral(name)}: 'VARCHAR'`)
    return `read_json(${paths}, format = 'auto', columns = {${list(types)}})`
  }
  const isFolder = options.partition_by !== undefined
  return `read_parquet(${paths}${isFolder ? ', hive_partitioning = true, hive_types_autocast = false' : ''})`
}

const foundSource = async (session: Session, written: WrittenFiles): Promise<Source> => {
  const sql = readerOf(written)
  const found = await session.describe(`SELECT * FROM ${sql}`)
  return { sql, columns: found.map(({ name }) => ({ name, label: name })) }
}

/** Reads what files hold, whatever the order of their rows. */
export const hashRows = async (session: Session, written: WrittenFiles): Promise<RowsHash> => {
  const { format, options, columns, doubles } = written
  const isKnown = format === 'csv' && options.header !== undefined && options.partition_by === undefined
  if (isKnown && columns.length > 0) {
    // a sink may have written columns of its own beside them
    const known = await hashOf(session, knownCsv(written), doubles).catch(() => null)
    if (known !== null) return known
  }
  return hashOf(session, await foundSource(session, written), doubles)
}

const hashOf = async (
  session: Session,
  { sql, columns }: Source,
  labels: WrittenFiles['doubles'],
): Promise<RowsHash> => {
  const isDouble = new Set(labels)
  const doubles = columns.filter(({ label }) => isDouble.has(label))
  const number = (name: string) => `TRY_CAST(${quoteIdentifier(name)} AS DOUBLE)`
  const hashed = columns.map(({ name, label }) =>
    isDouble.has(label)
      ? `CASE WHEN isfinite(${number(name)}) THEN 'finite' ELSE CAST(${quoteIdentifier(name)} AS VARCHAR) END`
      : quoteIdentifier(name),
  )
  const values = doubles.map(
    ({ name }, i) => `CASE WHEN isfinite(${number(name)}) THEN ${number(name)} ELSE 0 END AS d${i}`,
  )
  const weight = '(1 + (h % 1024) / 1024)'
  const sums = doubles.flatMap((_, i) => [`fsum(d${i} * ${weight})`, `fsum(abs(d${i}) * ${weight})`])
  const { rows } = await session.query(
    `SELECT ${list(['count(*)', 'CAST(sum(h) AS VARCHAR)', ...sums])} FROM (SELECT ${list([`hash(${list(hashed)}) AS h`, ...values])} FROM ${sql})`,
  )
  const [count, hash, ...totals] = rows[0]!
  return {
    rows: Number(count),
    hash: String(hash ?? '0'),
    doubles: Object.fromEntries(
      doubles.map(({ label }, i) => [label, { sum: Number(totals[2 * i] ?? 0), size: Number(totals[2 * i + 1] ?? 0) }]),
    ),
  }
}
