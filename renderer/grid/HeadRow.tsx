import { ArrowDown, ArrowUp, ListFilter } from 'lucide-react'
import { memo, type PointerEvent } from 'react'
import type { Column } from '#core/relation/relation.ts'
import { SeverityGlyph } from '../ui/SeverityGlyph.tsx'
import { TypeGlyph } from '../ui/TypeGlyph.tsx'
import { ColumnFilter } from './ColumnFilter.tsx'
import { ColumnRules } from './ColumnRules.tsx'
import type { ColumnLayout } from './column-layout.ts'
import { minWidth } from './column-layout.ts'
import type { ColumnCondition, GridCounts, GridSort } from './types.ts'

export interface HeadRowProps {
  readonly columns: readonly Column[]
  readonly layout: ColumnLayout
  readonly numberWidth: number
  readonly firstColumn: number
  readonly endColumn: number
  readonly sort: GridSort
  readonly onSort: (sort: GridSort) => void
  readonly conditions: readonly ColumnCondition[]
  readonly onConditions: (conditions: readonly ColumnCondition[]) => void
  /** Null while not counted. */
  readonly flagged: GridCounts['columns'] | null
  readonly onResize: (column: string, width: number | null) => void
}

const exact = new Intl.NumberFormat('en-US')

const rowsText = (rows: number) =>
  `${rows === 1 ? '1 row has' : `${exact.format(rows)} rows have`} a flag at this column`

/** A click goes from ascending to descending to the file's own order; with Shift it adds a column. */
export const sortedBy = (sort: GridSort, column: string, add: boolean): GridSort => {
  const old = sort.find(term => term.column === column)
  const others = add ? sort.filter(term => term.column !== column) : []
  if (!old) return [...others, { column, direction: 'asc' }]
  return old.direction === 'asc' ? [...others, { column, direction: 'desc' }] : others
}

const Grip = ({
  column,
  width,
  onResize,
}: {
  readonly column: string
  readonly width: number
  readonly onResize: HeadRowProps['onResize']
}) => {
  const grab = (event: PointerEvent<HTMLElement>) => {
    event.preventDefault()
    event.stopPropagation()
    const handle = event.currentTarget
    const start = event.clientX
    handle.setPointerCapture(event.pointerId)
    const move = (next: globalThis.PointerEvent) =>
      onResize(column, Math.max(minWidth, Math.round(width + next.clientX - start)))
    handle.addEventListener('pointermove', move)
    handle.addEventListener('pointerup', () => handle.removeEventListener('pointermove', move), { once: true })
  }
  return (
    <button
      type="button"
      tabIndex={-1}
      aria-label={`Resize ${column}`}
      className="grid-grip"
      onPointerDown={grab}
      onDoubleClick={() => onResize(column, null)}
    />
  )
}

const HeadView = (props: HeadRowProps) => {
  const {
    columns,
    layout,
    numberWidth,
    firstColumn,
    endColumn,
    sort,
    onSort,
    conditions,
    onConditions,
    flagged,
    onResize,
  } = props
  return (
    <div className="grid-head" role="row" tabIndex={-1} aria-rowindex={1}>
      <div className="grid-corner" role="columnheader" tabIndex={-1} aria-colindex={1} style={{ width: numberWidth }}>
        row
      </div>
      <div style={{ width: layout.offsets[firstColumn] }} className="grid-gap" />
      {columns.slice(firstColumn, endColumn).map((column, place) => {
        const index = firstColumn + place
        const width = layout.widths[index] ?? 0
        const term = sort.find(other => other.column === column.name)
        const flags = flagged?.find(each => each.column === column.name && each.rows > 0)
        const condition = conditions.find(other => other.column === column.name)
        const Arrow = term?.direction === 'desc' ? ArrowDown : ArrowUp
        return (
          <div
            key={column.name}
            role="columnheader"
            tabIndex={-1}
            aria-colindex={index + 2}
            aria-sort={term ? (term.direction === 'asc' ? 'ascending' : 'descending') : 'none'}
            className="grid-column"
            style={{ width }}
          >
            <button
              type="button"
              className="grid-sort"
              tabIndex={-1}
              title={`${column.name}\n${column.type}`}
              onClick={event => onSort(sortedBy(sort, column.name, event.shiftKey))}
            >
              <span className="name">
                <TypeGlyph type={column.type} />
                <span className="el">{column.name}</span>
                {term && (
                  <span className="order">
                    <Arrow size={12} strokeWidth={1.75} aria-hidden="true" />
                    {sort.length > 1 && sort.indexOf(term) + 1}
                  </span>
                )}
              </span>
              <span className="facts">
                <span className="el">{column.type.toLowerCase()}</span>
                {flags && (
                  <span className="count" title={rowsText(flags.rows)}>
                    <SeverityGlyph severity={flags.severity} size={12} />
                    {exact.format(flags.rows)}
                  </span>
                )}
              </span>
            </button>
            <ColumnRules column={column} />
            <ColumnFilter
              column={column}
              condition={condition}
              onChange={next =>
                onConditions([...conditions.filter(other => other.column !== column.name), ...(next ? [next] : [])])
              }
            >
              <button
                type="button"
                className={condition ? 'grid-filter on' : 'grid-filter'}
                aria-label={`Filter ${column.name}`}
                tabIndex={-1}
              >
                <ListFilter size={12} strokeWidth={1.75} aria-hidden="true" />
              </button>
            </ColumnFilter>
            <Grip column={column.name} width={width} onResize={onResize} />
          </div>
        )
      })}
    </div>
  )
}

export const HeadRow = memo(HeadView)
