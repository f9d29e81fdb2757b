import { ChevronDown, ChevronRight } from 'lucide-react'
import { useState } from 'react'
import type { z } from '#core/node/settings.ts'
import type { Column } from '#core/relation/relation.ts'
import { icon12 } from '../ui/icon.ts'
import { Field } from './Field.tsx'
import './fields.css'
import { problemsAt, useForm } from './form-context.ts'
import { defaultOf, type FormField, formFields } from './schema.ts'

export interface FormProps {
  readonly schema: z.ZodType
  /** As the flow holds them, without defaults. */
  readonly values: Readonly<Record<string, unknown>>
  /** Where these settings lie: empty for a node's own, `rules.2` for a rule's. */
  readonly base?: string
  readonly skip?: ReadonlySet<string>
  /** What the advanced ones are called together. */
  readonly more?: string
  readonly onChange: (key: string, value: unknown, typing?: string) => void
}

const firstOf = (inputs: Readonly<Record<string, readonly Column[]>>): readonly Column[] =>
  Object.values(inputs)[0] ?? []

/** Columns that a field offers: of the port it names, of the input that a setting beside it names, or of the first. */
const columnsFor = (
  field: FormField,
  values: Readonly<Record<string, unknown>>,
  inputs: Readonly<Record<string, readonly Column[]>>,
): readonly Column[] => {
  const { input, inputFrom } = field.meta
  const named = inputFrom === undefined ? null : values[inputFrom]
  const port = input ?? (typeof named === 'string' && named !== '' ? named : null)
  if (inputFrom !== undefined && port === null) return []
  return port === null ? firstOf(inputs) : (inputs[port] ?? [])
}

/** Whether what a field says counts, by the setting beside it that it depends on. */
const counts = ({ meta }: FormField, fields: readonly FormField[], values: Readonly<Record<string, unknown>>) => {
  const { when } = meta
  if (when === undefined) return true
  const other = fields.find(each => each.key === when.setting)
  const value = values[when.setting] ?? (other && defaultOf(other.schema)) ?? null
  return when.is.some(each => each === value)
}

/** A form from a settings schema alone. What is advanced stands last, and under "More" where it was not set. */
export const Form = ({ schema, values, base = '', skip, more: label = 'More', onChange }: FormProps) => {
  const { inputs, problems } = useForm()
  const [more, setMore] = useState(false)
  const settingOf = (key: string) => (base ? `${base}.${key}` : key)
  const all = formFields(schema)
  const fields = all.filter(
    field =>
      !skip?.has(field.key) && (counts(field, all, values) || problemsAt(problems, settingOf(field.key)).length > 0),
  )
  const isHidden = ({ key, meta }: FormField) =>
    meta.advanced === true && values[key] === undefined && problemsAt(problems, settingOf(key)).length === 0
  const hidden = fields.filter(isHidden)
  const shown = fields.filter(field => !isHidden(field))
  const isAdvanced = ({ meta }: FormField) => meta.advanced === true
  const ordered = [...shown.filter(field => !isAdvanced(field)), ...shown.filter(isAdvanced)]
  const draw = (field: FormField) => (
    <Field
      key={field.key}
      setting={settingOf(field.key)}
      meta={field.meta}
      schema={field.schema}
      value={values[field.key] === undefined ? defaultOf(field.schema) : values[field.key]}
      columns={columnsFor(field, values, inputs)}
      problems={problemsAt(problems, settingOf(field.key))}
      onChange={(value, typing) => onChange(field.key, value, typing)}
    />
  )
  const Chevron = more ? ChevronDown : ChevronRight
  return (
    <div className="form">
      {ordered.map(draw)}
      {hidden.length > 0 && (
        <>
          <button type="button" className="form-more" aria-expanded={more} onClick={() => setMore(!more)}>
            <Chevron {...icon12} />
            {label}
            {!more && <span className="f3 el">{hidden.map(field => field.meta.label).join(', ')}</span>}
          </button>
          {more && hidden.map(draw)}
        </>
      )}
    </div>
  )
}
