import { X } from 'lucide-react'
import { useMemo, useState } from 'react'
import { saveFlow } from '#core/flow/save.ts'
import { trialOfRule } from '#core/suggest/trial.ts'
import { countText } from '../dock/profile-words.ts'
import type { PortSuggestions } from '../dock/use-port.ts'
import { sourceOf, useVersion } from '../dock/use-source.ts'
import { DataGrid } from '../grid/DataGrid.tsx'
import type { ReasonActions } from '../grid/reasons.ts'
import type { GridFilter, GridSort } from '../grid/types.ts'
import { type End, titleOf } from '../store/ports.ts'
import { useDocument, useEditor } from '../store/use-editor.ts'
import { IconButton } from '../ui/IconButton.tsx'
import { icon14 } from '../ui/icon.ts'

export interface TrialRowsProps {
  readonly rows: End
  readonly suggestion: PortSuggestions['rules'][number]
  readonly onClose: () => void
}

const noSort: GridSort = []
const nothing = () => undefined

/** What stands where a rule that is no part of the flow would be named. */
const suggested = 'the suggested rule'

/** The rows that a suggested rule would flag: of the flow as it would be with it. */
export const TrialRows = ({ rows, suggestion, onClose }: TrialRowsProps) => {
  const editor = useEditor()
  const { catalogue, session } = editor
  const { rule, title, flagged } = suggestion
  const version = useVersion(rows)
  const flow = useDocument(state => state.base)
  const trial = useMemo(() => trialOfRule(flow, rows, suggestion), [flow, rows, suggestion])
  const own = useMemo((): GridFilter => ({ rule: { node: trial.node, rule: rule.id } }), [trial, rule])
  const [sort, setSort] = useState(noSort)
  const [filter, setFilter] = useState(own)
  const [listing, setListing] = useState(false)
  const source = useMemo(() => {
    const current = () => ({ ...editor.current(), text: saveFlow(trial.flow, catalogue) })
    const place = { node: trial.node, port: 'out', version }
    return sourceOf({ client: editor.client, current }, place, { sort, filter, ownTable: true })
  }, [editor, catalogue, trial, version, sort, filter])
  const reasons = useMemo(
    (): ReasonActions => ({
      titleOf: id => (flow.nodes[id] ? titleOf(flow, catalogue, id) : suggested),
      whenOf: () => null,
      isThere: id => id in flow.nodes,
      onGoTo: ({ node }) => session.getState().reveal(node),
      onFilter: ({ node, rule: other, via }) => setFilter({ ...own, rule: { node, rule: other, via } }),
      onFilterEvaluation: ({ rule: other, state }) => setFilter({ evaluation: { rule: other, state } }),
    }),
    [flow, catalogue, session, own],
  )
  return (
    <section className="trial" aria-label={`Rows that ${title} would flag`}>
      <header>
        <strong className="el">{title}</strong>
        <span className="f3">{flagged === 1 ? 'would flag 1 row' : `would flag ${countText(flagged)} rows`}</span>
        <span className="sp" />
        <IconButton size="sm" label="Close the rows" icon={<X {...icon14} />} onClick={onClose} />
      </header>
      <DataGrid
        source={source}
        sort={sort}
        onSort={setSort}
        filter={filter}
        onConditions={columns => setFilter({ ...own, ...(columns.length > 0 ? { columns: [...columns] } : {}) })}
        onFind={nothing}
        onClearFilter={() => setFilter(own)}
        listing={listing}
        onListing={setListing}
        reasons={reasons}
        onState={nothing}
        label={`Rows that ${title} would flag`}
      />
    </section>
  )
}
