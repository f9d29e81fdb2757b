import { GitCompareArrows } from 'lucide-react'
import { type KeyboardEvent, useRef, useState } from 'react'
import { formatCount, formatTime } from '../canvas/count.ts'
import { Button } from '../ui/Button.tsx'
import { icon12 } from '../ui/icon.ts'
import { StateLight } from '../ui/StateLight.tsx'
import { Elapsed } from './Elapsed.tsx'
import type { Run } from './use-runs.ts'
import { lights, scoreText, startText, statusWords, wholeTime } from './words.ts'

export interface RunListProps {
  readonly runs: readonly Run[]
  readonly isRunning: boolean
  /** The name of the run that goes on. */
  readonly live: string
  readonly opened: string | null
  /** The run that the opened one is compared with. */
  readonly against: string | null
  readonly onOpen: (run: string | null) => void
  readonly onCompare: (run: string) => void
  /** Null: all are there. */
  readonly onMore: (() => void) | null
}

const steps: Readonly<Record<string, number>> = { ArrowUp: -1, ArrowDown: 1, Home: -Infinity, End: Infinity }

const said = (run: Run): string =>
  `Run of ${wholeTime(run.startedAt)}, ${statusWords[run.status]}, took ${formatTime(run.ms)}`

/** All runs, newest first. Arrow keys go along them, Enter opens one, C compares it with the opened one. */
export const RunList = ({ runs, isRunning, live, opened, against, onOpen, onCompare, onMore }: RunListProps) => {
  const list = useRef<HTMLDivElement>(null)
  const [wanted, setWanted] = useState<string | null>(null)
  const names = [...(isRunning ? [live] : []), ...runs.map(({ id }) => id)]
  const current = wanted !== null && names.includes(wanted) ? wanted : (names[0] ?? null)
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const step = steps[event.key]
    if (step !== undefined) {
      event.preventDefault()
      const next = Math.min(names.length - 1, Math.max(0, names.indexOf(current ?? '') + step))
      list.current?.querySelectorAll<HTMLElement>('.run-row')[next]?.focus()
    } else if (event.key.toLowerCase() === 'c' && !event.ctrlKey && !event.metaKey && current && current !== live) {
      if (opened !== null && opened !== live && opened !== current) onCompare(current)
    } else if (event.key === 'Escape') onOpen(null)
  }
  const rowProps = (name: string) => ({
    type: 'button' as const,
    tabIndex: name === current ? 0 : -1,
    'aria-current': name === opened,
    onFocus: () => setWanted(name),
    onClick: () => onOpen(name),
  })
  return (
    <section className="run-list" aria-label="Runs of this flow">
      <div className="run-head" aria-hidden="true">
        <span />
        <span>Started</span>
        <span className="r">Took</span>
        <span className="r">Rows out</span>
        <span className="r">Flagged</span>
        <span className="r">Quality</span>
        <span />
      </div>
      <div
        className="run-rows"
        role="toolbar"
        aria-orientation="vertical"
        aria-label="Runs, newest first"
        ref={list}
        onKeyDown={onKeyDown}
      >
        {isRunning && (
          <div className={opened === live ? 'run-line on' : 'run-line'}>
            <button className="run-row" aria-label="The run that goes on" {...rowProps(live)}>
              <StateLight state="running" />
              <span>now</span>
              <Elapsed className="r" />
              <span className="r f3">…</span>
              <span />
              <span />
            </button>
          </div>
        )}
        {runs.map(run => (
          <div
            key={run.id}
            className={run.id === opened ? 'run-line on' : run.id === against ? 'run-line base' : 'run-line'}
          >
            <button className="run-row" aria-label={said(run)} title={wholeTime(run.startedAt)} {...rowProps(run.id)}>
              <StateLight state={lights[run.status]} />
              <span className="el">{startText(run.startedAt)}</span>
              <span className="r">{formatTime(run.ms)}</span>
              <span className="r">{run.rows === null ? '–' : formatCount(run.rows)}</span>
              <span className={run.flaggedRows > 0 ? 'r' : 'r f3'}>{formatCount(run.flaggedRows)}</span>
              <span className="r">{scoreText(run.score)}</span>
            </button>
            {opened !== null && opened !== live && run.id !== opened && (
              <button
                type="button"
                tabIndex={-1}
                className="run-compare"
                aria-label={`Compare with the ${said(run)}`}
                aria-pressed={run.id === against}
                title="Compare with the opened run (C)"
                onClick={() => onCompare(run.id)}
              >
                <GitCompareArrows {...icon12} />
              </button>
            )}
          </div>
        ))}
        {onMore && (
          <div className="run-more">
            <Button size="sm" variant="ghost" onClick={onMore}>
              Show older runs
            </Button>
          </div>
        )}
      </div>
    </section>
  )
}
