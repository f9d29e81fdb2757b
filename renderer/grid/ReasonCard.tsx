import { ListFilter, PanelRight } from 'lucide-react'
import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { createPortal } from 'react-dom'
import type { Column } from '#core/relation/relation.ts'
import { Button } from '../ui/Button.tsx'
import { icon12 } from '../ui/icon.ts'
import { SeverityGlyph } from '../ui/SeverityGlyph.tsx'
import { sameRule } from './flags.ts'
import { ReasonItems } from './ReasonItems.tsx'
import { type ReasonActions, valueBeside, wayText } from './reasons.ts'
import type { GridCounts, GridFlag } from './types.ts'
import type { ShownReason } from './use-reason.ts'

export interface ReasonCardProps extends ReasonActions {
  readonly id: string
  readonly shown: ShownReason
  readonly columns: readonly Column[]
  /** Null while not counted. */
  readonly counts: GridCounts | null
  /** Lists all reasons of the row. */
  readonly onList: (row: number) => void
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

const usePlace = (card: RefObject<HTMLDivElement | null>, anchor: DOMRect) => {
  const [at, setAt] = useState(() => place(anchor, 120))
  useLayoutEffect(() => setAt(place(anchor, card.current?.offsetHeight ?? 120)), [anchor, card])
  return at
}

const exact = new Intl.NumberFormat('en-US')

/** How many rows are alike, in a sentence. */
const alikeText = (counts: GridCounts | null, { node, rule, via }: GridFlag): string => {
  const rows = counts?.rules.find(each => sameRule({ node, rule, via }, each))?.rows ?? 0
  if (rows === 0) return ''
  return rows === 1 ? '. No other row here is like it' : `. ${exact.format(rows)} rows here are like it`
}

const OnlyReason = ({
  flag,
  counts,
  titleOf,
  isThere,
  onGoTo,
  onFilter,
}: { readonly flag: GridFlag } & Pick<ReasonCardProps, 'counts' | 'titleOf' | 'isThere' | 'onGoTo' | 'onFilter'>) => {
  const goes = isThere?.(flag.node) ?? true
  const fromSource = flag.rule === 'source'
  const value = valueBeside(flag)
  return (
    <section className="reason">
      <div className="reason-body">
        <div className="reason-head">
          <SeverityGlyph severity={flag.severity} />
          <b>{flag.message}</b>
          <span className="mono f3">{flag.columns.join(', ')}</span>
        </div>
        {value !== null && <div className={`mono reason-value ${flag.severity}`}>{value}</div>}
        <div className="reason-about">
          {fromSource ? 'Found while reading ' : 'Rule '}
          {!fromSource && !goes && <span className="mono">{flag.rule}</span>}
          {!fromSource && goes && (
            <button type="button" className="reason-link mono" onClick={() => onGoTo(flag)}>
              {flag.rule}
            </button>
          )}
          {!fromSource && ' in '}
          {titleOf(flag.node)}
          {flag.via.length > 0 && `, ${wayText(flag.via)}`}
          {alikeText(counts, flag)}
        </div>
      </div>
      <footer>
        {goes && (
          <Button size="sm" variant="ghost" onClick={() => onGoTo(flag)}>
            {fromSource ? 'Go to the source' : 'Go to the rule'}
          </Button>
        )}
        <span className="sp" />
        <Button size="sm" variant="ghost" icon={<ListFilter {...icon12} />} onClick={() => onFilter(flag)}>
          Rows like this
        </Button>
      </footer>
    </section>
  )
}

/** Why a cell is flagged: belongs to one cell, and closes with Escape. */
export const ReasonCard = ({ id, shown, columns, counts, onList, onEnter, onClose, ...actions }: ReasonCardProps) => {
  const card = useRef<HTMLDivElement>(null)
  const { flags, unevaluated, anchor, row, values, inRow } = shown
  const at = usePlace(card, anchor)
  useEffect(() => {
    const close = (event: KeyboardEvent) => event.key === 'Escape' && onClose()
    window.addEventListener('keydown', close, true)
    return () => window.removeEventListener('keydown', close, true)
  }, [onClose])
  const [only] = flags
  const here = flags.length + unevaluated.length
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
      {only && here === 1 ? (
        <OnlyReason flag={only} counts={counts} {...actions} />
      ) : (
        <ReasonItems flags={flags} unevaluated={unevaluated} columns={columns} values={values} {...actions} />
      )}
      {inRow > 1 && (
        <footer className="reason-more">
          <Button size="sm" variant="ghost" icon={<PanelRight {...icon12} />} onClick={() => onList(row)}>
            {inRow > here ? `All ${inRow} reasons of this row` : 'List them beside the rows'}
          </Button>
        </footer>
      )}
    </div>,
    document.body,
  )
}
