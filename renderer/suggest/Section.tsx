import type { ReactNode } from 'react'
import { Button } from '../ui/Button.tsx'

export interface SectionProps {
  readonly title: string
  /** Where the chosen ones go. */
  readonly about: string
  /** All that are listed, and those of them that are chosen. */
  readonly ids: readonly string[]
  readonly chosen: ReadonlySet<string>
  readonly onChosen: (chosen: ReadonlySet<string>) => void
  readonly action: string
  readonly onAction: () => void
  readonly children: ReactNode
}

/** Suggestions of one sort, which can be taken together. */
export const Section = ({ title, about, ids, chosen, onChosen, action, onAction, children }: SectionProps) => {
  const every = ids.length > 0 && ids.every(id => chosen.has(id))
  return (
    <section aria-label={title}>
      <header className="suggest-head">
        <input
          type="checkbox"
          aria-label={`Choose all ${title.toLowerCase()}`}
          checked={every}
          onChange={() => onChosen(new Set(every ? [] : ids))}
        />
        <strong>{title}</strong>
        <span className="f3 x">{about}</span>
        <span className="sp" />
        <Button size="sm" variant={chosen.size > 0 ? 'main' : 'plain'} disabled={chosen.size === 0} onClick={onAction}>
          {action}
        </Button>
      </header>
      <ul>{children}</ul>
    </section>
  )
}
