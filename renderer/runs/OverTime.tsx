import { formatCount, formatTime, shortCount } from '../canvas/count.ts'
import { Series } from './Series.tsx'
import type { Run } from './use-runs.ts'
import { scoreText } from './words.ts'

export interface OverTimeProps {
  /** Newest first. */
  readonly runs: readonly Run[]
  readonly onOpen: (run: string) => void
}

/** As many as have room for a bar. */
const shownRuns = 60

/** Times, counts and quality of the newest runs, side by side. */
export const OverTime = ({ runs, onOpen }: OverTimeProps) => {
  const shown = runs.slice(0, shownRuns).toReversed()
  return (
    <section className="run-detail" aria-label="Runs over time">
      <header className="run-title">
        <b>Over time</b>
        <span className="f2 el">
          {shown.length === 1 ? 'the only run' : `the newest ${formatCount(shown.length)} runs, the last at the right`}
        </span>
      </header>
      <div className="run-scroll run-series">
        <Series title="Took" runs={shown} value={run => run.ms} text={formatTime} onOpen={onOpen} />
        <Series title="Rows out" runs={shown} value={run => run.rows} text={shortCount} onOpen={onOpen} />
        <Series title="Flagged" runs={shown} value={run => run.flaggedRows} text={shortCount} onOpen={onOpen} />
        <Series title="Quality" runs={shown} value={run => run.score} text={scoreText} most={1} onOpen={onOpen} />
      </div>
    </section>
  )
}
