import { TextField } from '../ui/TextField.tsx'
import { emptyOf } from './schema.ts'
import type { FieldProps } from './types.ts'

const shown = (value: unknown) =>
  value === null || value === undefined ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value)

/** A bound may be a value, or name a column or an expression in an object. */
const read = (text: string, empty: unknown): unknown => {
  if (text === '') return empty
  if (!text.startsWith('{')) return text
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

export const TextInput = ({ id, meta, schema, value, problems, onChange }: FieldProps) => (
  <TextField
    id={id}
    value={shown(value)}
    placeholder={meta.placeholder ?? ''}
    invalid={problems.length > 0}
    aria-label={meta.label}
    onChange={text => onChange(read(text, emptyOf(schema)), '')}
  />
)
