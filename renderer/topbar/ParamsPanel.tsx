import { Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { Parameter, ParameterType, ParameterValue } from '#core/flow/types.ts'
import { useActions, useDocument, useEditor, useSession } from '../store/use-editor.ts'
import { Button } from '../ui/Button.tsx'
import { IconButton } from '../ui/IconButton.tsx'
import { icon12 } from '../ui/icon.ts'
import { Select } from '../ui/Select.tsx'
import { TextField } from '../ui/TextField.tsx'
import { readValue, valueText } from './param-value.ts'

const types = [
  'string',
  'integer',
  'number',
  'boolean',
  'date',
  'timestamp',
  'path',
  'choice',
] as const satisfies readonly ParameterType[]
const typeOptions = types.map(type => ({ value: type, label: type }))
const namePattern = /^[A-Za-z_][A-Za-z0-9_]{0,62}$/

interface ValueFieldProps {
  readonly label: string
  readonly parameter: Parameter
  readonly value: ParameterValue | undefined
  readonly placeholder: string
  readonly onChange: (value: ParameterValue | undefined) => void
}

/** A value of the parameter's type; empty is none. */
const ValueField = ({ label, parameter, value, placeholder, onChange }: ValueFieldProps) => {
  const [draft, setDraft] = useState<string | null>(null)
  const choices =
    parameter.type === 'boolean' ? ['true', 'false'] : parameter.type === 'choice' ? (parameter.choices ?? []) : null
  if (choices)
    return (
      <Select
        size="sm"
        label={label}
        placeholder={placeholder}
        value={value === undefined || value === null ? null : String(value)}
        options={[{ value: '', label: placeholder }, ...choices.map(choice => ({ value: choice, label: choice }))]}
        onChange={text => onChange(readValue(parameter.type, text).value)}
      />
    )
  const text = draft ?? valueText(value)
  return (
    <TextField
      size="sm"
      mono
      aria-label={label}
      placeholder={placeholder}
      value={text}
      invalid={!readValue(parameter.type, text).valid}
      onChange={next => {
        setDraft(next)
        const read = readValue(parameter.type, next)
        if (read.valid) onChange(read.value)
      }}
      onBlur={() => setDraft(null)}
    />
  )
}

const withDefault = ({ default: _, ...rest }: Parameter, value: ParameterValue | undefined): Parameter => {
  const { type, ...others } = rest
  return value === undefined ? { type, ...others } : { type, default: value, ...others }
}

const withType = (parameter: Parameter, type: ParameterType): Parameter => ({
  type,
  ...(parameter.description === undefined ? {} : { description: parameter.description }),
  ...(type === 'choice' ? { choices: parameter.choices ?? [] } : {}),
})

const listOf = (text: string) =>
  text
    .split(',')
    .map(part => part.trim())
    .filter(Boolean)

const ParamRow = ({ name, parameter }: { readonly name: string; readonly parameter: Parameter }) => {
  const actions = useActions()
  const { session } = useEditor()
  const taken = useDocument(state => state.flow.params)
  const value = useSession(state => state.params[name])
  const [draft, setDraft] = useState<string | null>(null)
  const [choices, setChoices] = useState<string | null>(null)
  const wrong = draft !== null && draft !== name && (!namePattern.test(draft) || draft in taken)
  const rename = () => {
    if (draft !== null && draft !== name && !wrong) actions.setParameter(draft, parameter, name)
    setDraft(null)
  }
  const change = (next: Parameter) => actions.setParameter(name, next, name)
  return (
    <li className="param">
      <TextField
        size="sm"
        mono
        aria-label="Name"
        value={draft ?? name}
        invalid={wrong}
        onChange={setDraft}
        onBlur={rename}
        onKeyDown={event => event.key === 'Enter' && rename()}
      />
      <Select
        size="sm"
        label={`Type of ${name}`}
        value={parameter.type}
        options={typeOptions}
        onChange={type => change(withType(parameter, type))}
      />
      <ValueField
        key={`default ${parameter.type}`}
        label={`Default of ${name}`}
        parameter={parameter}
        value={parameter.default}
        placeholder="no default"
        onChange={next => change(withDefault(parameter, next))}
      />
      <ValueField
        key={`value ${parameter.type}`}
        label={`Value of ${name} in this session`}
        parameter={parameter}
        value={value}
        placeholder="the default"
        onChange={next => session.getState().setParam(name, next)}
      />
      <IconButton
        icon={<Trash2 {...icon12} />}
        size="sm"
        label={`Remove ${name}`}
        onClick={() => actions.setParameter(name, null)}
      />
      <TextField
        size="sm"
        className="param-about"
        aria-label={`Description of ${name}`}
        placeholder="What it is for"
        value={parameter.description ?? ''}
        onChange={text => {
          const { description: _, ...rest } = parameter
          change(text ? { ...rest, description: text } : rest)
        }}
      />
      {parameter.type === 'choice' && (
        <TextField
          size="sm"
          className="param-about"
          aria-label={`Choices of ${name}`}
          placeholder="Choices, with commas between them"
          value={choices ?? (parameter.choices ?? []).join(', ')}
          onChange={text => {
            setChoices(text)
            change({ ...parameter, choices: listOf(text) })
          }}
          onBlur={() => setChoices(null)}
        />
      )}
    </li>
  )
}

const freshName = (taken: Readonly<Record<string, unknown>>) => {
  let count = 1
  while (`param_${count}` in taken) count++
  return `param_${count}`
}

/** The flow's parameters: their types and defaults belong to the flow, the values on the right to this session. */
const ParamsPanel = () => {
  const actions = useActions()
  const params = useDocument(state => state.flow.params)
  const names = Object.keys(params)
  return (
    <section className="params" aria-label="Parameters">
      {names.length === 0 ? (
        <p className="f2">
          A parameter is a value that a run is given. Write it <code className="mono">$name</code> in an expression, and{' '}
          <code className="mono">{'${name}'}</code> in a path.
        </p>
      ) : (
        <>
          <div className="param param-head" aria-hidden="true">
            <span>Name</span>
            <span>Type</span>
            <span>Default</span>
            <span>This session</span>
          </div>
          <ul>
            {Object.entries(params).map(([name, parameter]) => (
              <ParamRow key={name} name={name} parameter={parameter} />
            ))}
          </ul>
        </>
      )}
      <Button
        size="sm"
        icon={<Plus {...icon12} />}
        onClick={() => actions.setParameter(freshName(params), { type: 'string' })}
      >
        Add a parameter
      </Button>
    </section>
  )
}

export default ParamsPanel
