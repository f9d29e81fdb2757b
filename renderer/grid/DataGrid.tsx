import { type RefObject, useCallback, useEffect, useId, useImperativeHandle, useMemo, useRef, useState } from 'react'
import type { Problem } from '#core/problem.ts'
import { askForRule } from './ColumnRules.tsx'
import { columnsAt } from './column-layout.ts'
import { FlagLane } from './FlagLane.tsx'
import './grid.css'
import { GridFoot } from './GridFoot.tsx'
import { GridMenu } from './GridMenu.tsx'
import { GridNotice } from './GridNotice.tsx'
import { gridInput } from './grid-input.ts'
import { HeadRow } from './HeadRow.tsx'
import type { GridState } from './page-store.ts'
import { cellOf } from './pointer-cells.ts'
import { ReasonCard } from './ReasonCard.tsx'
import { ReasonPanel } from './ReasonPanel.tsx'
import { Row } from './Row.tsx'
import type { ReasonActions } from './reasons.ts'
import { type Cell, type Selection, selectedIn } from './selection.ts'
import type { ColumnCondition, GridFilter, GridSort, GridSource } from './types.ts'
import { useColumnWidths } from './use-column-widths.ts'
import { useCopy } from './use-copy.ts'
import { useFlagJump } from './use-flag-jump.ts'
import { usePages } from './use-pages.ts'
import { useReason } from './use-reason.ts'
import { numberWidthOf, useReveal } from './use-reveal.ts'
import { rowHeight, useRowScroll } from './use-row-scroll.ts'
import { ValuePanel } from './ValuePanel.tsx'

export interface GridHandle {
  focus(): void
  nextFlagged(backwards: boolean): void
}

export interface DataGridProps {
  readonly source: GridSource
  readonly sort: GridSort
  readonly onSort: (sort: GridSort) => void
  /** What the source is filtered by: to mark what is searched, and to walk what is meant. */
  readonly filter: GridFilter
  readonly onConditions: (conditions: readonly ColumnCondition[]) => void
  readonly onFind: () => void
  readonly onClearFilter: () => void
  /** Whether the current row's reasons stand beside the rows. */
  readonly listing: boolean
  readonly onListing: (listing: boolean) => void
  readonly reasons: ReasonActions
  /** Told which column is the current one; null: none. */
  readonly onColumn?: (name: string | null) => void
  /** Told what is known of the rows, whenever that changes. */
  readonly onState: (state: GridState) => void
  /** Rows of an older text stand while this is wrong. */
  readonly problem?: Problem | null
  readonly label: string
  readonly handle?: RefObject<GridHandle | null>
}

const narrowest = 48
const noConditions: readonly ColumnCondition[] = []

