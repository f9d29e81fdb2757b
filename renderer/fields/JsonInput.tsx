import { useState } from 'react'
import { emptyOf } from './schema.ts'
import type { FieldProps } from './types.ts'

const written = (value: unknown): string =>
  value === null || value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value, null, 2)

/** What is not JSON yet is kept as the text it is, so that it can be told and mended. */
const read = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** An object as JSON; the text stays as it is typed, and the setting holds what it says. */
export const JsonInput = ({ id, meta, schema, value, problems, onChange }: FieldProps) => {
  const [typed, setTyped] = useState<string | null>(null)
  const fits = typed !== null && JSON.stringify(read(typed)) === JSON.stringify(value)
  const shown = fits ? typed : written(value)
  return (
    <textarea
      id={id}
      className="ui-field json-field mono"
      rows={Math.min(16, Math.max(3, shown.split('\n').length))}
      value={shown}
      placeholder={meta.placeholder}
      aria-label={meta.label}
      aria-invalid={problems.length > 0 || undefined}
      data-invalid={problems.length > 0 || undefined}
      spellCheck={false}
      onChange={event => {
        setTyped(event.target.value)
        onChange(event.target.value.trim() === '' ? emptyOf(schema) : read(event.target.value), '')
      }}
      onBlur={() => setTyped(null)}
    />
  )
}
