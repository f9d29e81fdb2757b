import { type KeyboardEvent, useState } from 'react'
import type { Run } from './use-runs.ts'
import { startText, statusWords } from './words.ts'

export interface SeriesProps {
  readonly title: string
  /** Oldest first. */
  readonly runs: readonly Run[]
  readonly value: (run: Run) => number | null
  readonly text: (value: number) => string
  /** What the whole height means; else the greatest value. */
  readonly most?: number
  readonly onOpen: (run: string) => void
}

const steps: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity }

/** A figure of each run as a bar, which opens it; the arrow keys go along them. */
export const Series = ({ title, runs, value, text, most, onOpen }: SeriesProps) => {
  const [wanted, setWanted] = useState(runs.length - 1)
  const current = Math.min(Math.max(wanted, 0), runs.length - 1)
  const values = runs.map(value)
  const top = most ?? Math.max(...values.map(each => each ?? 0), 1)
  const last = values.at(-1) ?? null
  const said = (run: Run, at: number) => {
    const own = values[at] ?? null
    return `${startText(run.startedAt)}, ${statusWords[run.status]}: ${own === null ? 'not known' : text(own)}`
  }
  const move = (event: KeyboardEvent<HTMLElement>) => {
    const step = steps[event.key]
    if (step === undefined) return
    event.preventDefault()
    const next = Math.min(runs.length - 1, Math.max(0, current + step))
    setWanted(next)
    event.currentTarget.querySelectorAll('button')[next]?.focus()
  }
  return (
    <figure className="series">
      <figcaption>
        <span>{title}</span>
        <b>{last === null ? '–' : text(last)}</b>
      </figcaption>
      <div className="bars" role="toolbar" aria-label={`${title} of each run`} onKeyDown={move}>
        {runs.map((run, at) => (
          <button
            key={run.id}
            type="button"
            className={run.status}
            tabIndex={at === current ? 0 : -1}
            aria-label={said(run, at)}
            title={said(run, at)}
            onFocus={() => setWanted(at)}
            onClick={() => onOpen(run.id)}
          >
            <span style={{ height: `${((values[at] ?? 0) / top) * 100}%` }} />
          </button>
        ))}
      </div>
      <div className="scale f3 x">{text(top)}</div>
    </figure>
  )
}
