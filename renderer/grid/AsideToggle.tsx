import { PanelRight } from 'lucide-react'
import { IconButton } from '../ui/IconButton.tsx'
import { icon14 } from '../ui/icon.ts'

export interface AsideToggleProps {
  readonly label: string
  readonly on: boolean
  readonly onChange: (on: boolean) => void
}

/** Shows or hides what stands beside the rows. */
export const AsideToggle = ({ label, on, onChange }: AsideToggleProps) => (
  <IconButton
    size="sm"
    variant={on ? 'accent' : 'ghost'}
    icon={<PanelRight {...icon14} />}
    label={label}
    keys="Shift Enter"
    aria-pressed={on}
    onClick={() => onChange(!on)}
  />
)
