import { Toggle } from '../ui/Toggle.tsx'
import type { FieldProps } from './types.ts'

export const ToggleInput = ({ id, meta, value, onChange }: FieldProps) => (
  <Toggle id={id} checked={value === true} label={meta.label} onChange={checked => onChange(checked)} />
)
