import { ColumnPicker } from './ColumnPicker.tsx'
import type { FieldProps } from './types.ts'

export const ColumnInput = ({ id, meta, value, columns, problems, onChange }: FieldProps) => (
  <ColumnPicker
    id={id}
    label={meta.label}
    value={typeof value === 'string' ? value : ''}
    columns={columns}
    invalid={problems.length > 0}
    onChange={column => onChange(column)}
  />
)
