import { Check, Wrench } from 'lucide-react'
import type { Problem } from '#core/problem.ts'
import { titleOf } from '../store/ports.ts'
import { useDocument, useEditor, useFacts, useRun } from '../store/use-editor.ts'
import { Button } from '../ui/Button.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { icon12, icon20 } from '../ui/icon.ts'
import { SeverityGlyph } from '../ui/SeverityGlyph.tsx'
import { Words } from '../ui/Words.tsx'

const rank = { error: 0, warning: 1, info: 2 } as const
const sentence = (text: string) => (/[.!?]$/.test(text) ? text : `${text}.`)
const upper = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

const Line = ({ problem }: { readonly problem: Problem }) => {
  const { session, actions, catalogue } = useEditor()
  const flow = useDocument(state => state.flow)
  const { node, setting, fix } = problem
  const known = node !== undefined && node in flow.nodes
  const place = [known ? titleOf(flow, catalogue, node) : node, setting].filter(Boolean).join(', ')
  return (
    <li className="problem">
      <SeverityGlyph severity={problem.severity} size={14} />
      <div className="problem-words">
        <span>
          <Words text={sentence(problem.message)} />
          {problem.hint && (
            <>
              {' '}
              <Words text={sentence(upper(problem.hint))} />
            </>
          )}
        </span>
        <span className="problem-place">
          {place && `${place} · `}
          <code className="mono">{problem.code}</code>
        </span>
      </div>
      {fix && (
        <Button size="sm" icon={<Wrench {...icon12} />} onClick={() => actions.set(fix.node, fix.path, fix.value)}>
          {fix.title}
        </Button>
      )}
      {known && (
        <Button size="sm" variant="ghost" onClick={() => session.getState().reveal(node, setting ?? null)}>
          Go to
        </Button>
      )}
    </li>
  )
}

/** What is wrong with the flow, and what the last run met, gravest first. */
export const useProblems = (): readonly Problem[] => {
  const checked = useFacts(state => state.problems)
  const ran = useRun(state => state.problems)
  const told = new Set(checked.map(p => `${p.code} ${p.node} ${p.message}`))
  return [...checked, ...ran.filter(p => !told.has(`${p.code} ${p.node} ${p.message}`))].toSorted(
    (a, b) => rank[a.severity] - rank[b.severity],
  )
}

export const ProblemsTab = () => {
  const problems = useProblems()
  const nodes = useDocument(state => Object.keys(state.flow.nodes).length)
  const ms = useFacts(state => state.ms)
  if (problems.length === 0)
    return (
      <EmptyState icon={<Check {...icon20} />} title="No problems">
        Checked {nodes} {nodes === 1 ? 'node' : 'nodes'}
        {ms === null ? '' : `, in ${(ms / 1000).toFixed(2)} s`}
      </EmptyState>
    )
  return (
    <ul className="problems" aria-label="Problems">
      {problems.map(problem => (
        <Line key={`${problem.code} ${problem.node} ${problem.setting} ${problem.message}`} problem={problem} />
      ))}
    </ul>
  )
}
