import { Check, CircleDashed, EyeOff, PencilLine, TriangleAlert } from 'lucide-react'
import { icon12 } from '../ui/icon.ts'
import type { EntryState } from './entry.ts'

const glyphs = {
  open: CircleDashed,
  corrected: PencilLine,
  stale: TriangleAlert,
  resolved: Check,
  ignored: EyeOff,
} satisfies Record<EntryState, typeof Check>

/** A state as a silhouette of its own; its word stands beside it. */
export const StateGlyph = ({ state }: { readonly state: EntryState }) => {
  const Glyph = glyphs[state]
  return (
    <span className={`entry-glyph ${state}`}>
      <Glyph {...icon12} />
    </span>
  )
}
