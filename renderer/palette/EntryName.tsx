import { KindIcon } from '../app/KindIcon.tsx'
import type { Found } from './search.ts'

const uses = { formula: 'formula', measure: 'measure', window: 'window' } as const

/** What an entry is called, and beside it the name by which it was found; of a function, what it becomes. */
export const EntryName = ({ entry }: { readonly entry: Found }) => (
  <>
    <KindIcon kind={entry.kind.kind} />
    <span className={entry.offer ? 'el mono' : 'el'}>{entry.title}</span>
    {(entry.alias ?? entry.offer) && (
      <span className="alias el">{entry.alias ?? (entry.offer && uses[entry.offer.use])}</span>
    )}
  </>
)

/** What an entry does, in a sentence; of a function, how it is called, too. */
export const EntryAbout = ({ entry }: { readonly entry: Found }) => (
  <>
    {entry.offer && <code className="pal-call mono">{entry.offer.signature}</code>}
    {entry.summary}
  </>
)
