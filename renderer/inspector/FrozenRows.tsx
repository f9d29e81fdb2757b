import { useRef, useState } from 'react'
import type { Problem } from '#core/problem.ts'
import { ProblemLine } from '../fields/ProblemLine.tsx'
import { freezeRows, frozenIn, thawRows } from '../store/frozen.ts'
import { problemOf } from '../store/problem-of.ts'
import { useDocument, useEditor } from '../store/use-editor.ts'
import { Button } from '../ui/Button.tsx'

/** Freezes and thaws a node that can give stored rows; nothing of any other. */
export const FrozenRows = ({ id }: { readonly id: string }) => {
  const editor = useEditor()
  const node = useDocument(state => state.flow.nodes[id])
  const running = useRef<AbortController | null>(null)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [rows, setRows] = useState<number | null>(null)
  const path = node && frozenIn(editor.catalogue.get(node.kind), node.settings)
  if (path === undefined) return null
  const freeze = async () => {
    const controller = new AbortController()
    running.current = controller
    setBusy(true)
    setProblem(null)
    try {
      setRows(await freezeRows(editor, id, controller.signal))
    } catch (error) {
      if (!controller.signal.aborted) setProblem(problemOf(error))
    }
    setBusy(false)
  }
  const stored = rows === null ? 'The stored rows are' : `${rows.toLocaleString('en-US')} stored rows are`
  return (
    <section className="sec frozen" aria-label="Frozen rows" aria-busy={busy}>
      <p className="f2" role="status">
        {busy
          ? 'Rows are being stored …'
          : path === null
            ? 'Not frozen: rows pass through.'
            : `Frozen: ${stored} read, and nothing that is needed for them alone is run.`}
      </p>
      <div className="row">
        {busy ? (
          <Button size="sm" onClick={() => running.current?.abort()}>
            Stop
          </Button>
        ) : (
          <Button size="sm" onClick={freeze}>
            {path === null ? 'Freeze' : 'Freeze again'}
          </Button>
        )}
        {path !== null && !busy && (
          <Button size="sm" onClick={() => thawRows(editor, id)}>
            Thaw
          </Button>
        )}
      </div>
      {problem && <ProblemLine problem={problem} />}
    </section>
  )
}
