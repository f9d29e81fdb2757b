import { Switch } from '@base-ui/react/switch'
import './field.css'

export interface ToggleProps {
  readonly checked: boolean
  readonly onChange: (checked: boolean) => void
  readonly label: string
  readonly disabled?: boolean
  readonly id?: string
}

/** On or off. */
export const Toggle = ({ checked, onChange, label, disabled, id }: ToggleProps) => (
  <Switch.Root
    id={id}
    className="ui-toggle"
    checked={checked}
    onCheckedChange={next => onChange(next)}
    aria-label={label}
    {...(disabled ? { disabled } : {})}
  >
    <Switch.Thumb />
  </Switch.Root>
)
