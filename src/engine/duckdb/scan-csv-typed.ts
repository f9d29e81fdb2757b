import type { Column, ScanInfo } from '#core/relation/relation.ts'

const whole = /^U?(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)$/
const plain = /^(DOUBLE|FLOAT|DECIMAL\(\d+,\d+\)|BOOLEAN|TIME|UUID)$/

export interface TypedQuestion {
  readonly columns: readonly Column[]
  readonly formats: NonNullable<ScanInfo['formats']>
  /** Columns with a point in a cell: DuckDB rounds what should be a whole number. */
  readonly dotted: ReadonlySet<string>
  /** Columns with a cell that DuckDB could not convert. */
  readonly misfits: ReadonlySet<string>
}

/**
 * The columns whose cells DuckDB's own conversion gives the same values as ours, or an error: not timestamps with a zone, which it makes null
 * without a word. It knows one format of dates and one of timestamps.
 */
export const typedColumns = ({ columns, formats, dotted, misfits }: TypedQuestion): readonly string[] => {
  const formatOf = ({ name }: Column) => formats[name] ?? null
  const open = columns.filter(c => !misfits.has(c.name))
  const firstOf = (type: string) => open.find(c => c.type === type)
  const [date, timestamp] = [firstOf('DATE'), firstOf('TIMESTAMP')]
  const sameAs = (first: Column | undefined, c: Column) => first !== undefined && formatOf(c) === formatOf(first)
  const fits = (c: Column): boolean => {
    if (whole.test(c.type)) return !dotted.has(c.name)
    if (c.type === 'DATE') return sameAs(date, c)
    if (c.type === 'TIMESTAMP') return sameAs(timestamp, c)
    return plain.test(c.type)
  }
  return open.filter(fits).map(c => c.name)
}
