import { Select as Base } from '@base-ui/react/select'
import { Check, ChevronDown } from 'lucide-react'
import type { ReactNode } from 'react'
import './field.css'
import './float.css'

export interface Option<T extends string = string> {
  readonly value: T
  readonly label: ReactNode
  readonly icon?: ReactNode
  readonly hint?: ReactNode
}

export interface SelectProps<T extends string> {
  readonly value: T | null
  readonly options: readonly Option<T>[]
  readonly onChange: (value: T) => void
  readonly label: string
  readonly placeholder?: string
  readonly disabled?: boolean
  readonly invalid?: boolean
  readonly size?: 'md' | 'sm'
  readonly id?: string
  readonly className?: string
}

/** One of a few values, in a list that opens below. */
export const Select = <T extends string>({
  value,
  options,
  onChange,
  label,
  placeholder = 'choose',
  disabled,
  invalid,
  size = 'md',
  id,
  className = '',
}: SelectProps<T>) => {
  const chosen = options.find(option => option.value === value)
  return (
    <Base.Root
      value={value}
      onValueChange={next => next !== null && onChange(next as T)}
      modal={false}
      {...(disabled ? { disabled } : {})}
    >
      <Base.Trigger
        id={id}
        className={`ui-field ${size} ${className}`}
        aria-label={label}
        data-invalid={invalid || undefined}
      >
        {chosen?.icon}
        <span className={chosen ? 'value' : 'value none'}>{chosen?.label ?? value ?? placeholder}</span>
        <ChevronDown size={12} strokeWidth={1.75} />
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner alignItemWithTrigger={false} sideOffset={4} className="ui-float">
          <Base.Popup className="ui-popup list">
            {options.map(option => (
              <Base.Item key={option.value} value={option.value} className="ui-item">
                {option.icon}
                <Base.ItemText className="grow">{option.label}</Base.ItemText>
                {option.hint && <span className="hint">{option.hint}</span>}
                <Base.ItemIndicator className="hint">
                  <Check size={12} strokeWidth={1.75} />
                </Base.ItemIndicator>
              </Base.Item>
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
