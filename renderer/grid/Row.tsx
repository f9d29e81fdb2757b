import { memo } from 'react'
import type { Column } from '#core/relation/relation.ts'
import { isNumeric } from '../ui/column-type.ts'
import { SeverityGlyph } from '../ui/SeverityGlyph.tsx'
import { shownText } from './cell-text.ts'
import type { ColumnLayout } from './column-layout.ts'
import { EvaluationGlyph } from './EvaluationGlyph.tsx'
import { evaluationsAt, flagsAt, rowEvaluations, rowFlags, worstOf } from './flags.ts'
import type { GridRow } from './page-store.ts'

export interface RowProps {
  readonly gridId: string
  readonly index: number
  readonly row: GridRow | undefined
  readonly columns: readonly Column[]
  readonly names: ReadonlySet<string>
  readonly layout: ColumnLayout
  readonly numberWidth: number
  readonly firstColumn: number
  readonly endColumn: number
  /** Current column, or -1. */
  readonly active: number
  /** Selected columns, inclusive; -1 for none. */
  readonly from: number
  readonly to: number
  readonly search: string
}

const exact = new Intl.NumberFormat('en-US')

/** The places of what is searched, marked. */
const Marked = ({ text, search }: { readonly text: string; readonly search: string }) => {
  const at = search ? text.toLowerCase().indexOf(search) : -1
  if (at < 0) return text
  const end = at + search.length
  return (
    <>
      {text.slice(0, at)}
      <mark>{text.slice(at, end)}</mark>
      {text.slice(end)}
    </>
  )
}

interface CellProps {
  readonly id: string
  readonly column: Column
  readonly index: number
  readonly width: number
  readonly row: GridRow
  readonly state: string
  readonly selected: boolean
  readonly search: string
}

const DataCell = ({ id, column, index, width, row, state, selected, search }: CellProps) => {
  const value = row.values[index]
  const flags = row.flags.length ? flagsAt(row.flags, column.name) : row.flags
  const worst = worstOf(flags)
  const [unjudged] = row.unevaluated.length ? evaluationsAt(row.unevaluated, column.name) : row.unevaluated
  const marks = `${worst ? ` flagged ${worst}` : ''}${unjudged ? ` unjudged ${unjudged.state}` : ''}`
  const kind = value === null ? ' null' : isNumeric(column.type) ? ' num' : ''
  return (
    <div
      id={id}
      role="gridcell"
      tabIndex={-1}
      aria-colindex={index + 2}
      aria-selected={selected}
      data-column={index}
      className={`grid-cell${kind}${isNumeric(column.type) ? ' right' : ''}${marks}${state}`}
      style={{ width }}
    >
      {worst && <SeverityGlyph severity={worst} size={12} />}
      {unjudged && <EvaluationGlyph state={unjudged.state} size={12} />}
      <Marked text={shownText(value, column.type)} search={search} />
      {row.cut.has(index) && '…'}
    </div>
  )
}

const RowView = (props: RowProps) => {
  const { gridId, index, row, columns, names, layout, numberWidth, firstColumn, endColumn, active, from, to, search } =
    props
  const lost = row?.flags.length ? rowFlags(row.flags, names) : []
  const worst = worstOf(lost)
  const [unjudged] = row?.unevaluated.length ? rowEvaluations(row.unevaluated, names) : []
  const cells = columns.slice(firstColumn, endColumn)
  return (
    <div
      role="row"
      tabIndex={-1}
      aria-rowindex={index + 2}
      className={active >= 0 ? 'grid-row current' : 'grid-row'}
      data-row={index}
    >
      <div
        role="rowheader"
        tabIndex={-1}
        aria-colindex={1}
        className={`grid-number${worst ? ` flagged ${worst}` : ''}`}
        style={{ width: numberWidth }}
        data-column={-1}
      >
        {worst ? (
          <SeverityGlyph severity={worst} size={12} />
        ) : (
          unjudged && <EvaluationGlyph state={unjudged.state} size={12} />
        )}
        {exact.format(index + 1)}
      </div>
      <div style={{ width: layout.offsets[firstColumn] }} className="grid-gap" />
      {cells.map((column, place) => {
        const at = firstColumn + place
        const width = layout.widths[at] ?? 0
        if (!row) return <div key={column.name} className="grid-cell wait" style={{ width }} />
        const selected = at >= from && at <= to
        const state = `${at === active ? ' cur' : ''}${selected ? ' sel' : ''}`
        return (
          <DataCell
            key={column.name}
            id={`${gridId}-${index}-${at}`}
            column={column}
            index={at}
            width={width}
            row={row}
            state={state}
            selected={selected || at === active}
            search={search}
          />
        )
      })}
    </div>
  )
}

export const Row = memo(RowView)
