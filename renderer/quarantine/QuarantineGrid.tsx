import { KeyRound } from 'lucide-react'
import Papa from 'papaparse'
import {
  type ClipboardEvent,
  type RefObject,
  useCallback,
  useEffect,
  useId,
  useImperativeHandle,
  useMemo,
  useRef,
  useState,
} from 'react'
import { useStore } from 'zustand'
import { columnsAt } from '../grid/column-layout.ts'
import { toTsv, writeClipboard } from '../grid/copy.ts'
import '../grid/grid.css'
import { cellOf } from '../grid/pointer-cells.ts'
import { type Cell, rangeOf, type Selection, selectedIn } from '../grid/selection.ts'
import { numberWidthOf, useReveal } from '../grid/use-reveal.ts'
import { headHeight, rowHeight, useRowScroll } from '../grid/use-row-scroll.ts'
import { icon12 } from '../ui/icon.ts'
import { TypeGlyph } from '../ui/TypeGlyph.tsx'
import { EntryRow } from './EntryRow.tsx'
import { type Entries, mostAtOnce, pageSize, pendingKey } from './entries-state.ts'
import { cellView, type Entry, type Way } from './entry.ts'
import { type GridColumn, gridColumns, grown, layoutFor, mostCells } from './grid-columns.ts'
import { entryInput } from './keys.ts'
import { stateWords } from './states.ts'
import { useCorrecting } from './use-correcting.ts'
import { countText, momentText, placeText, reasonText } from './words.ts'

export interface GridHandle {
  focus(): void
}

export interface QuarantineGridProps {
  readonly entries: Entries
  readonly way: Way
  readonly label: string
  readonly selection: Selection | null
  readonly onSelection: (selection: Selection | null) => void
  readonly onFind: () => void
  /** Shows what is known of the current row beside the rows. */
  readonly onAbout: () => void
  readonly handle: RefObject<GridHandle | null>
}

const titleOfColumn = ({ name, type, isKey, extra }: GridColumn): string =>
  extra ? `${name}: the file has no column for it` : [name, type, ...(isKey ? ['Key'] : [])].join('\n')

const Head = ({
  column,
  width,
  position,
}: {
  readonly column: GridColumn
  readonly width: number
  readonly position: number
}) => (
  <div
    role="columnheader"
    tabIndex={-1}
    aria-colindex={position + 2}
    className={column.kind === 'cell' ? 'grid-column' : 'grid-column about'}
    style={{ width }}
    title={column.kind === 'cell' ? titleOfColumn(column) : undefined}
  >
    <span className="entry-head">
      {column.kind === 'cell' && <TypeGlyph type={column.type} />}
      <span className="el">{column.name}</span>
      {column.isKey && <KeyRound {...icon12} aria-label="key" />}
    </span>
  </div>
)

/** The text of a cell, as it is copied. */
const textAt = (entry: Entry, column: GridColumn, columns: Parameters<typeof cellView>[1]): string | null => {
  if (column.kind === 'cell') return cellView(entry, columns, column.cell).after ?? null
  const texts = {
    state: stateWords[entry.state].title,
    reason: reasonText(entry),
    place: placeText(entry),
    seen: momentText(entry.lastSeen),
  }
  return texts[column.kind]
}

