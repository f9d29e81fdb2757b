import { FilterX, ListChecks, Rows3 } from 'lucide-react'
import type { Problem } from '#core/problem.ts'
import { Button } from '../ui/Button.tsx'
import { Chip } from '../ui/Chip.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { icon20 } from '../ui/icon.ts'
import { SeverityGlyph } from '../ui/SeverityGlyph.tsx'
import { Words } from '../ui/Words.tsx'
import type { GridState } from './page-store.ts'

export interface GridNoticeProps {
  readonly state: GridState
  readonly coming: GridState | null
  readonly filtered: boolean
  readonly onClearFilter: () => void
  readonly onRetry: () => void
}

const skeleton = Array.from({ length: 12 }, (_, index) => index)
const widths = [72, 108, 96, 148, 84, 64, 120]

const Skeleton = () => (
  <div className="grid-skeleton" aria-hidden="true">
    {skeleton.map(row => (
      <div key={row} className="line">
        {widths.map((width, column) => (
          <span key={width} style={{ width: width * (0.55 + (((row + 1) * (column + 3) * 7) % 40) / 100) }} />
        ))}
      </div>
    ))}
  </div>
)

const Failed = ({ problem, onRetry }: { readonly problem: Problem; readonly onRetry: () => void }) => (
  <div className="grid-over">
    <div className="grid-failed">
      <div className="row">
        <SeverityGlyph severity="error" />
        <b>These rows could not be read</b>
        <span className="sp" />
        <Chip>{problem.code}</Chip>
      </div>
      <p>
        <Words text={problem.message} />
      </p>
      {problem.hint && (
        <p className="f3">
          <Words text={problem.hint} />
        </p>
      )}
      <Button size="sm" onClick={onRetry}>
        Read again
      </Button>
    </div>
  </div>
)

/** What stands in the place of rows: nothing read yet, none there, or the reason why not. */
export const GridNotice = ({ state, coming, filtered, onClearFilter, onRetry }: GridNoticeProps) => {
  if (state.status === 'failed' && state.problem && state.columns.length === 0)
    return <Failed problem={state.problem} onRetry={onRetry} />
  if (state.status === 'loading' && state.columns.length === 0) return <Skeleton />
  const problem = coming?.problem ?? state.problem
  if (problem)
    return (
      <div className="grid-strip" role="status">
        <SeverityGlyph severity="error" size={12} />
        <span className="el">
          These are the rows of the last valid settings. <Words text={problem.message} />
        </span>
      </div>
    )
  if (state.rows > 0 || state.rowCount !== 0) return null
  return (
    <div className="grid-over below">
      {filtered ? (
        <EmptyState
          icon={state.flaggedCount === 0 ? <ListChecks {...icon20} /> : <FilterX {...icon20} />}
          title="No row matches"
          action={
            <Button size="sm" onClick={onClearFilter}>
              Show all rows
            </Button>
          }
        >
          {state.totalCount !== null &&
            `None of ${new Intl.NumberFormat('en-US').format(state.totalCount)} rows is like that.`}
        </EmptyState>
      ) : (
        <EmptyState icon={<Rows3 {...icon20} />} title="No rows">
          The columns are there, and no row came through.
        </EmptyState>
      )}
    </div>
  )
}
