import { ListFilter } from 'lucide-react'
import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { createPortal } from 'react-dom'
import { Button } from '../ui/Button.tsx'
import { SeverityGlyph } from '../ui/SeverityGlyph.tsx'
import { cellText } from './cell-text.ts'
import type { GridFlag } from './types.ts'

export interface ReasonCardProps {
  readonly id: string
  readonly flags: readonly GridFlag[]
  /** The cell, in the window's pixels. */
  readonly anchor: DOMRect
  readonly titleOf: (node: string) => string
  readonly onGoTo: (flag: GridFlag) => void
  readonly onFilter: (flag: GridFlag) => void
  readonly onEnter: () => void
  readonly onClose: () => void
}

const width = 336
const gap = 6

const place = (anchor: DOMRect, height: number): { readonly left: number; readonly top: number } => {
  const below = anchor.bottom + gap
  const fits = below + height <= window.innerHeight - 8
  return {
    left: Math.max(8, Math.min(anchor.left, window.innerWidth - width - 8)),
    top: fits ? below : Math.max(8, anchor.top - gap - height),
  }
}

const usePlace = (card: RefObject<HTMLDivElement | null>, anchor: DOMRect, count: number) => {
  const [at, setAt] = useState(() => place(anchor, 120 * count))
  useLayoutEffect(() => setAt(place(anchor, card.current?.offsetHeight ?? 120 * count)), [anchor, card, count])
  return at
}

const Reason = ({
  flag,
  titleOf,
  onGoTo,
  onFilter,
}: { readonly flag: GridFlag } & Pick<ReasonCardProps, 'titleOf' | 'onGoTo' | 'onFilter'>) => {
  const fromSource = flag.rule === 'source'
  return (
    <section className="reason">
      <div className="reason-body">
        <div className="reason-head">
          <SeverityGlyph severity={flag.severity} />
          <b>{flag.message}</b>
          <span className="mono f3">{flag.columns.join(', ')}</span>
        </div>
        {flag.value !== undefined && flag.value !== null && !flag.message.endsWith(cellText(flag.value)) && (
          <div className={`mono reason-value ${flag.severity}`}>{cellText(flag.value).slice(0, 200)}</div>
        )}
        <div className="reason-about">
          {fromSource ? 'Found while reading ' : 'Rule '}
          {!fromSource && (
            <button type="button" className="reason-link mono" onClick={() => onGoTo(flag)}>
              {flag.rule}
            </button>
          )}
          {!fromSource && ' in '}
          {titleOf(flag.node)}
          {flag.via.length > 0 && <>, by way of {flag.via.join(', ')}</>}
        </div>
      </div>
      <footer>
        <Button size="sm" variant="ghost" onClick={() => onGoTo(flag)}>
          {fromSource ? 'Go to the source' : 'Go to the rule'}
        </Button>
        <span className="sp" />
        <Button
          size="sm"
          variant="ghost"
          icon={<ListFilter size={12} strokeWidth={1.75} aria-hidden="true" />}
          onClick={() => onFilter(flag)}
        >
          Rows like this
        </Button>
      </footer>
    </section>
  )
}

/** Why a cell is flagged: belongs to one cell, and closes with Escape. */
export const ReasonCard = ({ id, flags, anchor, titleOf, onGoTo, onFilter, onEnter, onClose }: ReasonCardProps) => {
  const card = useRef<HTMLDivElement>(null)
  const at = usePlace(card, anchor, flags.length)
  useEffect(() => {
    const close = (event: KeyboardEvent) => event.key === 'Escape' && onClose()
    window.addEventListener('keydown', close, true)
    return () => window.removeEventListener('keydown', close, true)
  }, [onClose])
  return createPortal(
    <div
      ref={card}
      id={id}
      role="tooltip"
      className="reason-card"
      style={{ ...at, width }}
      onPointerEnter={onEnter}
      onPointerLeave={onClose}
    >
      {flags.map(flag => (
        <Reason
          key={`${flag.node} ${flag.rule} ${flag.via.join('/')}`}
          flag={flag}
          titleOf={titleOf}
          onGoTo={onGoTo}
          onFilter={onFilter}
        />
      ))}
    </div>,
    document.body,
  )
}