/** Rows that were kept, with their cells to be corrected in place; windowed on both axes. */
export const QuarantineGrid = (props: QuarantineGridProps) => {
  const { entries, way, label, selection, onSelection, onFind, onAbout, handle } = props
  const gridId = useId()
  const listed = useStore(entries, state => state.listed)
  const version = useStore(entries, state => state.version)
  const pending = useStore(entries, state => state.pending)
  const loading = useStore(entries, state => state.loading)
  const rows = listed?.count ?? 0
  const columns = useMemo(() => listed?.columns ?? [], [listed])
  const scroll = useRowScroll(rows)
  const { scroller, first, end } = scroll
  const [said, say] = useState('')
  const top = useMemo(
    () =>
      version < 0
        ? []
        : Array.from({ length: pageSize }, (_, index) => entries.row(index)).filter(entry => entry !== undefined),
    [entries, version],
  )
  const text = JSON.stringify(columns)
  const most = mostCells(top)
  const shown = useMemo(() => gridColumns(JSON.parse(text), most, way === 'lines'), [text, most, way])
  const fitting = useMemo(() => layoutFor(shown, columns, top), [shown, columns, top])
  const [kept, setKept] = useState({ shown, layout: fitting })
  const layout = kept.shown === shown ? grown(kept.layout, fitting) : fitting
  if (kept.shown !== shown || kept.layout !== layout) setKept({ shown, layout })
  const numberWidth = numberWidthOf(rows, 40)
  const { first: firstColumn, end: endColumn } = columnsAt(layout, scroll.left, scroll.view.width + 64)

  useEffect(() => {
    if (version >= 0) entries.want(first, end)
  }, [entries, first, end, version])

  const reveal = useReveal(scroll, layout, numberWidth)
  const anchor = useRef<Cell | null>(null)
  anchor.current = selection?.anchor ?? null
  const select = useCallback(
    (cell: Cell, extend = false) => {
      onSelection({ active: cell, anchor: (extend && anchor.current) || cell })
      reveal(cell.row, cell.column)
      say('')
    },
    [onSelection, reveal],
  )
  const focus = useCallback(() => scroller.current?.focus({ preventScroll: true }), [scroller])
  useImperativeHandle(handle, () => ({ focus }), [focus])
  const selectOne = useCallback((cell: Cell) => select(cell), [select])
  const correcting = useCorrecting({ entries, shown, columns, way, selection, rows, select: selectOne, say, focus })
  const { typing } = correcting

  const copy = async () => {
    if (!selection) return
    const { top, bottom, left, right } = rangeOf(selection)
    const found = await entries.read(top, Math.min(bottom + 1, top + mostAtOnce))
    const block = shown.slice(left, right + 1)
    writeClipboard(
      toTsv(
        { columns: [...block], rows: found.map(entry => block.map(column => textAt(entry, column, columns))) },
        false,
      ),
    )
    say(`Copied ${countText(found.length * block.length, 'cell')}`)
  }
  const { onKeyDown, onPointerDown } = entryInput({
    extent: { rows, columns: shown.length, page: Math.max(1, Math.floor(scroll.view.height / rowHeight) - 1) },
    first,
    selection,
    setSelection: onSelection,
    select,
    type: correcting.open,
    clear: correcting.clear,
    copy: () => void copy(),
    undo: () => void entries.undo(),
    redo: () => void entries.redo(),
    find: onFind,
    about: onAbout,
    focus,
  })
  const onPaste = (event: ClipboardEvent) => {
    if (event.target instanceof HTMLInputElement) return
    event.preventDefault()
    const text = event.clipboardData.getData('text/plain').replace(/\r?\n$/, '')
    correcting.paste(Papa.parse<string[]>(text, { delimiter: '\t' }).data)
  }

  const active = selection?.active
  const range = selection && rangeOf(selection)
  const inView = Array.from({ length: Math.max(0, end - first) }, (_, index) => first + index)
  const waitingOf = (entry: Entry | undefined) =>
    entry === undefined || pending.size === 0
      ? ''
      : JSON.stringify(
          shown.flatMap(({ kind, cell }) =>
            kind === 'cell' && pending.has(pendingKey(entry.id, cell))
              ? [[String(cell), pending.get(pendingKey(entry.id, cell)) ?? null]]
              : [],
          ),
        )
  return (
    <div className="grid-table entries-table">
      <div
        ref={scroller}
        className="entries-scroll"
        role="grid"
        tabIndex={0}
        aria-label={label}
        aria-rowcount={rows + 1}
        aria-colcount={shown.length + 1}
        aria-multiselectable="true"
        aria-busy={loading}
        aria-activedescendant={active ? `${gridId}-${active.row}-${active.column}` : undefined}
        onKeyDown={onKeyDown}
        onPaste={onPaste}
      >
        <div
          className="grid-space"
          style={{ width: layout.total + numberWidth, height: scroll.map.height + headHeight }}
        >
          <div className="grid-view" style={{ height: scroll.view.height + headHeight }}>
            <div className="grid-head" role="row" tabIndex={-1} aria-rowindex={1}>
              <div
                className="grid-corner"
                role="columnheader"
                tabIndex={-1}
                aria-colindex={1}
                style={{ width: numberWidth }}
              >
                row
              </div>
              <div style={{ width: layout.offsets[firstColumn] }} className="grid-gap" />
              {shown.slice(firstColumn, endColumn).map((column, place) => (
                <Head
                  key={column.kind + column.cell}
                  column={column}
                  width={layout.widths[firstColumn + place] ?? 0}
                  position={firstColumn + place}
                />
              ))}
            </div>
            <div
              ref={scroll.layer}
              className="grid-rows"
              role="rowgroup"
              onPointerDown={onPointerDown}
              onDoubleClick={event => {
                const cell = cellOf(event.target)
                if (cell && cell.column >= 0) correcting.open(cell, null)
              }}
            >
              {inView.map(index => {
                const entry = entries.row(index)
                return (
                  <EntryRow
                    key={index}
                    gridId={gridId}
                    index={index}
                    entry={entry}
                    pending={waitingOf(entry)}
                    shown={shown}
                    columns={columns}
                    layout={layout}
                    numberWidth={numberWidth}
                    firstColumn={firstColumn}
                    endColumn={endColumn}
                    {...selectedIn(selection, index)}
                    editor={
                      typing?.row === index
                        ? {
                            typing,
                            selected: range ? range.bottom - range.top + 1 : 1,
                            onKeep: correcting.keep,
                            onCancel: correcting.cancel,
                          }
                        : null
                    }
                  />
                )
              })}
            </div>
          </div>
        </div>
      </div>
      <output className="grid-said">{said}</output>
    </div>
  )
}
