import type { ComponentProps, ReactNode } from 'react'
import './field.css'

export interface TextFieldProps extends Omit<ComponentProps<'input'>, 'onChange' | 'value' | 'size'> {
  readonly value: string
  readonly onChange: (value: string) => void
  readonly icon?: ReactNode
  /** What stands at the field's end: a button, a unit. */
  readonly end?: ReactNode
  readonly mono?: boolean
  readonly invalid?: boolean
  readonly size?: 'md' | 'sm'
}

/** A line of text in a box. */
export const TextField = ({
  value,
  onChange,
  icon,
  end,
  mono,
  invalid,
  size = 'md',
  className = '',
  ...others
}: TextFieldProps) => (
  <span
    className={`ui-field ${size} ${className}`}
    data-invalid={invalid || undefined}
    data-disabled={others.disabled || undefined}
  >
    {icon}
    <input
      className={mono ? 'mono' : undefined}
      value={value}
      onChange={event => onChange(event.target.value)}
      aria-invalid={invalid || undefined}
      spellCheck={false}
      autoComplete="off"
      {...others}
    />
    {end}
  </span>
)
