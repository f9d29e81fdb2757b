import { Combobox } from '@base-ui/react/combobox'
import { ChevronDown, Plus } from 'lucide-react'
import { useRef, useState } from 'react'
import { withValueAt } from '../store/patch.ts'
import '../ui/field.css'
import '../ui/float.css'
import { icon12 } from '../ui/icon.ts'
import { useForm } from './form-context.ts'
import { listOf } from './list.ts'
import type { FieldProps } from './types.ts'

const portName = /^[a-z][a-z0-9_]{0,62}$/

const pathOf = (setting: string) => setting.split('.').map(part => (/^\d+$/.test(part) ? Number(part) : part))

/** One of the node's further inputs, or a new one by typing its name: it becomes a port of the node in the same step. */
export const PortInput = ({ id, setting, meta, value, problems, onChange }: FieldProps) => {
  const { settings, update } = useForm()
  const [text, setText] = useState<string | null>(null)
  // a blur right after a choice sees what was put, not what was typed
  const latest = useRef<string | null>(null)
  const [open, setOpen] = useState(false)
  const inputs = listOf<string>(settings.inputs)
  const chosen = typeof value === 'string' ? value : ''
  const typed = (text ?? '').trim().toLowerCase()
  const fresh = portName.test(typed) && typed !== 'in' && !inputs.includes(typed) ? [typed] : []
  const put = (name: string | null) => {
    latest.current = null
    setText(null)
    setOpen(false)
    if (name === null || name === chosen) return
    if (name === '' || inputs.includes(name)) onChange(name)
    else update(withValueAt({ ...settings, inputs: [...inputs, name] }, pathOf(setting), name))
  }
  const leave = () => {
    const left = latest.current?.trim().toLowerCase()
    if (left !== undefined) put(left === '' || inputs.includes(left) ? left : null)
  }
  return (
    <Combobox.Root
      items={[...inputs.filter(name => name.includes(typed)), ...fresh]}
      filter={null}
      value={chosen || null}
      inputValue={text ?? chosen}
      onInputValueChange={(next, { reason }) => {
        if (reason !== 'input-change') return
        latest.current = next
        setText(next)
      }}
      onValueChange={next => next !== null && put(next)}
      open={open}
      onOpenChange={setOpen}
      openOnInputClick
      autoHighlight
    >
      <Combobox.InputGroup className="ui-field" data-invalid={problems.length > 0 || undefined}>
        <Combobox.Input
          id={id}
          aria-label={meta.label}
          placeholder={inputs.length ? 'choose an input' : 'name a new input'}
          spellCheck={false}
          onBlur={leave}
        />
        <Combobox.Trigger aria-label={`Choose ${meta.label}`} className="field-drop">
          <ChevronDown {...icon12} />
        </Combobox.Trigger>
      </Combobox.InputGroup>
      <Combobox.Portal>
        <Combobox.Positioner className="ui-float" sideOffset={4}>
          <Combobox.Popup className="ui-popup list">
            <Combobox.Empty className="field-empty">
              {typed === '' ? 'type the name of a new input' : 'a name is made of lower-case letters, digits and _'}
            </Combobox.Empty>
            <Combobox.List>
              {(name: string) => (
                <Combobox.Item key={name} value={name} className="ui-item">
                  {!inputs.includes(name) && <Plus {...icon12} />}
                  <span className="grow el">{inputs.includes(name) ? name : `Add the input ${name}`}</span>
                </Combobox.Item>
              )}
            </Combobox.List>
          </Combobox.Popup>
        </Combobox.Positioner>
      </Combobox.Portal>
    </Combobox.Root>
  )
}
