import { Gauge, ListTree, Square } from 'lucide-react'
import { useState } from 'react'
import { blockerText } from '#core/plan/words.ts'
import { formatCount, formatTime } from '../../canvas/count.ts'
import { portLabel, titleOf } from '../../store/ports.ts'
import { useDocument, useEditor } from '../../store/use-editor.ts'
import { Button } from '../../ui/Button.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { icon12, icon20 } from '../../ui/icon.ts'
import { SeverityGlyph } from '../../ui/SeverityGlyph.tsx'
import { Words } from '../../ui/Words.tsx'
import './plan.css'
import { StatementDetail } from './StatementDetail.tsx'
import { StatementList } from './StatementList.tsx'
import { type Plan, type Planned, usePlan } from './use-plan.ts'

/** What is known of the node in the run: its own time where it can be told apart, its rows, and what stops push-down. */
const NodeLine = ({ plan, node, title }: { plan: Plan; node: string; title: (id: string) => string }) => {
  const found = plan.nodes[node]
  if (!found) return <p>{title(node)} takes no part in a run: no sink needs its rows.</p>
  const rows = Object.entries(found.rows).flatMap(([port, count]) =>
    count === null ? [] : [`${portLabel(port)} ${formatCount(count)}`],
  )
  const time =
    found.ms === null
      ? 'The time of its own part cannot be told from that of the statement.'
      : `Its own operators took ${formatTime(found.ms)} over all threads.`
  return (
    <p>
      {plan.analyzed && `${title(node)}: ${rows.join(', ')}. ${time} `}
      {found.blockers.map(blocker => blockerText(blocker, title)).join(' ')}
      {!plan.analyzed &&
        found.blockers.length === 0 &&
        'Nothing keeps a limit or a filter from going down to what is read.'}
    </p>
  )
}

const Analyse = ({ planned }: { readonly planned: Planned }) =>
  planned.analysing ? (
    <Button size="sm" icon={<Square {...icon12} />} onClick={planned.stop}>
      Stop
    </Button>
  ) : (
    <Button
      size="sm"
      icon={<Gauge {...icon12} />}
      disabled={planned.plan === null || planned.waiting}
      title="Runs the flow into a scratch folder and measures each statement; nothing is published"
      onClick={planned.analyse}
    >
      Analyse
    </Button>
  )

/** What a run of the flow sends to DuckDB, with the looked-at node's part in it. */
export default function RunPlan({ node }: { readonly node: string }) {
  const { catalogue } = useEditor()
  const flow = useDocument(state => state.base)
  const planned = usePlan()
  const [chosen, setChosen] = useState<{ readonly node: string; readonly statement: number } | null>(null)
  const { plan, problem } = planned
  const title = (id: string) => titleOf(flow, catalogue, id)
  const first = plan?.nodes[node]?.statements[0] ?? 0
  const statement =
    chosen?.node === node && plan && chosen.statement < plan.statements.length ? chosen.statement : first
  return (
    <div className="plan" aria-busy={planned.waiting || planned.analysing}>
      <div className="plan-top">
        {plan && !problem && <NodeLine plan={plan} node={node} title={title} />}
        {problem && (
          <p className="plan-problem">
            <SeverityGlyph severity="error" size={12} />
            <Words text={problem.message} />
          </p>
        )}
        <Analyse planned={planned} />
      </div>
      {plan && plan.statements.length > 0 ? (
        <div className="plan-body">
          <StatementList
            plan={plan}
            node={node}
            chosen={statement}
            title={title}
            onChoose={next => setChosen({ node, statement: next })}
          />
          <StatementDetail key={statement} plan={plan} index={statement} node={node} title={title} />
        </div>
      ) : (
        !problem && (
          <EmptyState icon={<ListTree {...icon20} />} title={plan ? 'A run sends no statement' : 'Planning a run'} />
        )
      )}
    </div>
  )
}
