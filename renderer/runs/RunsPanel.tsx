import { History, TriangleAlert } from 'lucide-react'
import { useEffect, useState } from 'react'
import { formatCount } from '../canvas/count.ts'
import type { PanelProps } from '../dock/Dock.tsx'
import { useRun } from '../store/use-editor.ts'
import { Chip, ChipButton } from '../ui/Chip.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { icon20 } from '../ui/icon.ts'
import { Words } from '../ui/Words.tsx'
import { ClearRuns } from './ClearRuns.tsx'
import { LiveRun } from './LiveRun.tsx'
import { OverTime } from './OverTime.tsx'
import { RunComparison } from './RunComparison.tsx'
import { RunDetail } from './RunDetail.tsx'
import { RunList } from './RunList.tsx'
import './runs.css'
import { useRuns } from './use-runs.ts'

/** The run that goes on now, among the names of runs. */
const live = 'live'

/** The runs of this flow: a list, one of them opened, two compared, or all over time. */
const RunsPanel = ({ bar }: PanelProps) => {
  const { runs, problem, more, showMore, lookAgain } = useRuns()
  const isRunning = useRun(state => state.status === 'running')
  const ended = useRun(state => state.report?.run.id ?? null)
  const [opened, setOpened] = useState<string | null>(null)
  const [against, setAgainst] = useState<string | null>(null)
  const open = (run: string | null) => {
    setOpened(run)
    setAgainst(null)
  }
  useEffect(() => {
    // who watched the run go on sees what it came to
    if (!isRunning) setOpened(old => (old === live ? ended : old))
  }, [isRunning, ended])
  if (problem)
    return (
      <EmptyState icon={<TriangleAlert {...icon20} />} title="The runs cannot be read">
        <Words text={`${problem.message}${problem.hint ? ` ${problem.hint}` : ''}`} />
      </EmptyState>
    )
  if (runs === null) return <EmptyState icon={<History {...icon20} />} title="Reading the runs" />
  if (runs.length === 0 && !isRunning)
    return (
      <EmptyState icon={<History {...icon20} />} title="No runs yet">
        Each run of this flow is kept here, with its counts, its rules and its times: run it with Ctrl+Enter.
      </EmptyState>
    )
  const found = runs.find(({ id }) => id === opened) ?? null
  const base = runs.find(({ id }) => id === against) ?? null
  return (
    <>
      {bar(
        <>
          {runs.length > 0 && (
            <Chip>
              <b>{formatCount(runs.length)}</b>
              {more ? ' newest runs' : runs.length === 1 ? ' run' : ' runs'}
            </Chip>
          )}
          <ChipButton
            tone={opened === null ? 'on' : 'plain'}
            aria-pressed={opened === null}
            title="Times and counts of all runs"
            onClick={() => open(null)}
          >
            Over time
          </ChipButton>
          {runs.length > 0 && (
            <ClearRuns
              count={more ? 'all runs' : runs.length === 1 ? '1 run' : `${formatCount(runs.length)} runs`}
              onCleared={() => {
                open(null)
                lookAgain()
              }}
            />
          )}
        </>,
      )}
      <div className="runs">
        <RunList
          runs={runs}
          isRunning={isRunning}
          live={live}
          opened={opened}
          against={against}
          onOpen={open}
          onCompare={run => setAgainst(run === against ? null : run)}
          onMore={more ? showMore : null}
        />
        <div className="runs-side">
          {isRunning && (opened === live || runs.length === 0) ? (
            <LiveRun />
          ) : found && base ? (
            <RunComparison run={found} base={base} onClose={() => setAgainst(null)} />
          ) : found ? (
            <RunDetail
              run={found}
              previous={runs[runs.indexOf(found) + 1] ?? null}
              onCompare={setAgainst}
              onClose={() => open(null)}
            />
          ) : (
            <OverTime runs={runs} onOpen={open} />
          )}
        </div>
      </div>
    </>
  )
}

export default RunsPanel
