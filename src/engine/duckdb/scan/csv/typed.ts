import type { Column, ScanInfo } from '#core/relation/relation.ts'
import { cellMarks } from './lines.ts'

const whole = /^U?(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)$/
const floating = /^(DOUBLE|FLOAT)$/
const plain = /^(BOOLEAN|TIME|UUID)$/

export interface TypedQuestion {
  readonly columns: readonly Column[]
  readonly formats: NonNullable<ScanInfo['formats']>
  /** What `cellMarks` the cells of a column have: DuckDB rounds what should be whole, and takes a sign without digits for zero. */
  readonly marks: ReadonlyMap<string, number>
  /** Whether the column's type was guessed, and digits behind a leading zero may be a code. */
  readonly isGuessed: (column: Column) => boolean
  /** Columns with a cell that DuckDB could not convert. */
  readonly misfits: ReadonlySet<string>
}

/**
 * The columns whose cells DuckDB's own conversion gives the same values as ours, or an error: not timestamps with a zone, which it makes null
 * without a word. It knows one format of dates and one of timestamps.
 */
export const typedColumns = ({ columns, formats, marks, isGuessed, misfits }: TypedQuestion): readonly string[] => {
  const formatOf = ({ name }: Column) => formats[name] ?? null
  const open = columns.filter(c => !misfits.has(c.name))
  const firstOf = (type: string) => open.find(c => c.type === type)
  const [date, timestamp] = [firstOf('DATE'), firstOf('TIMESTAMP')]
  const sameAs = (first: Column | undefined, c: Column) => first !== undefined && formatOf(c) === formatOf(first)
  const fits = (c: Column): boolean => {
    const seen = marks.get(c.name) ?? 0
    const { point, noDigits, zero, long, exponent, far, text } = cellMarks
    const code = isGuessed(c) ? zero : 0
    if (whole.test(c.type)) return (seen & (text | point | noDigits | exponent | code)) === 0
    if (floating.test(c.type)) return (seen & (text | long | far | code)) === 0
    if (c.type.startsWith('DECIMAL')) return (seen & (text | noDigits)) === 0
    if (c.type === 'DATE') return sameAs(date, c)
    if (c.type === 'TIMESTAMP') return sameAs(timestamp, c)
    return plain.test(c.type)
  }
  return open.filter(fits).map(c => c.name)
}
