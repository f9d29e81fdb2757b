import { Combobox } from '@base-ui/react/combobox'
import { useState } from 'react'
import type { FindingOption } from '#core/source/description.ts'
import { Words } from '../../ui/Words.tsx'

export interface GuessInputProps {
  readonly id: string
  readonly label: string
  /** As it is in force, in words. */
  readonly shown: string
  readonly given: boolean
  readonly options: readonly FindingOption[]
  readonly invalid: boolean
  readonly onChange: (text: string) => void
}

const names: Readonly<Record<string, string>> = { tab: '\t', '\\t': '\t', space: ' ' }

/** What is found out, or what a person says in its place: one of those that were weighed, or anything typed. */
export const GuessInput = ({ id, label, shown, given, options, invalid, onChange }: GuessInputProps) => {
  const [open, setOpen] = useState(false)
  const [typed, setTyped] = useState<string | null>(null)
  const take = () => {
    if (typed !== null && typed !== shown && typed !== '') onChange(names[typed] ?? typed)
    setTyped(null)
  }
  return (
    <Combobox.Root<FindingOption>
      items={options}
      filter={null}
      value={null}
      itemToStringLabel={option => option.label}
      inputValue={typed ?? shown}
      onInputValueChange={(next, { reason }) => reason === 'input-change' && setTyped(next)}
      onValueChange={next => {
        if (next === null) return
        setTyped(null)
        onChange(String(next.value))
      }}
      open={open && options.length > 0}
      onOpenChange={setOpen}
      openOnInputClick
    >
      <Combobox.InputGroup className="ui-field sm guess-field" data-invalid={invalid || undefined}>
        <Combobox.Input
          id={id}
          className={given ? 'mono' : 'mono found'}
          aria-label={label}
          placeholder="found out"
          spellCheck={false}
          onFocus={event => event.currentTarget.select()}
          onBlur={take}
          onKeyDown={event => {
            const isPicking = event.currentTarget.getAttribute('aria-activedescendant')
            if (event.key === 'Enter' && !isPicking) take()
          }}
        />
      </Combobox.InputGroup>
      <Combobox.Portal>
        <Combobox.Positioner className="ui-float" sideOffset={4} align="start">
          <Combobox.Popup className="ui-popup list">
            <Combobox.List>
              {(option: FindingOption) => (
                <Combobox.Item key={String(option.value)} value={option} className="ui-item guess-item">
                  <span className="mono">{option.label}</span>
                  {option.evidence && (
                    <span className="about">
                      <Words text={option.evidence} />
                    </span>
                  )}
                </Combobox.Item>
              )}
            </Combobox.List>
          </Combobox.Popup>
        </Combobox.Positioner>
      </Combobox.Portal>
    </Combobox.Root>
  )
}
