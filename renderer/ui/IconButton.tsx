import type { ReactNode } from 'react'
import { Button, type ButtonProps } from './Button.tsx'
import { Tooltip } from './Tooltip.tsx'

export interface IconButtonProps extends Omit<ButtonProps, 'children' | 'size' | 'aria-label'> {
  readonly icon: ReactNode
  /** Says what it does: its accessible name, and its tooltip. */
  readonly label: string
  /** The key that does the same. */
  readonly keys?: string
  readonly size?: 'md' | 'sm' | 'xs'
}

/** A square button that is an icon alone. */
export const IconButton = ({
  label,
  keys,
  size = 'md',
  variant = 'ghost',
  className = '',
  ...others
}: IconButtonProps) => (
  <Tooltip text={label} {...(keys ? { keys } : {})}>
    <Button
      aria-label={label}
      variant={variant}
      size={size === 'md' ? 'md' : 'sm'}
      className={`icon ${size} ${className}`}
      {...others}
    />
  </Tooltip>
)
