import { type KeyboardEvent, useState } from 'react'
import { countText, type Histogram, partText } from './profile-words.ts'

export interface DistributionProps {
  readonly name: string
  readonly type: string
  readonly histogram: Histogram
  readonly onPick: (part: number) => void
}

const height = 24

const steps: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity }

const rowsText = (rows: number) => (rows === 1 ? '1 row' : `${countText(rows)} rows`)

/** All bars as one shape, in units of a part's width. */
const outline = (counts: readonly number[]): string => {
  const most = Math.max(...counts, 1)
  return counts
    .map((count, part) => {
      const tall = count === 0 ? 0 : Math.max(1, (height * count) / most)
      return `M${part + 0.06} ${height}v${-tall}h0.88v${tall}z`
    })
    .join('')
}

const Drawing = ({ counts }: { readonly counts: readonly number[] }) => (
  <svg viewBox={`0 0 ${counts.length} ${height}`} preserveAspectRatio="none" aria-hidden="true">
    <path d={outline(counts)} />
  </svg>
)

/** How values are spread, as bars; each is a button for its rows, and the arrow keys go along them. */
export const Distribution = ({ name, type, histogram, onPick }: DistributionProps) => {
  const { counts, of } = histogram
  const [wanted, setWanted] = useState(0)
  // the figures of all rows may have fewer parts than those of the first
  const current = Math.min(wanted, counts.length - 1)
  const label = `${of === 'length' ? 'Lengths' : 'Values'} of ${name}`
  const said = (part: number) => `${partText(histogram, part, type)}: ${rowsText(counts[part] ?? 0)}`
  const move = (event: KeyboardEvent<HTMLElement>) => {
    const step = steps[event.key]
    if (step === undefined) return
    event.preventDefault()
    const next = Math.min(counts.length - 1, Math.max(0, current + step))
    setWanted(next)
    event.currentTarget.querySelectorAll('button')[next]?.focus()
  }
  return (
    <div className="distribution" role="toolbar" aria-label={label} onKeyDown={move}>
      <Drawing counts={counts} />
      {counts.map((_, part) => (
        <button
          key={String(histogram.edges[part + 1])}
          type="button"
          tabIndex={part === current ? 0 : -1}
          aria-label={said(part)}
          title={said(part)}
          onFocus={() => setWanted(part)}
          onClick={() => onPick(part)}
        />
      ))}
    </div>
  )
}
