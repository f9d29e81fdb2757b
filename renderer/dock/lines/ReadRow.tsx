import { memo } from 'react'
import type { DescribedColumn, DescribedLine } from '#core/source/description.ts'

export interface ReadRowProps {
  readonly line: DescribedLine
  readonly index: number
  readonly lit: number | null
  readonly columns: readonly DescribedColumn[]
}

const said = {
  header: 'names the columns',
  skipped: 'left out: above the table',
  empty: 'an empty line',
  fault: '',
  row: '',
}

export const readId = (line: number, cell: number): string => `read-${line}-${cell}`

const longest = 200

/** What a line is read as, or why it is no row. */
export const ReadRow = memo(({ line, index, lit, columns }: ReadRowProps) => {
  const { kind, values, wrong, reason } = line
  return (
    <div
      className={`read-row is-${kind}`}
      role="row"
      tabIndex={-1}
      data-line={index}
      title={values === null ? undefined : (reason ?? undefined)}
    >
      {values === null ? (
        <>
          <div id={readId(index, 0)} role="gridcell" tabIndex={-1} className="about">
            {reason ?? said[kind]}
          </div>
          {columns.slice(1).map(({ name }) => (
            <div key={name} aria-hidden="true" />
          ))}
        </>
      ) : (
        columns.map(({ name }, cell) => {
          const value = values[cell] ?? null
          const bad = wrong.includes(cell)
          return (
            <div
              key={name}
              id={readId(index, cell)}
              role="gridcell"
              tabIndex={-1}
              data-cell={cell}
              className={`${lit === cell ? 'lit ' : ''}${bad ? 'wrong ' : ''}${value === null ? 'null' : ''}`}
            >
              {value === null ? (bad ? 'no value' : 'null') : value.slice(0, longest)}
            </div>
          )
        })
      )}
    </div>
  )
})
