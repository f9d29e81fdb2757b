import type { ReactNode } from 'react'
import { Words } from '../ui/Words.tsx'

export interface ItemProps {
  readonly title: string
  /** What kind of rule or node it is, in a word. */
  readonly kind: string
  readonly evidence: string
  readonly chosen: boolean
  readonly onChoose: (chosen: boolean) => void
  /** What it would do, and how it is taken. */
  readonly acts: ReactNode
  readonly children?: ReactNode
}

/** One suggestion: what, why, and what would come of it. */
export const Item = ({ title, kind, evidence, chosen, onChoose, acts, children }: ItemProps) => (
  <li className="suggestion">
    <input
      type="checkbox"
      aria-label={`Choose ${title}`}
      checked={chosen}
      onChange={event => onChoose(event.target.checked)}
    />
    <div className="said">
      <div className="what">
        <strong className="el" title={title}>
          {title}
        </strong>
        <span className="f3 x">{kind}</span>
      </div>
      <div className="why f2">
        <Words text={evidence} />
      </div>
      {children}
    </div>
    <div className="acts">{acts}</div>
  </li>
)
