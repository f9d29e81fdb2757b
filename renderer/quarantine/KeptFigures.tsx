import { PencilLine } from 'lucide-react'
import { useStore } from 'zustand'
import { useEditor } from '../store/use-editor.ts'
import { Button } from '../ui/Button.tsx'
import { icon12 } from '../ui/icon.ts'
import { Words } from '../ui/Words.tsx'
import { keptCounts } from './kept-counts.ts'
import './quarantine.css'
import { StateGlyph } from './StateGlyph.tsx'
import { entryStates, stateWords } from './states.ts'
import { useKept } from './use-kept.ts'

const exact = new Intl.NumberFormat('en-US')

const always: ReadonlySet<string> = new Set(['open', 'corrected'])

/** How many rows a quarantine holds, by what became of them, and the way to correct them. */
const KeptFigures = ({ id }: { readonly id: string }) => {
  const { session } = useEditor()
  const counts = useKept(id)
  const failure = useStore(keptCounts, state => state.failure)
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
      {failure && (
        <p className="err">
          <Words text={failure} />
        </p>
      )}
      <Button size="sm" icon={<PencilLine {...icon12} />} disabled={all === 0} onClick={show}>
        Correct rows
      </Button>
    </section>
  )
}

export default KeptFigures
