import { PencilLine } from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import { problemOf } from '../store/problem-of.ts'
import { useDocument, useEditor, useRun } from '../store/use-editor.ts'
import { Button } from '../ui/Button.tsx'
import { icon12 } from '../ui/icon.ts'
import { keptCounts } from './kept-counts.ts'
import './quarantine.css'
import { StateGlyph } from './StateGlyph.tsx'
import { entryStates, stateWords } from './states.ts'

const exact = new Intl.NumberFormat('en-US')

const always: ReadonlySet<string> = new Set(['open', 'corrected'])

/** How many rows a quarantine holds, by what became of them, and the way to correct them. */
const KeptFigures = ({ id }: { readonly id: string }) => {
  const editor = useEditor()
  const finished = useRun(state => state.finishedAt)
  const path = useDocument(state => state.path)
  const counts = useStore(keptCounts, state => state.sinks.find(({ node }) => node === id)?.counts)
  const [failure, setFailure] = useState<string | null>(null)
  const { client, session } = editor
  const asked = useMemo(() => ({ after: [path, finished], document: editor.current() }), [editor, path, finished])
  useEffect(() => {
    const own = new AbortController()
    const input = { document: asked.document, node: id, offset: 0, limit: 1 }
    client.call('quarantine', input, { signal: own.signal }).then(
      ({ sinks, problems }) => {
        if (own.signal.aborted) return
        keptCounts.setState({ sinks })
        setFailure(problems[0]?.message ?? null)
      },
      (error: unknown) => !own.signal.aborted && setFailure(problemOf(error).message),
    )
    return () => own.abort()
  }, [client, asked, id])
  const all = entryStates.reduce((sum, state) => sum + (counts?.[state] ?? 0), 0)
  const show = () => {
    session.getState().show(id)
    session.getState().setDock({ tab: 'quarantine', open: true })
  }
  return (
    <section className="sec kept-figures" aria-label="Kept rows">
      <dl>
        {entryStates
          .filter(state => always.has(state) || (counts?.[state] ?? 0) > 0)
          .map(state => (
            <div key={state} title={stateWords[state].about}>
              <dt>
                <StateGlyph state={state} /> {stateWords[state].title}
              </dt>
              <dd className="tnum">{counts ? exact.format(counts[state]) : '–'}</dd>
            </div>
          ))}
      </dl>
      {failure && <p className="err">{failure}</p>}
      <Button size="sm" icon={<PencilLine {...icon12} />} disabled={all === 0} onClick={show}>
        Correct rows
      </Button>
    </section>
  )
}

export default KeptFigures
