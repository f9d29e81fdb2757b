import { Tooltip as Base } from '@base-ui/react/tooltip'
import type { ReactElement, ReactNode } from 'react'
import './float.css'

export interface TooltipProps {
  readonly text: ReactNode
  readonly keys?: string
  readonly side?: 'top' | 'bottom' | 'left' | 'right'
  readonly children: ReactElement<Record<string, unknown>>
}

/** Shows a short text beside what it wraps, on hover and focus. */
export const Tooltip = ({ text, keys, side = 'bottom', children }: TooltipProps) => (
  <Base.Root>
    <Base.Trigger render={children} delay={500} />
    <Base.Portal>
      <Base.Positioner side={side} sideOffset={6} className="ui-float">
        <Base.Popup className="ui-tooltip">
          {text}
          {keys && <span className="kbd">{keys}</span>}
        </Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  </Base.Root>
)

/** Put once around the editor: tooltips near each other open without delay. */
export const TooltipProvider = Base.Provider
