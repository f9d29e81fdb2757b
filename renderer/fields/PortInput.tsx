import { useState } from 'react'
import { withValueAt } from '../store/patch.ts'
import { Button } from '../ui/Button.tsx'
import { Select } from '../ui/Select.tsx'
import { TextField } from '../ui/TextField.tsx'
import { useForm } from './form-context.ts'
import { listOf } from './list.ts'
import type { FieldProps } from './types.ts'

const adding = '+'
const name = /^[a-z][a-z0-9_]{0,62}$/

const pathOf = (setting: string) => setting.split('.').map(part => (/^\d+$/.test(part) ? Number(part) : part))

const freshName = (taken: readonly string[]): string => {
  if (!taken.includes('lookup')) return 'lookup'
  let count = 2
  while (taken.includes(`lookup_${count}`)) count++
  return `lookup_${count}`
}

/** One of the node's further inputs; a new one becomes a port of the node in the same step. */
export const PortInput = ({ id, setting, meta, value, problems, onChange }: FieldProps) => {
  const { settings, update } = useForm()
  const [fresh, setFresh] = useState<string | null>(null)
  const inputs = listOf<string>(settings.inputs)
  const chosen = typeof value === 'string' ? value : ''
  const right = fresh !== null && name.test(fresh) && fresh !== 'in' && !inputs.includes(fresh)
  const add = () => {
    if (fresh === null || !right) return
    update(withValueAt({ ...settings, inputs: [...inputs, fresh] }, pathOf(setting), fresh))
    setFresh(null)
  }
  if (fresh !== null)
    return (
      <div className="port-field">
        <TextField
          id={id}
          value={fresh}
          invalid={!right}
          aria-label={`Name of the new input for ${meta.label}`}
          ref={field => field?.focus()}
          onChange={setFresh}
          onKeyDown={event => {
            if (event.key === 'Enter') add()
            if (event.key !== 'Escape') return
            event.stopPropagation()
            setFresh(null)
          }}
        />
        <Button size="sm" disabled={!right} onClick={add}>
          Add
        </Button>
      </div>
    )
  const known = chosen === '' || inputs.includes(chosen) ? inputs : [...inputs, chosen]
  return (
    <Select
      id={id}
      label={meta.label}
      value={chosen || null}
      placeholder={inputs.length ? 'choose an input' : 'add an input'}
      options={[
        ...known.map(each => ({ value: each, label: each })),
        { value: adding, label: 'Add an input of the node' },
      ]}
      invalid={problems.length > 0}
      onChange={next => (next === adding ? setFresh(freshName(inputs)) : onChange(next))}
    />
  )
}