const Grid = (props: DataGridProps) => {
  const {
    source,
    sort,
    onSort,
    filter,
    onConditions,
    onFind,
    onClearFilter,
    listing,
    onListing,
    reasons,
    onState,
    onColumn,
    label,
    handle,
  } = props
  const { columns: conditions = noConditions, search = '' } = filter
  const gridId = useId()
  const root = useRef<HTMLDivElement>(null)
  const side = useRef<HTMLDivElement>(null)
  const { store, state, coming } = usePages(source)
  const { columns, rows } = state
  const scroll = useRowScroll(rows)
  const { layout, resize } = useColumnWidths(source.place, columns, store)
  const [selection, setSelection] = useState<Selection | null>(null)
  const [open, setOpen] = useState(false)
  const [said, setSaid] = useState<{ readonly shown: string; readonly announced?: string }>({ shown: '' })
  const say = useCallback(
    (shown: string, announced?: string) => setSaid(announced ? { shown, announced } : { shown }),
    [],
  )
  const reason = useReason(root, store)
  const copy = useCopy(store, selection, say)
  const names = useMemo(() => new Set(columns.map(column => column.name)), [columns])
  const numberWidth = numberWidthOf(rows, narrowest)
  const { first: firstColumn, end: endColumn } = columnsAt(layout, scroll.left, scroll.view.width + 64)
  const { first, end } = scroll

  useEffect(() => onState(state), [onState, state])
  useEffect(() => store.want(first, end), [store, first, end])
  useEffect(() => setSelection(old => (old && Math.max(old.active.row, old.anchor.row) < rows ? old : null)), [rows])

  const reveal = useReveal(scroll, layout, numberWidth)

  const select = useCallback(
    (cell: Cell, extend: boolean, middle = false) => {
      setSelection(old => ({ active: cell, anchor: extend && old ? old.anchor : cell }))
      reveal(cell.row, cell.column, middle)
      say('')
    },
    [reveal, say],
  )

  // another filter puts another row where the current one was
  const filtered = useRef(filter)
  useEffect(() => {
    if (filtered.current !== filter) setSelection(null)
    filtered.current = filter
  }, [filter])

  const { scroller } = scroll
  const focus = useCallback(() => scroller.current?.focus({ preventScroll: true }), [scroller])
  const arrive = useCallback(
    (cell: Cell) => {
      focus()
      select(cell, false, true)
    },
    [select, focus],
  )
  const jump = useFlagJump(store, filter, selection, first, arrive, say)
  useImperativeHandle(handle, () => ({ focus, nextFlagged: jump }), [focus, jump])

  const list = useCallback(
    (row?: number) => {
      if (row !== undefined)
        setSelection(old =>
          old?.active.row === row ? old : { active: { row, column: 0 }, anchor: { row, column: 0 } },
        )
      onListing(true)
      requestAnimationFrame(() => side.current?.querySelector<HTMLElement>('.grid-aside')?.focus())
    },
    [onListing],
  )
  const actions = useMemo(
    (): ReasonActions => ({
      ...reasons,
      onFilter: flag => {
        focus()
        reasons.onFilter(flag)
      },
      onFilterEvaluation: evaluation => {
        focus()
        reasons.onFilterEvaluation(evaluation)
      },
    }),
    [reasons, focus],
  )
  const goToRow = (row: number) => arrive({ row, column: selection?.active.column ?? 0 })

  const { open: openReason, closeSoon: closeReason } = reason
  const active = selection?.active
  const current = active ? (columns[active.column]?.name ?? null) : null
  useEffect(() => onColumn?.(current), [onColumn, current])
  // the reason of the current cell follows the keyboard, unless all of them stand beside the rows
  useEffect(() => {
    if (!active || listing) closeReason()
    else if (root.current?.contains(document.activeElement)) openReason(active.row, active.column, 400)
  }, [active, listing, openReason, closeReason])

  const sortBy = useCallback(
    (column: number, direction: 'asc' | 'desc') => {
      const name = columns[column]?.name
      if (name !== undefined) onSort([{ column: name, direction }])
    },
    [columns, onSort],
  )
  const ruleOn = (column: number) => {
    const name = columns[column]?.name
    if (name !== undefined) askForRule(name)
  }
  const { onKeyDown, onPointerDown, onPointerOver } = gridInput({
    rows,
    columns: columns.length,
    page: Math.max(1, Math.floor(scroll.view.height / rowHeight) - 1),
    first,
    selection,
    setSelection,
    open,
    setOpen,
    reason,
    select,
    copy,
    jump,
    list: () => list(),
    sort: sortBy,
    rule: ruleOn,
    find: onFind,
    focus,
  })
  const shownRows = Array.from({ length: Math.max(0, end - first) }, (_, index) => first + index)
  const opened = open && active && columns[active.column]

  return (
    <div className="grid">
      <div ref={root} className="grid-table">
        <div
          ref={scroll.scroller}
          className="grid-scroll"
          role="grid"
          tabIndex={0}
          aria-label={label}
          aria-rowcount={state.rowCount === null ? -1 : rows + 1}
          aria-colcount={columns.length + 1}
          aria-multiselectable="true"
          aria-busy={state.status === 'loading' || coming?.status === 'loading'}
          aria-activedescendant={active ? `${gridId}-${active.row}-${active.column}` : undefined}
          aria-describedby={reason.shown ? `${gridId}-reason` : undefined}
          onKeyDown={onKeyDown}
          onBlur={event => !event.currentTarget.contains(event.relatedTarget) && reason.closeSoon()}
        >
          <div className="grid-space" style={{ width: layout.total + numberWidth, height: scroll.map.height + 44 }}>
            <div className="grid-view" style={{ height: scroll.view.height + 44 }}>
              {columns.length > 0 && (
                <HeadRow
                  columns={columns}
                  layout={layout}
                  numberWidth={numberWidth}
                  firstColumn={firstColumn}
                  endColumn={endColumn}
                  sort={sort}
                  onSort={onSort}
                  conditions={conditions}
                  onConditions={onConditions}
                  flagged={state.counts?.columns ?? null}
                  onResize={resize}
                />
              )}
              <GridMenu
                copy={copy}
                onOpenValue={() => setOpen(true)}
                onNextFlagged={() => jump(false)}
                onList={() => list()}
                onSort={direction => active && sortBy(active.column, direction)}
                onRule={() => active && ruleOn(active.column)}
              >
                <div
                  ref={scroll.layer}
                  className="grid-rows"
                  role="rowgroup"
                  onPointerDown={onPointerDown}
                  onPointerOver={onPointerOver}
                  onPointerLeave={reason.closeSoon}
                  onDoubleClick={event => cellOf(event.target) && setOpen(true)}
                >
                  {shownRows.map(index => (
                    <Row
                      key={index}
                      gridId={gridId}
                      index={index}
                      row={store.row(index)}
                      columns={columns}
                      names={names}
                      layout={layout}
                      numberWidth={numberWidth}
                      firstColumn={firstColumn}
                      endColumn={endColumn}
                      {...selectedIn(selection, index)}
                      search={search.toLowerCase()}
                    />
                  ))}
                </div>
              </GridMenu>
            </div>
          </div>
        </div>
        {rows > 0 && <FlagLane scroll={scroll} rows={rows} marks={state.marks} onJump={goToRow} />}
        <GridNotice
          state={state}
          coming={coming}
          filtered={Object.keys(filter).length > 0}
          onClearFilter={onClearFilter}
          onRetry={store.retry}
        />
        <output className="grid-said" aria-hidden={said.announced !== undefined}>
          {said.shown}
        </output>
        <output className="grid-unseen">{said.announced}</output>
        {state.status === 'ready' && (
          <GridFoot
            first={first}
            end={Math.min(rows, first + Math.ceil(scroll.view.height / rowHeight))}
            columns={columns.length}
            ms={state.ms}
            waiting={coming?.status === 'loading'}
          />
        )}
      </div>
      {(opened || listing) && (
        <div ref={side} className="grid-side">
          {listing && (
            <ReasonPanel
              index={active?.row ?? null}
              row={active && store.row(active.row)}
              columns={columns}
              onClose={() => onListing(false)}
              onLeave={focus}
              {...actions}
            />
          )}
          {opened && (
            <ValuePanel
              key={`${active.row} ${opened.name}`}
              source={store.source}
              row={active.row}
              column={opened}
              onClose={() => setOpen(false)}
            />
          )}
        </div>
      )}
      {reason.shown && (
        <ReasonCard
          id={`${gridId}-reason`}
          shown={reason.shown}
          columns={columns}
          counts={state.counts}
          onList={row => {
            reason.close()
            list(row)
          }}
          onEnter={reason.hold}
          onClose={reason.closeSoon}
          {...actions}
        />
      )}
    </div>
  )
}

/** Rows of any number, windowed on both axes, with their flags. Another port starts afresh. */
export const DataGrid = (props: DataGridProps) => <Grid key={props.source.place} {...props} />
