import { Search } from 'lucide-react'
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react'
import type { RuleFace } from '#core/rules/rule.ts'
import './rules.css'
import { searchRules } from './search.ts'

export interface RulePickerProps {
  /** Rules for a column of this type come first. */
  readonly type?: string
  readonly onPick: (kind: RuleFace) => void
}

const judges = {
  cell: 'flags cells',
  row: 'flags rows',
  whole: 'one outcome for all rows',
} as const satisfies Record<RuleFace['flags'], string>

/** The catalogue of rules, search first: by title, by what it does, and by other tools' names. */
export const RulePicker = ({ type, onPick }: RulePickerProps) => {
  const [query, setQuery] = useState('')
  const [active, setActive] = useState(0)
  const list = useRef<HTMLDivElement>(null)
  const id = useId()
  const groups = useMemo(() => searchRules(query, type ?? null), [query, type])
  const rules = groups.flatMap(group => group.rules)
  const at = Math.min(active, rules.length - 1)
  const chosen = rules[at]
  useEffect(() => {
    list.current?.querySelectorAll('[role="option"]')[at]?.scrollIntoView({ block: 'nearest' })
  }, [at])
  const onKeyDown = (event: KeyboardEvent) => {
    const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }
    const step = steps[event.key]
    if (event.key === 'Escape') return
    event.stopPropagation()
    if (event.key === 'Enter' && chosen) onPick(chosen.kind)
    if (step !== undefined) setActive(Math.max(0, Math.min(rules.length - 1, at + step)))
    if (step !== undefined || event.key === 'Enter') event.preventDefault()
  }
  let index = -1
  return (
    <div className="rule-picker">
      <label className="search-field">
        <Search size={14} strokeWidth={1.75} aria-hidden="true" />
        <input
          role="combobox"
          aria-expanded="true"
          aria-controls={id}
          aria-activedescendant={chosen ? `${id}-${at}` : undefined}
          aria-label="Search rules"
          placeholder="Search rules"
          value={query}
          onChange={event => {
            setQuery(event.target.value)
            setActive(0)
          }}
          onKeyDown={onKeyDown}
        />
      </label>
      <div className="rule-picker-list" role="listbox" id={id} ref={list} aria-label="Rules">
        {groups.map(group => (
          <div key={group.title} role="group" aria-label={group.title}>
            {query === '' && (
              <div className="ui-group-label" aria-hidden="true">
                {group.title}
              </div>
            )}
            {group.rules.map(({ kind, alias }) => {
              const own = ++index
              return (
                <div
                  key={kind.kind}
                  id={`${id}-${own}`}
                  role="option"
                  tabIndex={-1}
                  aria-selected={own === at}
                  className={own === at ? 'ui-item on' : 'ui-item'}
                  onPointerMove={() => setActive(own)}
                  onPointerDown={event => {
                    event.preventDefault()
                    onPick(kind)
                  }}
                >
                  <span className="grow el">{kind.title}</span>
                  {alias && <span className="hint el">{alias}</span>}
                </div>
              )
            })}
          </div>
        ))}
        {rules.length === 0 && (
          <p className="rule-picker-none">No rule is called that. Try what it checks: “date”, “email”.</p>
        )}
      </div>
      {chosen && (
        <p className="rule-picker-about">
          {chosen.kind.summary} <span>{`${chosen.kind.dimension}, ${judges[chosen.kind.flags]}`}</span>
        </p>
      )}
    </div>
  )
}
