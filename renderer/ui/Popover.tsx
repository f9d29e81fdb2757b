import { Popover as Base } from '@base-ui/react/popover'
import type { ReactElement, ReactNode } from 'react'
import './float.css'

export interface PopoverProps {
  readonly trigger: ReactElement<Record<string, unknown>>
  readonly children: ReactNode
  readonly open?: boolean
  readonly onOpenChange?: (open: boolean) => void
  readonly align?: 'start' | 'center' | 'end'
  readonly side?: 'top' | 'bottom' | 'left' | 'right'
  readonly label: string
}

/** A small panel that belongs to its trigger, and closes with Escape. */
export const Popover = ({
  trigger,
  children,
  open,
  onOpenChange,
  align = 'start',
  side = 'bottom',
  label,
}: PopoverProps) => (
  <Base.Root
    {...(open === undefined ? {} : { open })}
    {...(onOpenChange ? { onOpenChange: (next: boolean) => onOpenChange(next) } : {})}
  >
    <Base.Trigger render={trigger} />
    <Base.Portal>
      <Base.Positioner side={side} align={align} sideOffset={4} className="ui-float">
        <Base.Popup className="ui-popup" aria-label={label}>
          {children}
        </Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  </Base.Root>
)
