import { useState } from 'react'
import { Button } from '../ui/Button.tsx'
import type { Entries } from './entries-state.ts'
import { cellView, type Entry, type EntryColumn, lineOf, movedCells } from './entry.ts'
import { placeText } from './words.ts'

export interface EntryLineProps {
  readonly entries: Entries
  readonly entry: Entry
  /** The current cell; -1 for none. */
  readonly cell: number
  readonly columns: readonly EntryColumn[]
}

/** The line as the file has it, to be corrected as text or cell by cell. */
export const EntryLine = ({ entries, entry, cell, columns }: EntryLineProps) => {
  const before = lineOf(entry)
  const [line, setLine] = useState(before)
  const can = entry.state !== 'resolved'
  const keep = () => line !== before && void entries.change([entry], [{ entry: entry.id, line }], 'Correct a line')
  const { after } = cellView(entry, columns, cell)
  const move = (way: 'remove' | 'insert') =>
    void entries.change(
      [entry],
      [movedCells(entry, cell, way)],
      way === 'remove' ? 'Leave a cell out' : 'Insert a cell',
    )
  return (
    <section className="entry-part">
      <p className="entry-title">
        {placeText(entry)}
        {entry.patch?.line !== null && entry.patch?.line !== undefined && <span className="f3"> corrected</span>}
      </p>
      <textarea
        className="entry-line mono"
        value={line}
        readOnly={!can}
        rows={Math.min(6, Math.max(2, line.split('\n').length))}
        onChange={event => setLine(event.target.value)}
        onKeyDown={event => {
          event.stopPropagation()
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) keep()
          if (event.key === 'Escape') setLine(before)
        }}
        aria-label="The line as text"
        spellCheck={false}
      />
      {entry.patch?.line !== null && entry.patch && <p className="f3 mono entry-was">{entry.place?.raw}</p>}
      <div className="entry-acts">
        <Button size="sm" disabled={!can || line === before} onClick={keep}>
          Keep this line
        </Button>
        {can && cell >= 0 && after !== undefined && (
          <>
            <Button
              size="sm"
              variant="ghost"
              title="The cells behind it move to the left"
              onClick={() => move('remove')}
            >
              Leave the cell out
            </Button>
            <Button
              size="sm"
              variant="ghost"
              title="The cells from here on move to the right"
              onClick={() => move('insert')}
            >
              Insert a cell
            </Button>
          </>
        )}
      </div>
    </section>
  )
}
