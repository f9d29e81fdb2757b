import { useState } from 'react'
import type { z } from '#core/node/settings.ts'
import { CodeField } from '../monaco/CodeField.tsx'
import { Select } from '../ui/Select.tsx'
import { TextField } from '../ui/TextField.tsx'
import { ColumnPicker } from './ColumnPicker.tsx'
import { useForm } from './form-context.ts'
import { emptyOf } from './schema.ts'
import type { FieldProps } from './types.ts'

type Mode = 'value' | 'column' | 'expression'

const modes: readonly Mode[] = ['value', 'column', 'expression']

const modeOf = (value: unknown): Mode | null => {
  if (value === null || value === undefined || value === '') return null
  if (typeof value !== 'object') return 'value'
  return 'column' in value ? 'column' : 'expression'
}

const partOf = (value: unknown, key: 'column' | 'expression'): string => {
  const part = (value as Readonly<Record<string, unknown>> | null)?.[key]
  return typeof part === 'string' ? part : ''
}

/** Which of the three forms a setting may have. */
const allowed = (schema: z.ZodType): readonly Mode[] => {
  const tries: Readonly<Record<Mode, readonly unknown[]>> = {
    value: [0, '0'],
    column: [{ column: 'a' }],
    expression: [{ expression: 'a' }],
  }
  return modes.filter(mode => tries[mode].some(each => schema.safeParse(each).success))
}

const numeric = /^-?(0|[1-9]\d{0,14})(\.\d{1,14})?$/

/** Digits are a number where the setting takes one; all else is a text. */
const readValue = (text: string, schema: z.ZodType): unknown => {
  if (text === '') return emptyOf(schema)
  return numeric.test(text) && schema.safeParse(0).success ? Number(text) : text
}

/** A value, a column of the same row, or an expression. */
export const BoundInput = ({ id, meta, schema, value, columns, problems, onChange }: FieldProps) => {
  const { params } = useForm()
  const [chosen, setChosen] = useState<Mode | null>(null)
  const [typed, setTyped] = useState<string | null>(null)
  const offered = allowed(schema)
  const mode = chosen ?? modeOf(value) ?? offered[0] ?? 'value'
  const invalid = problems.length > 0
  const held = modeOf(value) === 'value' ? String(value) : ''
  const shown = typed !== null && String(readValue(typed, schema) ?? '') === held ? typed : held
  const choose = (next: Mode) => {
    setChosen(next)
    if (modeOf(value) !== null && modeOf(value) !== next) onChange(emptyOf(schema))
  }
  const field = {
    value: () => (
      <TextField
        id={id}
        value={shown}
        placeholder={meta.placeholder ?? 'none'}
        invalid={invalid}
        aria-label={meta.label}
        onChange={text => {
          setTyped(text)
          onChange(readValue(text, schema), '')
        }}
        onBlur={() => setTyped(null)}
      />
    ),
    column: () => (
      <ColumnPicker
        id={id}
        label={meta.label}
        value={partOf(value, 'column')}
        columns={columns}
        invalid={invalid}
        onChange={column => onChange({ column })}
      />
    ),
    expression: () => (
      <CodeField
        id={id}
        label={meta.label}
        value={partOf(value, 'expression')}
        context={{ columns, params }}
        problems={problems}
        onChange={text => onChange(text === '' ? emptyOf(schema) : { expression: text }, '')}
      />
    ),
  } satisfies Record<Mode, () => unknown>
  return (
    <div className={mode === 'expression' ? 'bound-field wide' : 'bound-field'}>
      {offered.length > 1 && (
        <Select
          label={`${meta.label} is`}
          value={mode}
          options={offered.map(each => ({ value: each, label: each }))}
          onChange={choose}
        />
      )}
      {field[mode]()}
    </div>
  )
}
