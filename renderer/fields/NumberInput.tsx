import { useState } from 'react'
import { TextField } from '../ui/TextField.tsx'
import { emptyOf } from './schema.ts'
import type { FieldProps } from './types.ts'

/** Keeps the text as typed ("1.") while the setting holds the number. */
export const NumberInput = ({ id, meta, schema, value, problems, onChange }: FieldProps) => {
  const [typed, setTyped] = useState<string | null>(null)
  const shown =
    typed !== null && Number(typed) === value ? typed : value === null || value === undefined ? '' : String(value)
  const change = (text: string) => {
    setTyped(text)
    const number = Number(text)
    if (text.trim() === '') onChange(emptyOf(schema) || undefined, '')
    else onChange(Number.isFinite(number) ? number : text, '')
  }
  return (
    <TextField
      id={id}
      inputMode="decimal"
      value={shown}
      placeholder={meta.placeholder ?? 'none'}
      invalid={problems.length > 0}
      aria-label={meta.label}
      onChange={change}
      onBlur={() => setTyped(null)}
    />
  )
}
