import './quarantine.css'
import { StateGlyph } from './StateGlyph.tsx'
import { entryStates, stateWords } from './states.ts'
import { useKept } from './use-kept.ts'

const short = new Intl.NumberFormat('en-US', { notation: 'compact' })

const told: ReadonlySet<string> = new Set(['open', 'corrected', 'stale'])

/** On a quarantine's card: how many of its rows wait for somebody, as signs with counts. */
const KeptWord = ({ id }: { readonly id: string }) => {
  const counts = useKept(id)
  const some = entryStates.filter(state => told.has(state) && (counts?.[state] ?? 0) > 0)
  if (!counts || some.length === 0) return null
  const words = some.map(state => `${counts[state]} ${stateWords[state].title.toLowerCase()}`).join(', ')
  return (
    <span className="kept-word" role="img" aria-label={words} title={words}>
      {some.map(state => (
        <span key={state}>
          <StateGlyph state={state} /> {short.format(counts[state])}
        </span>
      ))}
    </span>
  )
}

export default KeptWord
