import { emptyOf } from './schema.ts'
import { TypePicker } from './TypePicker.tsx'
import type { FieldProps } from './types.ts'

/** A type by its name. */
export const TypeInput = ({ meta, schema, value, problems, onChange }: FieldProps) => (
  <TypePicker
    value={typeof value === 'string' ? value : ''}
    label={meta.label}
    placeholder={meta.placeholder ?? 'type'}
    invalid={problems.length > 0}
    onChange={(type, typing) => onChange(type === '' ? emptyOf(schema) : type, typing)}
  />
)
