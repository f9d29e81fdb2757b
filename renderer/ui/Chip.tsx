import type { ComponentProps, ReactNode } from 'react'
import './chip.css'

type Tone = 'plain' | 'on' | 'info' | 'warning' | 'error' | 'critical' | 'done'

export interface ChipProps {
  /** plain: a fact, or a filter that is off; on: switched on; the others: an outcome. */
  readonly tone?: Tone
  readonly icon?: ReactNode
  readonly title?: string
  readonly children: ReactNode
}

/** A fact in a frame of 20 pixels. */
export const Chip = ({ tone = 'plain', icon, title, children }: ChipProps) => (
  <span className={`ui-chip ${tone}`} title={title}>
    {icon}
    {children}
  </span>
)

export interface ChipButtonProps extends ComponentProps<'button'> {
  readonly tone?: Tone
  readonly icon?: ReactNode
}

/** A chip that can be pressed: a filter, or what opens a list. */
export const ChipButton = ({ tone = 'plain', icon, className = '', children, ...others }: ChipButtonProps) => (
  <button type="button" className={`ui-chip ${tone} ${className}`} {...others}>
    {icon}
    {children}
  </button>
)
