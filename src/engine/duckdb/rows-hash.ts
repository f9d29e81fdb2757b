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

const sourceOf = ({ files, format, options, columns }: WrittenFiles): string => {
  const paths = `[${files.map(quotePath).join(', ')}]`
  if (format === 'csv') return `read_csv(${[paths, 'all_varchar = true', ...asCsv(options)].join(', ')})`
  if (format === 'json') {
    const types = columns.map(name => `${quoteLiteral(name)}: 'VARCHAR'`)
    return `read_json(${paths}, format = 'auto', columns = {${types.join(', ')}})`
  }
  const isFolder = options.partition_by !== undefined
  return `read_parquet(${paths}${isFolder ? ', hive_partitioning = true, hive_types_autocast = false' : ''})`
}

const list = (parts: readonly string[]): string => parts.join(', ')

/** Reads what files hold, whatever the order of their rows. */
export const hashRows = async (session: Session, written: WrittenFiles): Promise<RowsHash> => {
  const source = sourceOf(written)
  const found = await session.describe(`SELECT * FROM ${source}`)
  const isDouble = new Set(written.doubles)
  const doubles = found.map(({ name }) => name).filter(name => isDouble.has(name))
  const number = (name: string) => `TRY_CAST(${quoteIdentifier(name)} AS DOUBLE)`
  const hashed = found.map(({ name }) =>
    isDouble.has(name)
      ? `CASE WHEN isfinite(${number(name)}) THEN 'finite' ELSE CAST(${quoteIdentifier(name)} AS VARCHAR) END`
      : quoteIdentifier(name),
  )
  const values = doubles.map(
    (name, i) => `CASE WHEN isfinite(${number(name)}) THEN ${number(name)} ELSE 0 END AS d${i}`,
  )
  const weight = '(1 + (h % 1024) / 1024)'
  const sums = doubles.flatMap((_, i) => [`fsum(d${i} * ${weight})`, `fsum(abs(d${i}) * ${weight})`])
  const { rows } = await session.query(
    `SELECT ${list(['count(*)', 'CAST(sum(h) AS VARCHAR)', ...sums])} FROM (SELECT ${list([`hash(${list(hashed)}) AS h`, ...values])} FROM ${source})`,
  )
  const [count, hash, ...totals] = rows[0]!
  return {
    rows: Number(count),
    hash: String(hash ?? '0'),
    doubles: Object.fromEntries(
      doubles.map((name, i) => [name, { sum: Number(totals[2 * i] ?? 0), size: Number(totals[2 * i + 1] ?? 0) }]),
    ),
  }
}
