import { X } from 'lucide-react'
import { formatCount } from '../canvas/count.ts'
import { titleOf } from '../store/ports.ts'
import { useDocument, useEditor, useRun } from '../store/use-editor.ts'
import { Button } from '../ui/Button.tsx'
import { StateLight } from '../ui/StateLight.tsx'

const percent = (part: number, whole: number) => (whole === 0 ? '0 %' : `${((part / whole) * 100).toFixed(1)} %`)

/** Rules whose gate stopped the run, with the node they belong to. */
const useStopped = () => {
  const report = useRun(state => state.report)
  return Object.entries(report?.nodes ?? {}).flatMap(([node, { rules = [], ports }]) =>
    rules.filter(rule => rule.gate === 'stopped').map(rule => ({ node, rule, rejected: ports.reject?.rows ?? null })),
  )
}

/** A run that failed, or that a gate stopped, says so above the canvas: what, why, and where to look. */
export const RunStrip = () => {
  const { run, session, catalogue } = useEditor()
  const status = useRun(state => state.status)
  const dismissed = useRun(state => state.dismissed)
  const problem = useRun(state => state.problems.find(found => found.severity === 'error') ?? state.problems[0])
  const flow = useDocument(state => state.flow)
  const [stopped] = useStopped()
  if (dismissed || (status !== 'failed' && status !== 'gated')) return null
  const node = stopped?.node ?? problem?.node
  const title = node === undefined ? '' : titleOf(flow, catalogue, node)
  const show = () => {
    if (node === undefined) return
    session.getState().reveal(node, problem?.setting ?? null)
    if (stopped) session.getState().show(node, 'reject')
  }
  return (
    <div className="run-strip" role="alert">
      <StateLight state={status === 'gated' ? 'gated' : 'failed'} />
      <b>{status === 'gated' ? 'Stopped before publishing' : 'The run failed'}</b>
      <span className="f2 el">
        {stopped
          ? `${percent(stopped.rule.failed, stopped.rule.evaluated)} of rows fail ${stopped.rule.id} in ${title}. Nothing was published.`
          : `${problem?.message ?? 'The engine gave no reason.'}${problem?.hint ? ` ${problem.hint}` : ''}`}
      </span>
      <span className="sp" />
      {node !== undefined && (
        <Button size="sm" onClick={show}>
          {stopped?.rejected ? `Show ${formatCount(stopped.rejected)} rows` : `Go to ${title}`}
        </Button>
      )}
      <button type="button" className="close" aria-label="Put this away" onClick={() => run.getState().dismiss()}>
        <X size={12} strokeWidth={1.75} />
      </button>
    </div>
  )
}
