import { Combobox } from '@base-ui/react/combobox'
import { ChevronDown } from 'lucide-react'
import { useState } from 'react'
import type { Column } from '#core/relation/relation.ts'
import '../ui/field.css'
import '../ui/float.css'
import { TypeGlyph } from '../ui/TypeGlyph.tsx'

export interface ColumnPickerProps {
  readonly value: string
  readonly columns: readonly Column[]
  readonly onChange: (column: string) => void
  readonly label: string
  readonly id?: string
  readonly placeholder?: string
  readonly invalid?: boolean
  /** Cleared after each choice: for adding to a list. */
  readonly adding?: boolean
}

/** A column by typing a part of its name; a name that is not there can be typed, too. */
export const ColumnPicker = ({
  value,
  columns,
  onChange,
  label,
  id,
  placeholder = 'column',
  invalid,
  adding,
}: ColumnPickerProps) => {
  const [text, setText] = useState<string | null>(null)
  const [open, setOpen] = useState(false)
  const type = columns.find(column => column.name === value)?.type
  const commit = (name: string) => {
    setText(null)
    setOpen(false)
    if (name !== '' && name !== value) onChange(name)
  }
  return (
    <Combobox.Root
      items={columns.map(column => column.name)}
      value={adding ? null : value || null}
      inputValue={text ?? (adding ? '' : value)}
      onInputValueChange={(next, { reason }) => reason === 'input-change' && setText(next)}
      onValueChange={next => next !== null && commit(next)}
      open={open}
      onOpenChange={setOpen}
      openOnInputClick
    >
      <Combobox.InputGroup className="ui-field" data-invalid={invalid || undefined}>
        {type && <TypeGlyph type={type} />}
        <Combobox.Input
          id={id}
          aria-label={label}
          placeholder={placeholder}
          spellCheck={false}
          onBlur={() => text !== null && commit(text.trim())}
          onKeyDown={event => {
            if (
              event.key === 'Enter' &&
              text !== null &&
              !columns.some(column => column.name.toLowerCase().includes(text.toLowerCase()))
            )
              commit(text.trim())
          }}
        />
        <Combobox.Trigger aria-label={`Choose ${label}`} className="field-drop">
          <ChevronDown size={12} strokeWidth={1.75} />
        </Combobox.Trigger>
      </Combobox.InputGroup>
      <Combobox.Portal>
        <Combobox.Positioner className="ui-float" sideOffset={4}>
          <Combobox.Popup className="ui-popup list">
            <Combobox.Empty className="field-empty">
              {columns.length ? 'no such column here' : 'the columns are not known yet'}
            </Combobox.Empty>
            <Combobox.List>
              {(name: string) => {
                const column = columns.find(other => other.name === name)
                return (
                  <Combobox.Item key={name} value={name} className="ui-item">
                    {column && <TypeGlyph type={column.type} />}
                    <span className="grow el">{name}</span>
                    <span className="hint mono">{column?.type}</span>
                  </Combobox.Item>
                )
              }}
            </Combobox.List>
          </Combobox.Popup>
        </Combobox.Positioner>
      </Combobox.Portal>
    </Combobox.Root>
  )
}
