import { ArrowRight } from 'lucide-react'
import { countText, valueText } from '../dock/profile-words.ts'
import { icon12 } from '../ui/icon.ts'

export interface ChangesProps {
  readonly changes: readonly { readonly before: string; readonly after: string | null; readonly rows: number }[]
}

/** A text with its outer spaces in sight. */
const seen = (text: string): string =>
  text === '' ? valueText(text, 'VARCHAR') : text.replace(/^\s+|\s+$|\s{2,}/g, spaces => '␣'.repeat(spaces.length))

/** Values before and after a repair. */
export const Changes = ({ changes }: ChangesProps) => (
  <ul className="changes" aria-label="Values before and after">
    {changes.map(({ before, after, rows }) => (
      <li key={`${before} ${after}`}>
        <span className="el mono">{seen(before)}</span>
        <ArrowRight {...icon12} aria-label="becomes" />
        {after === null ? <span className="f3">null</span> : <span className="el mono">{seen(after)}</span>}
        <span className="f3 x">{rows === 1 ? '1 row' : `${countText(rows)} rows`}</span>
      </li>
    ))}
  </ul>
)
