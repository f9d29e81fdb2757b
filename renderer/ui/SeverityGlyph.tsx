import type { ReactNode } from 'react'
import type { RuleSeverity } from '#core/rules/types.ts'
import './glyph.css'

const shapes = {
  info: (
    <>
      <circle cx="12" cy="12" r="9.5" fill="none" strokeWidth="1.75" />
      <path d="M12 11v5.5M12 7.2v.1" strokeWidth="2.4" />
    </>
  ),
  warning: (
    <>
      <path d="M12 3 22.5 21H1.5z" fill="currentColor" strokeWidth="2" />
      <path d="M12 9.5v5.5M12 18.2v.1" className="cut" strokeWidth="2.6" />
    </>
  ),
  error: (
    <>
      <path d="M7.6 1.5h8.8l6.1 6.1v8.8l-6.1 6.1H7.6l-6.1-6.1V7.6z" fill="currentColor" strokeWidth="1" />
      <path d="m8 8 8 8M16 8l-8 8" className="cut" strokeWidth="2.8" />
    </>
  ),
  critical: (
    <>
      <path d="M12 .8 23.2 12 12 23.2.8 12z" fill="currentColor" strokeWidth="1" />
      <path d="M12 6.5v6.5M12 16.8v.1" className="cut" strokeWidth="2.8" />
    </>
  ),
} satisfies Record<RuleSeverity, ReactNode>

export interface SeverityGlyphProps {
  readonly severity: RuleSeverity
  readonly size?: number
  /** Replaces the severity's own name. */
  readonly title?: string
}

/** Each severity's own silhouette: hollow circle, triangle, octagon, diamond. */
export const SeverityGlyph = ({ severity, size = 14, title }: SeverityGlyphProps) => (
  <svg
    className={`severity ${severity}`}
    width={size}
    height={size}
    viewBox="0 0 24 24"
    role="img"
    aria-label={title ?? severity}
  >
    {title && <title>{title}</title>}
    {shapes[severity]}
  </svg>
)
