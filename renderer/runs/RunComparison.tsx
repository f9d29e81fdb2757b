import { X } from 'lucide-react'
import { Fragment, useMemo } from 'react'
import { compareRuns, type Difference, type DifferenceGroup, differenceGroups } from '#core/runs/compare.ts'
import { fileSize } from '../app/file-size.ts'
import { formatCount, formatTime } from '../canvas/count.ts'
import { IconButton } from '../ui/IconButton.tsx'
import { icon14 } from '../ui/icon.ts'
import { NodeName } from './NodeName.tsx'
import { type Run, useReport } from './use-runs.ts'
import { scoreText, startText, wholeTime } from './words.ts'

export interface RunComparisonProps {
  readonly run: Run
  /** What it is compared with. */
  readonly base: Run
  readonly onClose: () => void
}

const titles = {
  flow: 'Flow and parameters',
  input: 'Input',
  rows: 'Rows and quality',
  rules: 'Rules',
  sinks: 'Sinks',
  time: 'Time and memory',
} as const satisfies Record<DifferenceGroup, string>

const shown = (name: string, value: unknown): string => {
  if (value === undefined) return 'none'
  if (value === null) return name.startsWith('parameter') ? 'null' : 'not counted'
  if ((name === 'as of' || name === 'modified') && typeof value === 'string') return wholeTime(value)
  if (typeof value !== 'number') return typeof value === 'string' ? value : JSON.stringify(value)
  if (name === 'quality') return scoreText(value)
  if (name.startsWith('time')) return formatTime(value)
  return name.startsWith('bytes') ? fileSize(value) : formatCount(value)
}

/** By how much a count rose or fell. */
const change = ({ name, before, after }: Difference): string => {
  if (typeof before !== 'number' || typeof after !== 'number' || name === 'quality') return ''
  const moved = after - before
  const sign = moved > 0 ? '+' : '−'
  if (before !== 0) {
    const percent = Math.abs((moved / before) * 100)
    return `${sign}${percent >= 10 ? percent.toFixed(0) : percent.toFixed(1)} %`
  }
  return name.startsWith('time') || name.startsWith('bytes') ? '' : `${sign}${formatCount(Math.abs(moved))}`
}

const title = (name: string): string => name.replace(/ in ms$/, '').replace(/^bytes of /, '')

const Rows = ({ differences }: { readonly differences: readonly Difference[] }) =>
  differences.map(difference => {
    const { node, name, before, after } = difference
    return (
      <tr key={`${node} ${name}`}>
        <td>{node === null ? <span className="f3">the run</span> : <NodeName node={node} />}</td>
        <td className="el" title={name}>
          {title(name)}
        </td>
        <td className="r el f2" title={shown(name, before)}>
          {shown(name, before)}
        </td>
        <td className="r el" title={shown(name, after)}>
          {shown(name, after)}
        </td>
        <td className="r f2">{change(difference)}</td>
      </tr>
    )
  })

/** What differs between two runs. */
export const RunComparison = ({ run, base, onClose }: RunComparisonProps) => {
  const [one, other] = run.startedAt < base.startedAt ? [run, base] : [base, run]
  const before = useReport(one.id)
  const after = useReport(other.id)
  const found = useMemo(
    () => (before.report && after.report ? compareRuns(before.report, after.report) : null),
    [before.report, after.report],
  )
  const problem = before.problem ?? after.problem
  const isGone = !before.waiting && !after.waiting && !problem && found === null
  return (
    <section className="run-detail" aria-label="Comparison of two runs">
      <header className="run-title">
        <b>What differs</b>
        <span className="sp" />
        <IconButton size="xs" label="Close the comparison" icon={<X {...icon14} />} onClick={onClose} />
      </header>
      <div className="run-scroll">
        {problem && <p className="run-said">{problem.message}</p>}
        {isGone && <p className="run-said">One of these runs is no longer kept.</p>}
        {found && (
          <table className="run-table compare" aria-label="Differences">
            <thead>
              <tr>
                <th scope="col">Where</th>
                <th scope="col">What</th>
                <th scope="col" className="r">
                  {startText(one.startedAt)}
                </th>
                <th scope="col" className="r">
                  {startText(other.startedAt)}
                </th>
                <th scope="col" className="r">
                  Change
                </th>
              </tr>
            </thead>
            <tbody>
              {differenceGroups.map(group => {
                const own = found.filter(difference => difference.group === group)
                return (
                  <Fragment key={group}>
                    <tr className="group">
                      <th scope="rowgroup" colSpan={5}>
                        {titles[group]}
                        {own.length === 0 && <span className="f3"> · the same</span>}
                      </th>
                    </tr>
                    <Rows differences={own} />
                  </Fragment>
                )
              })}
            </tbody>
          </table>
        )}
      </div>
    </section>
  )
}
