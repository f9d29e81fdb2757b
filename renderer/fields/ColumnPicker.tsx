import { Combobox } from '@base-ui/react/combobox'
import { ChevronDown } from 'lucide-react'
import { useRef, useState } from 'react'
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
  // a blur right after a choice sees what was put, not what was typed
  const latest = useRef<string | null>(null)
  const [open, setOpen] = useState(false)
  const type = columns.find(column => column.name === value)?.type
  const matches = (typed: string) => columns.filter(column => column.name.toLowerCase().includes(typed.toLowerCase()))
  const put = (name: string) => {
    latest.current = null
    setText(null)
    setOpen(false)
    if (name !== '' && name !== value) onChange(name)
  }
  const keep = (typed: string) => {
    latest.current = typed
    setText(typed)
  }
  /** A whole name, or one that nothing here resembles; half a name is dropped. */
  const leave = () => {
    const typed = latest.current?.trim()
    if (typed === undefined) return
    const same = columns.find(column => column.name.toLowerCase() === typed.toLowerCase())
    put(same?.name ?? (matches(typed).length === 0 ? typed : ''))
  }
  return (
    <Combobox.Root
      items={columns.map(column => column.name)}
      value={adding ? null : value || null}
      inputValue={text ?? (adding ? '' : value)}
      onInputValueChange={(next, { reason }) => reason === 'input-change' && keep(next)}
      onValueChange={next => next !== null && put(next)}
      open={open}
      onOpenChange={setOpen}
      openOnInputClick
      autoHighlight
    >
      <Combobox.InputGroup className="ui-field" data-invalid={invalid || undefined}>
        {type && <TypeGlyph type={type} />}
        <Combobox.Input
          id={id}
          aria-label={label}
          placeholder={placeholder}
          spellCheck={false}
          onBlur={leave}
          onKeyDown={event => event.key === 'Enter' && text !== null && matches(text).length === 0 && leave()}
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
