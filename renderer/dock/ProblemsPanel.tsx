import { Check, Wrench } from 'lucide-react'
import { useState } from 'react'
import { ownNode } from '#core/flow/ports.ts'
import type { Flow } from '#core/flow/types.ts'
import type { Faces } from '#core/node/kind.ts'
import type { Problem } from '#core/problem.ts'
import { formatTime } from '../canvas/count.ts'
import { titleOf } from '../store/ports.ts'
import { useDocument, useEditor, useFacts, useRun, useSession } from '../store/use-editor.ts'
import { Button } from '../ui/Button.tsx'
import { ChipButton } from '../ui/Chip.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { FailedSql } from '../ui/FailedSql.tsx'
import { icon12, icon20 } from '../ui/icon.ts'
import { SeverityGlyph } from '../ui/SeverityGlyph.tsx'
import { Words } from '../ui/Words.tsx'
import type { PanelProps } from './Dock.tsx'

/** Where a problem is, in words: node, then the rule or setting. */
export const placeOf = (flow: Flow, catalogue: Faces, { node, setting }: Problem): string => {
  if (node === undefined) return 'The flow'
  const title = titleOf(flow, catalogue, node)
  if (setting === undefined) return title
  const [key = '', index, ...rest] = setting.split('.')
  const list = flow.nodes[node]?.settings[key]
  const item = Array.isArray(list)
    ? (list[Number(index)] as { readonly id?: unknown; readonly name?: unknown } | undefined)
    : undefined
  const name = item?.id ?? item?.name
  if (key === 'rules' && typeof name === 'string') return `${title}, rule ${name}`
  return typeof name === 'string'
    ? `${title}, ${name}`
    : `${title}, ${[key, ...(index === undefined ? [] : [index]), ...rest].join(' ')}`
}

const order = { error: 0, warning: 1, info: 2 } as const satisfies Record<Problem['severity'], number>

interface RowProps {
  readonly problem: Problem
  readonly flow: Flow
  readonly run: boolean
}

const ProblemRow = ({ problem, flow, run }: RowProps) => {
  const { catalogue, session, actions } = useEditor()
  const ranEdges = useRun(state => state.ran?.flow.edges)
  const { fix } = problem
  const node = problem.node === undefined ? undefined : ownNode(problem.node)
  // A run's problem stays until the next run: a node that it offers is not inserted twice.
  const isOffered = fix && !(run && 'insert' in fix && ranEdges !== flow.edges)
  return (
    <li className="problem">
      <SeverityGlyph severity={problem.severity} />
      <div className="what">
        <div className="said">
          <Words text={problem.message} />
          {problem.hint && (
            <span className="f2">
              {' '}
              <Words text={problem.hint} />
            </span>
          )}
        </div>
        <div className="x f3">
          {run && 'The last run · '}
          {placeOf(flow, catalogue, problem)} · <span className="mono">{problem.code}</span>
        </div>
        <FailedSql sql={problem.sql} />
      </div>
      <div className="acts">
        {isOffered && (
          <Button size="sm" icon={<Wrench {...icon12} />} onClick={() => actions.mend(fix)}>
            {fix.title}
          </Button>
        )}
        {node !== undefined && flow.nodes[node] && (
          <Button size="sm" variant="ghost" onClick={() => session.getState().reveal(node, problem.setting ?? null)}>
            Go to
          </Button>
        )}
      </div>
    </li>
  )
}

/** What can be mended, the gravest first; each with its place, its fix, and the way there. */
export const ProblemsPanel = ({ bar }: PanelProps) => {
  const flow = useDocument(state => state.flow)
  const found = useFacts(state => state.problems)
  const ofRun = useRun(state => state.problems)
  const checkedAt = useFacts(state => state.checkedAt)
  const ms = useFacts(state => state.ms)
  const selection = useSession(state => state.selection)
  const [selected, setSelected] = useState(false)
  const all = [...ofRun.map(problem => ({ problem, run: true })), ...found.map(problem => ({ problem, run: false }))]
  const shown = all
    .filter(({ problem }) => !selected || (problem.node !== undefined && selection.includes(ownNode(problem.node))))
    .sort((a, b) => order[a.problem.severity] - order[b.problem.severity])
  const nodes = Object.keys(flow.nodes).length
  return (
    <>
      {bar(
        <ChipButton
          tone={selected ? 'on' : 'plain'}
          aria-pressed={selected}
          disabled={selection.length === 0 && !selected}
          onClick={() => setSelected(!selected)}
        >
          {selected ? 'Selected nodes' : 'All nodes'}
        </ChipButton>,
      )}
      {shown.length === 0 ? (
        <EmptyState icon={<Check {...icon20} />} title={selected ? 'No problems at the selected nodes' : 'No problems'}>
          {checkedAt === null
            ? 'The flow is checked whenever it changes.'
            : `Checked ${nodes === 1 ? '1 node' : `${nodes} nodes`}${ms === null ? '' : ` in ${formatTime(ms)}`}.`}
        </EmptyState>
      ) : (
        <ul className="problems" aria-label="Problems">
          {shown.map(({ problem, run }) => (
            <ProblemRow
              key={`${run} ${problem.node} ${problem.setting} ${problem.code} ${problem.message}`}
              problem={problem}
              run={run}
              flow={flow}
            />
          ))}
        </ul>
      )}
    </>
  )
}
