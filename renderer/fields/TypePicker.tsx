import { Combobox } from '@base-ui/react/combobox'
import { useState } from 'react'
import '../ui/field.css'
import '../ui/float.css'

const types = [
  'VARCHAR',
  'BIGINT',
  'INTEGER',
  'DOUBLE',
  'DECIMAL(18,2)',
  'BOOLEAN',
  'DATE',
  'TIMESTAMP',
  'TIMESTAMPTZ',
  'TIME',
  'UUID',
  'JSON',
  'BLOB',
]

export interface TypePickerProps {
  readonly value: string
  readonly label: string
  readonly placeholder?: string
  readonly invalid?: boolean
  readonly onChange: (type: string, typing?: string) => void
  /** It takes the focus, and shows the usual types. */
  readonly opened?: boolean
  /** It loses the focus, or Enter ends the typing. */
  readonly onEnd?: () => void
}

/** A DuckDB type: one of the usual ones, or any other by typing. */
export const TypePicker = ({
  value,
  label,
  placeholder = 'type',
  invalid,
  onChange,
  opened = false,
  onEnd,
}: TypePickerProps) => {
  const [open, setOpen] = useState(opened)
  return (
    <Combobox.Root
      items={types}
      filter={null}
      value={types.includes(value) ? value : null}
      inputValue={value}
      onInputValueChange={(next, { reason }) => reason === 'input-change' && onChange(next.toUpperCase(), 'type')}
      onValueChange={next => next !== null && onChange(next)}
      open={open}
      onOpenChange={setOpen}
      openOnInputClick
    >
      <Combobox.InputGroup className="ui-field sm type-field" data-invalid={invalid || undefined}>
        <Combobox.Input
          className="mono"
          aria-label={label}
          placeholder={placeholder}
          spellCheck={false}
          autoFocus={opened}
          onBlur={onEnd}
          onKeyDown={event => {
            const isPicking = event.currentTarget.getAttribute('aria-activedescendant')
            if (event.key === 'Enter' && !isPicking) onEnd?.()
          }}
        />
      </Combobox.InputGroup>
      <Combobox.Portal>
        <Combobox.Positioner className="ui-float" sideOffset={4}>
          <Combobox.Popup className="ui-popup list">
            <Combobox.List>
              {(type: string) => (
                <Combobox.Item key={type} value={type} className="ui-item mono">
                  {type}
                </Combobox.Item>
              )}
            </Combobox.List>
          </Combobox.Popup>
        </Combobox.Positioner>
      </Combobox.Portal>
    </Combobox.Root>
  )
}
