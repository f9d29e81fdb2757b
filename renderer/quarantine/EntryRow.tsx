import { memo } from 'react'
import { shownText } from '../grid/cell-text.ts'
import type { ColumnLayout } from '../grid/column-layout.ts'
import { flagsAt, worstOf } from '../grid/flags.ts'
import { isNumeric } from '../ui/column-type.ts'
import { SeverityGlyph } from '../ui/SeverityGlyph.tsx'
import { CellEditor, type CellEditorProps } from './CellEditor.tsx'
import { cellView, type Entry, type EntryColumn } from './entry.ts'
import type { GridColumn } from './grid-columns.ts'
import { StateGlyph } from './StateGlyph.tsx'
import { stateWords } from './states.ts'
import { momentText, placeText, reasonText } from './words.ts'

export interface EntryRowProps {
  readonly gridId: string
  readonly index: number
  readonly entry: Entry | undefined
  /** Grows with each change: the same entry may have edits on their way. */
  readonly pending: string
  readonly shown: readonly GridColumn[]
  readonly columns: readonly EntryColumn[]
  readonly layout: ColumnLayout
  readonly numberWidth: number
  readonly firstColumn: number
  readonly endColumn: number
  readonly active: number
  readonly from: number
  readonly to: number
  readonly editor: Omit<CellEditorProps, 'label'> | null
}

const exact = new Intl.NumberFormat('en-US')

const Value = ({ text, type }: { readonly text: string | null | undefined; readonly type: string }) =>
  text === undefined ? (
    <i className="f3">missing</i>
  ) : text === null ? (
    <i className="f3">null</i>
  ) : (
    shownText(text, type)
  )

const CellBody = ({
  entry,
  column,
  columns,
  pending,
}: {
  readonly entry: Entry
  readonly column: GridColumn
  readonly columns: readonly EntryColumn[]
  readonly pending: string | null | undefined
}) => {
  const { before, after, changed } = cellView(entry, columns, column.cell)
  if (pending !== undefined) return <span className="waits">{<Value text={pending} type={column.type} />}</span>
  if (!changed) return before === undefined && column.extra ? null : <Value text={before} type={column.type} />
  return (
    <>
      <s>{before === undefined ? '' : <Value text={before} type={column.type} />}</s>{' '}
      {after === undefined ? <i className="f3">left out</i> : <Value text={after} type={column.type} />}
    </>
  )
}

const About = ({ entry, kind }: { readonly entry: Entry; readonly kind: GridColumn['kind'] }) => {
  if (kind === 'state')
    return (
      <>
        <StateGlyph state={entry.state} /> {stateWords[entry.state].title}
      </>
    )
  if (kind === 'reason') return reasonText(entry)
  return kind === 'place' ? placeText(entry) : momentText(entry.lastSeen)
}

/** A line has a cell too many, or one too few, at this place. */
const isOdd = (entry: Entry, column: GridColumn, columns: readonly EntryColumn[]): boolean => {
  if (!entry.place || entry.cells.length === 0) return false
  const { after } = cellView(entry, columns, column.cell)
  return column.extra ? after !== undefined : after === undefined
}

const classOf = (entry: Entry, column: GridColumn, columns: readonly EntryColumn[]): string => {
  if (column.kind !== 'cell') return ` about ${column.kind}`
  const { before, changed } = cellView(entry, columns, column.cell)
  const worst = worstOf(flagsAt(entry.flags, column.name))
  const numeric = isNumeric(column.type) ? ' right' : ''
  if (entry.state === 'resolved') return `${numeric}${changed ? ' fixed' : ''}`
  if (changed) return `${numeric} fixed`
  const odd = isOdd(entry, column, columns) ? ' flagged error' : ''
  return `${numeric}${worst ? ` flagged ${worst}` : odd}${before === null ? ' null' : numeric ? ' num' : ''}`
}

const RowView = (props: EntryRowProps) => {
  const { gridId, index, entry, pending, shown, columns, layout, numberWidth } = props
  const { firstColumn, endColumn, active, from, to, editor } = props
  const waiting = new Map<string, string | null>(pending ? JSON.parse(pending) : [])
  return (
    <div
      role="row"
      tabIndex={-1}
      aria-rowindex={index + 2}
      className={`grid-row${active >= 0 ? ' current' : ''}${entry ? ` entry ${entry.state}` : ''}`}
      data-row={index}
    >
      <div
        role="rowheader"
        tabIndex={-1}
        aria-colindex={1}
        className="grid-number"
        style={{ width: numberWidth }}
        data-column={-1}
      >
        {exact.format(index + 1)}
      </div>
      <div style={{ width: layout.offsets[firstColumn] }} className="grid-gap" />
      {shown.slice(firstColumn, endColumn).map((column, place) => {
        const position = firstColumn + place
        const width = layout.widths[position] ?? 0
        if (!entry) return <div key={column.kind + column.cell} className="grid-cell wait" style={{ width }} />
        const selected = position >= from && position <= to
        const worst = column.kind === 'cell' ? worstOf(flagsAt(entry.flags, column.name)) : null
        const open = editor?.typing.column === position
        const { changed } = cellView(entry, columns, column.cell)
        const flagged = changed || entry.state === 'resolved' ? null : worst
        return (
          <div
            key={column.kind + column.cell}
            id={`${gridId}-${index}-${position}`}
            role="gridcell"
            tabIndex={-1}
            aria-colindex={position + 2}
            aria-selected={selected || position === active}
            data-column={position}
            title={column.kind === 'reason' ? entry.flags.map(({ message }) => message).join('\n') : undefined}
            className={`grid-cell${classOf(entry, column, columns)}${position === active ? ' cur' : ''}${selected ? ' sel' : ''}${open ? ' open' : ''}`}
            style={{ width }}
          >
            {open && editor ? (
              <CellEditor {...editor} label={`${column.name} of row ${index + 1}`} />
            ) : column.kind === 'cell' ? (
              <>
                {flagged && <SeverityGlyph severity={flagged} size={12} />}
                <CellBody entry={entry} column={column} columns={columns} pending={waiting.get(String(column.cell))} />
              </>
            ) : (
              <About entry={entry} kind={column.kind} />
            )}
          </div>
        )
      })}
    </div>
  )
}

export const EntryRow = memo(RowView)
