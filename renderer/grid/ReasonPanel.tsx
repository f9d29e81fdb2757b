import { X } from 'lucide-react'
import type { Column } from '#core/relation/relation.ts'
import { IconButton } from '../ui/IconButton.tsx'
import { icon14 } from '../ui/icon.ts'
import type { GridRow } from './page-store.ts'
import { ReasonItems } from './ReasonItems.tsx'
import type { ReasonActions } from './reasons.ts'

export interface ReasonPanelProps extends ReasonActions {
  /** Null: no row is current. */
  readonly index: number | null
  readonly row: GridRow | undefined
  readonly columns: readonly Column[]
  readonly onClose: () => void
  /** Gives the keyboard back to the rows. */
  readonly onLeave: () => void
}

const exact = new Intl.NumberFormat('en-US')

const countText = ({ flags, unevaluated }: GridRow) => {
  const reasons = flags.length === 1 ? '1 reason' : `${flags.length} reasons`
  const unjudged = unevaluated.length === 0 ? [] : [`${unevaluated.length} not judged`]
  return [...(flags.length === 0 ? [] : [reasons]), ...unjudged].join(', ')
}

/** All that is flagged of the current row, beside the rows; follows the cursor. */
export const ReasonPanel = ({ index, row, columns, onClose, onLeave, ...actions }: ReasonPanelProps) => {
  const some = row && row.flags.length + row.unevaluated.length > 0
  return (
    <aside
      className="grid-aside"
      tabIndex={-1}
      aria-label="Reasons of the row"
      onKeyDown={event => {
        if (event.key !== 'Escape') return
        event.stopPropagation()
        onLeave()
      }}
    >
      <header>
        <b>{index === null ? 'Reasons' : `Row ${exact.format(index + 1)}`}</b>
        <span className="f3 tnum">{some && countText(row)}</span>
        <span className="sp" />
        <IconButton size="sm" label="Close" icon={<X {...icon14} />} onClick={onClose} />
      </header>
      <div className="reasons">
        {some ? (
          <ReasonItems
            flags={row.flags}
            unevaluated={row.unevaluated}
            columns={columns}
            values={row.values}
            {...actions}
          />
        ) : (
          <p className="f3">
            {index === null
              ? 'Why the current row is flagged is listed here. F8 goes to the next flagged row.'
              : 'Nothing is flagged of this row.'}
          </p>
        )}
      </div>
    </aside>
  )
}
