import type { ReactNode } from 'react'
import './glyph.css'

export type LightState =
  | 'done'
  | 'running'
  | 'waiting'
  | 'stale'
  | 'staged'
  | 'failed'
  | 'gated'
  | 'stopped'
  | 'disabled'

const ring = <circle cx="6" cy="6" r="4.75" fill="none" stroke="var(--fg-3)" strokeWidth="1.5" />
const round = { fill: 'none', strokeLinecap: 'round', strokeLinejoin: 'round' } as const

const shapes = {
  done: (
    <>
      <circle cx="6" cy="6" r="6" fill="var(--done-fill)" />
      <path d="M3.4 6.2 5.2 8l3.4-3.8" stroke="var(--raised)" strokeWidth="1.5" {...round} />
    </>
  ),
  running: (
    <>
      <circle cx="6" cy="6" r="4.75" fill="none" stroke="var(--line-2)" strokeWidth="2" />
      <path className="arc" d="M6 1.25a4.75 4.75 0 1 1-4.5 6.2" stroke="var(--accent)" strokeWidth="2" {...round} />
    </>
  ),
  waiting: (
    <circle cx="6" cy="6" r="4.75" fill="none" stroke="var(--fg-3)" strokeWidth="1.5" strokeDasharray="1.6 2.1" />
  ),
  stale: (
    <>
      {ring}
      <path d="M6 1.25a4.75 4.75 0 0 0 0 9.5z" fill="var(--fg-3)" />
    </>
  ),
  staged: (
    <>
      <circle cx="6" cy="6" r="4.75" fill="none" stroke="var(--done-fill)" strokeWidth="1.5" />
      <circle cx="6" cy="6" r="2" fill="var(--done-fill)" />
    </>
  ),
  failed: (
    <>
      <path d="M3.5 0h5L12 3.5v5L8.5 12h-5L0 8.5v-5z" fill="var(--error-fill)" />
      <path d="m4 4 4 4m0-4L4 8" stroke="var(--raised)" strokeWidth="1.5" {...round} />
    </>
  ),
  gated: (
    <>
      <rect width="12" height="12" rx="2" fill="var(--error-fill)" />
      <path d="M4.2 3.4v5.2M7.8 3.4v5.2" stroke="var(--raised)" strokeWidth="1.6" {...round} />
    </>
  ),
  stopped: (
    <>
      {ring}
      <path d="M4.2 4.2h3.6v3.6H4.2z" fill="var(--fg-3)" />
    </>
  ),
  disabled: (
    <>
      {ring}
      <path d="M2.8 9.2 9.2 2.8" stroke="var(--fg-3)" strokeWidth="1.5" fill="none" />
    </>
  ),
} satisfies Record<LightState, ReactNode>

const words = {
  done: 'done',
  running: 'running',
  waiting: 'waiting',
  stale: 'changed since its run',
  staged: 'staged, not published yet',
  failed: 'failed',
  gated: 'stopped, nothing was published',
  stopped: 'stopped',
  disabled: 'disabled',
} satisfies Record<LightState, string>

/** A node's state as a silhouette of its own. */
export const StateLight = ({
  state,
  size = 12,
  title = words[state],
}: {
  readonly state: LightState
  readonly size?: number
  /** Instead of the state's own word. */
  readonly title?: string | undefined
}) => (
  <svg className="state-light" width={size} height={size} viewBox="0 0 12 12" role="img" aria-label={title}>
    <title>{title}</title>
    {shapes[state]}
  </svg>
)
