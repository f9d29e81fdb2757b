import type { Column } from '#core/relation/relation.ts'
import type { Finding } from '#core/source/description.ts'
import type { HeadLine } from './csv-lines.ts'
import { counted, quoted } from './words.ts'

interface HeaderFacts {
  readonly header: boolean
  readonly given: boolean
  readonly first: HeadLine | undefined
  readonly rows: readonly HeadLine[]
  readonly columns: readonly Column[]
  /** Columns of whose type the first line's cell is no value. */
  readonly misfits: readonly number[]
}

const evidenceOf = ({ first, rows, columns, misfits }: HeaderFacts): string => {
  if (!first) return 'there is no line'
  const at = misfits[0]
  if (at !== undefined && columns[at])
    return `line ${first.number} has ${quoted(first.cells[at]?.text ?? '')}, where the others have ${columns[at].type}`
  const typed = columns.findIndex(({ type }) => type !== 'VARCHAR')
  if (typed >= 0 && first.cells[typed])
    return `line ${first.number} has ${quoted(first.cells[typed].text)}, which is ${columns[typed]!.type} as in the others`
  const again = first.cells.filter((cell, i) => rows.some(row => row.cells[i]?.text === cell.text)).length
  return again === 0
    ? `all columns are texts, and none of line ${first.number}'s ${counted(first.cells.length, 'cell')} comes again below`
    : `all columns are texts, and ${again} of line ${first.number}'s ${counted(first.cells.length, 'cell')} come again below`
}

/** What speaks for the first line being names, or a row. */
export const headerFinding = (facts: HeaderFacts): Finding => ({
  setting: 'header',
  label: 'Header',
  value: facts.header ? 'yes' : 'no',
  given: facts.given,
  evidence: [evidenceOf(facts)],
  options: [
    { value: true, label: 'yes', evidence: 'the first line names the columns' },
    { value: false, label: 'no', evidence: 'the first line is a row' },
  ],
})
