import type { ComponentProps, ReactNode } from 'react'
import './button.css'

export interface ButtonProps extends ComponentProps<'button'> {
  /** `main` is the one filled button in sight; `ghost` has no border; `accent` is switched on. */
  readonly variant?: 'plain' | 'main' | 'ghost' | 'accent' | 'danger'
  readonly size?: 'md' | 'sm'
  readonly icon?: ReactNode
}

/** A button of 28 or 24 pixels with an icon before its word. */
export const Button = ({ variant = 'plain', size = 'md', icon, className, children, ...others }: ButtonProps) => (
  <button type="button" className={`ui-button ${variant} ${size}${className ? ` ${className}` : ''}`} {...others}>
    {icon}
    {children}
  </button>
)
