import { Cable, ListChecks, ShieldAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { useStore } from 'zustand'
import { useDocument } from '../store/use-editor.ts'
import { Button } from '../ui/Button.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { icon20 } from '../ui/icon.ts'
import type { Entries } from './entries-state.ts'
import { countText } from './words.ts'

/** What stands in the place of rows: none there, or the reason why not. */
export const KeptNotice = ({
  listed,
  entries,
  filtered,
  onAll,
}: {
  readonly listed: NonNullable<ReturnType<Entries['getState']>['listed']>
  readonly entries: Entries
  readonly filtered: boolean
  readonly onAll: () => void
}): ReactNode => {
  const loading = useStore(entries, state => state.loading)
  const flow = useDocument(state => state.base)
  const connected = flow.edges.some(edge => edge.to.split('.')[0] === listed.node)
  if (listed.count > 0 || loading) return null
  const counts = listed.sinks.find(({ node }) => node === listed.node)?.counts
  if (!counts) return null
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0)
  return (
    <div className="grid-over below">
      {!connected ? (
        <EmptyState icon={<Cable {...icon20} />} title="Connect a reject port">
          Draw an edge from the reject of a validator or a source to this quarantine. What it keeps is corrected here,
          and goes in again with the next run.
        </EmptyState>
      ) : filtered && all > 0 ? (
        <EmptyState
          icon={<ListChecks {...icon20} />}
          title="No kept row is like that"
          action={
            <Button size="sm" onClick={onAll}>
              Show all unresolved rows
            </Button>
          }
        />
      ) : all > 0 ? (
        <EmptyState icon={<ListChecks {...icon20} />} title="Nothing is left to correct">
          {countText(all, 'row is', 'rows are')} resolved: the last run no longer brought {all === 1 ? 'it' : 'them'}.
        </EmptyState>
      ) : (
        <EmptyState icon={<ShieldAlert {...icon20} />} title="Nothing is kept here yet">
          Run the flow: rows that arrive here are kept with their reasons, until they are corrected and run again.
        </EmptyState>
      )}
    </div>
  )
}
