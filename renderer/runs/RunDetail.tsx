import { GitCompareArrows, X } from 'lucide-react'
import type { Problem } from '#core/problem.ts'
import type { Report } from '#core/report.ts'
import { rowsPerSecond } from '#core/runs/figures.ts'
import { fileSize } from '../app/file-size.ts'
import { formatCount, formatTime, shortCount } from '../canvas/count.ts'
import { Button } from '../ui/Button.tsx'
import { FailedSql } from '../ui/FailedSql.tsx'
import { IconButton } from '../ui/IconButton.tsx'
import { icon12, icon14 } from '../ui/icon.ts'
import { SeverityGlyph } from '../ui/SeverityGlyph.tsx'
import { StateLight } from '../ui/StateLight.tsx'
import { TableHead } from '../ui/TableHead.tsx'
import { Words } from '../ui/Words.tsx'
import { NodeName } from './NodeName.tsx'
import { NodeTable } from './NodeTable.tsx'
import { type Run, useReport } from './use-runs.ts'
import { ageText, lights, scoreText, statusWords, wholeTime } from './words.ts'

export interface RunDetailProps {
  readonly run: Run
  /** The run before it. */
  readonly previous: Run | null
  readonly onCompare: (run: string) => void
  readonly onClose: () => void
}

const figuresOf = (run: Run): readonly (readonly [name: string, value: string])[] => {
  const speed = rowsPerSecond(run.rowsIn, run.ms)
  const figures: readonly (readonly [string, string | null])[] = [
    ['took', formatTime(run.ms)],
    ['rows in', run.rowsIn === null ? null : formatCount(run.rowsIn)],
    ['rows a second', speed === null ? null : shortCount(speed)],
    ['read', run.bytesIn === null ? null : fileSize(run.bytesIn)],
    ['age of the data', run.dataAt === null ? null : ageText(run.dataAt, run.asOf)],
    ['rows out', run.rows === null ? null : formatCount(run.rows)],
    ['written', run.bytes === null ? null : fileSize(run.bytes)],
    ['flagged', formatCount(run.flaggedRows)],
    ['quality', scoreText(run.score)],
    ['most memory', run.memoryBytes === null ? null : fileSize(run.memoryBytes)],
    ['spilled', run.spilledBytes === null ? null : run.spilledBytes === 0 ? 'nothing' : fileSize(run.spilledBytes)],
  ]
  return figures.flatMap(([name, value]) => (value === null ? [] : [[name, value] as const]))
}

const Rules = ({ nodes }: Pick<Report, 'nodes'>) => {
  const rules = Object.entries(nodes).flatMap(([node, report]) => (report.rules ?? []).map(rule => ({ node, rule })))
  if (rules.length === 0) return null
  return (
    <table className="run-table" aria-label="Rules">
      <TableHead columns={['Rule', 'Node', { right: 'Failed' }, { right: 'Evaluated' }, 'Gate']} />
      <tbody>
        {rules.map(({ node, rule }) => (
          <tr key={`${node} ${rule.id}`}>
            <td>
              <span className="run-named">
                <SeverityGlyph severity={rule.severity} size={12} />
                <span className="el">{rule.id}</span>
              </span>
            </td>
            <td>
              <NodeName node={node} />
            </td>
            <td className={rule.failed > 0 ? 'r m' : 'r f3'}>{formatCount(rule.failed)}</td>
            <td className="r">{formatCount(rule.evaluated)}</td>
            <td>{rule.gate ?? <span className="f3">none</span>}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const Sinks = ({ sinks }: Pick<Report, 'sinks'>) =>
  Object.keys(sinks).length > 0 && (
    <table className="run-table" aria-label="Sinks">
      <TableHead columns={['Sink', 'Target', { right: 'Rows' }, { right: 'Size' }, 'Published']} />
      <tbody>
        {Object.entries(sinks).map(([node, sink]) => (
          <tr key={node}>
            <td>
              <NodeName node={node} />
            </td>
            <td className="el" title={sink.target}>
              {sink.target}
            </td>
            <td className="r">{formatCount(sink.rows)}</td>
            <td className="r">{fileSize(sink.bytes)}</td>
            <td>{sink.published ? 'yes' : <span className="f3">no</span>}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )

const Params = ({ run }: Pick<Report, 'run'>) => {
  const given = Object.entries(run.params)
  if (given.length === 0) return null
  return (
    <p className="run-params f2">
      {given.map(([name, value]) => (
        <span key={name}>
          <span className="f3">{name}</span> {String(value)}
        </span>
      ))}
    </p>
  )
}

const Problems = ({ problems }: { readonly problems: readonly Problem[] }) =>
  problems.length > 0 && (
    <ul className="run-problems" aria-label="Problems of the run">
      {problems.map(problem => (
        <li key={`${problem.code} ${problem.node} ${problem.message}`}>
          <SeverityGlyph severity={problem.severity} size={12} />
          <div>
            <Words text={problem.message} />
            <FailedSql sql={problem.sql} />
          </div>
          {problem.node !== undefined && <NodeName node={problem.node} />}
        </li>
      ))}
    </ul>
  )

/** What one run came to. */
export const RunDetail = ({ run, previous, onCompare, onClose }: RunDetailProps) => {
  const { report, problem, waiting } = useReport(run.id)
  return (
    <section className="run-detail" aria-label={`Run of ${wholeTime(run.startedAt)}`}>
      <header className="run-title">
        <StateLight state={lights[run.status]} />
        <b>{wholeTime(run.startedAt)}</b>
        <span className="f2 el">{statusWords[run.status]}</span>
        <span className="sp" />
        {previous && (
          <Button
            size="sm"
            variant="ghost"
            icon={<GitCompareArrows {...icon12} />}
            onClick={() => onCompare(previous.id)}
          >
            Compare with the run before
          </Button>
        )}
        <IconButton size="xs" label="Close this run" icon={<X {...icon14} />} onClick={onClose} />
      </header>
      <div className="run-scroll">
        <dl className="run-figures">
          {figuresOf(run).map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
        {problem && <p className="run-said">{problem.message}</p>}
        {!waiting && !problem && report === null && <p className="run-said">This run is no longer kept.</p>}
        {report && (
          <>
            <Params run={report.run} />
            <Problems problems={report.problems} />
            <NodeTable nodes={report.nodes} />
            <Rules nodes={report.nodes} />
            <Sinks sinks={report.sinks} />
          </>
        )}
      </div>
    </section>
  )
}
