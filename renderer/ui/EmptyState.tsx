import type { ReactNode } from 'react'
import './empty.css'

export interface EmptyStateProps {
  /** At 20 pixels. */
  readonly icon: ReactNode
  readonly title: string
  readonly children?: ReactNode
  /** One next step. */
  readonly action?: ReactNode
}

/** An icon, a sentence, one next step. */
export const EmptyState = ({ icon, title, children, action }: EmptyStateProps) => (
  <div className="ui-empty">
    {icon}
    <strong>{title}</strong>
    {children && <div className="about">{children}</div>}
    {action}
  </div>
)
