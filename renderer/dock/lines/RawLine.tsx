import { memo } from 'react'
import type { DescribedLine } from '#core/source/description.ts'
import { endText, piecesOf, visible } from './line-text.ts'

export interface RawLineProps {
  readonly line: DescribedLine
  readonly index: number
  /** The cell that is lit up, if it is in this line. */
  readonly lit: number | null
  readonly signs: boolean
}

export const cellId = (line: number, cell: number): string => `raw-${line}-${cell}`

const isQuoted = (text: string): boolean => /^\s*(["']).*\1\s*$/s.test(text)

/** A line as it stands in the file. */
export const RawLine = memo(({ line, index, lit, signs }: RawLineProps) => {
  const { number, kind, reason, wrong, cut, end } = line
  const cells = piecesOf(line)
  return (
    <div className={`raw-line is-${kind}`} role="row" tabIndex={-1} data-line={index} title={reason ?? undefined}>
      <span className="raw-number" role="rowheader" tabIndex={-1}>
        {number}
      </span>
      <span className="raw-text">
        {cells.map(({ text, cell, start }) =>
          cell === null ? (
            <span key={start} className="raw-delimiter">
              {visible(text, signs)}
            </span>
          ) : (
            <span
              key={start}
              id={cellId(index, cell)}
              role="gridcell"
              tabIndex={-1}
              data-cell={cell}
              className={`raw-cell${lit === cell ? ' lit' : ''}${wrong.includes(cell) ? ' wrong' : ''}${isQuoted(text) ? ' quoted' : ''}`}
            >
              {visible(text, signs)}
            </span>
          ),
        )}
        {cut && <span className="f3"> …</span>}
        {signs && end !== '' && <span className="raw-end">{endText(end)}</span>}
      </span>
    </div>
  )
})
