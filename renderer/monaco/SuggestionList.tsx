import { Braces, Columns3, DollarSign, SquareFunction, Table2 } from 'lucide-react'
import { createPortal } from 'react-dom'
import { icon14 } from '../ui/icon.ts'
import type { Suggestion } from './completion.ts'

const icons = {
  column: Columns3,
  parameter: DollarSign,
  function: SquareFunction,
  keyword: Braces,
  table: Table2,
} satisfies Record<Suggestion['kind'], typeof Columns3>

export interface SuggestionListProps {
  readonly id: string
  readonly anchor: HTMLElement
  readonly found: readonly Suggestion[]
  readonly chosen: number
  readonly onTake: (index: number) => void
}

const room = 250

/** Below the field (or above, where there is no room): name, and type at the right. */
export const SuggestionList = ({ id, anchor, found, chosen, onTake }: SuggestionListProps) => {
  const box = anchor.getBoundingClientRect()
  const below = box.bottom + room < window.innerHeight
  const place = below ? { top: box.bottom + 4 } : { bottom: window.innerHeight - box.top + 4 }
  return createPortal(
    <div
      id={id}
      role="listbox"
      aria-label="Suggestions"
      className="code-suggestions"
      style={{ left: Math.min(box.left, window.innerWidth - 316), ...place }}
    >
      {found.map((suggestion, index) => {
        const Icon = icons[suggestion.kind]
        return (
          <div
            key={`${suggestion.kind} ${suggestion.label}`}
            id={`${id}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === chosen}
            className="code-suggestion"
            onPointerDown={event => {
              event.preventDefault()
              onTake(index)
            }}
          >
            <Icon {...icon14} />
            <span className="mono el">{suggestion.label}</span>
            <span className="mono f3 el">{suggestion.detail}</span>
          </div>
        )
      })}
      <footer>
        <span className="kbd">Tab</span> insert
        {found[chosen]?.about && <span className="el">{found[chosen].about}</span>}
      </footer>
    </div>,
    document.body,
  )
}
