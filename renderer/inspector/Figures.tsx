import { useMemo } from 'react'
import { formatCount, formatTime } from '../canvas/count.ts'
import { mainPort, qualityOf, uncountedOf } from '../canvas/node-state.ts'
import { portsOf } from '../store/ports.ts'
import { useDocument, useEditor, useRun } from '../store/use-editor.ts'
import { QualityBar, type QualityParts } from '../ui/QualityBar.tsx'
import { Count } from './Count.tsx'
import { JoinFigures } from './JoinFigures.tsx'

const percent = (part: number, whole: number) => (whole === 0 ? '0 %' : `${((part / whole) * 100).toFixed(1)} %`)

const Part = ({
  name,
  className,
  rows,
  all,
}: {
  readonly name: string
  readonly className: string
  readonly rows: number
  readonly all: number
}) => (
  <div>
    <div className="part-name">
      <span className={`swatch ${className}`} />
      {name}
    </div>
    <div className="part-rows tnum">{formatCount(rows)}</div>
    <div className="f3 tnum">{percent(rows, all)}</div>
  </div>
)

/** What became of the rows of a validator, of a source with rejects, or of any node whose rows have flags. */
const Parts = ({ parts, splits }: { readonly parts: QualityParts; readonly splits: boolean }) => {
  const { clean, flagged } = parts
  const rejected = parts.rejected + parts.critical
  const all = clean + flagged + rejected
  return (
    <div className="parts">
      <Part name="Clean" className="clean" rows={clean} all={all} />
      <Part name={splits ? 'Flagged, pass' : 'Flagged'} className="flagged" rows={flagged} all={all} />
      {(splits || rejected > 0) && <Part name="Rejected" className="rejected" rows={rejected} all={all} />}
    </div>
  )
}

const sum = ({ clean, flagged, rejected, critical }: QualityParts) => clean + flagged + rejected + critical

/** The figures that matter, of the last run: rows, how they divide, and what a join or an aggregate made of them. */
export const Figures = ({ id }: { readonly id: string }) => {
  const { catalogue } = useEditor()
  const run = useRun(state => state.nodes[id])
  const report = useRun(state => state.report?.nodes[id])
  const stale = useRun(state => state.stale.has(id))
  const flow = useDocument(state => state.flow)
  const ports = useMemo(() => portsOf(flow, catalogue, id), [flow, catalogue, id])
  const quality = qualityOf(run, ports, report, false)
  const main = run && mainPort(run, ports)
  if (!run || !main) return null
  const all = quality ? sum(quality) : main.rows
  const uncounted = uncountedOf(run, ports)
  const score = report?.quality?.score
  const running = run.status === 'running'
  const rows = ports.inputs.length === 0 && all !== main.rows ? 'rows read' : 'rows'
  return (
    <section className="sec figures">
      <div className="figures-line">
        <span className="figure">
          <Count of={all} />
        </span>
        <span className="f3">{running ? 'rows so far' : stale ? `${rows}, before the last change` : rows}</span>
        <span className="sp" />
        {score !== undefined ? (
          <>
            <span className="f3">score</span>
            <span className="figure tnum">{score.toFixed(3)}</span>
          </>
        ) : (
          run.ms !== undefined && <span className="f3 tnum">{formatTime(run.ms)}</span>
        )}
      </div>
      <QualityBar tall parts={quality} note={uncounted} progress={running ? (run.progress ?? 0) : null} />
      {uncounted && <p className="figures-note">{uncounted}: it would cost a second run.</p>}
      {quality && (quality.clean < (all ?? 0) || score !== undefined) && (
        <Parts parts={quality} splits={score !== undefined} />
      )}
      {report?.summed !== undefined && (
        <p className="figures-note">
          Groups of <Count of={report.summed} /> rows
        </p>
      )}
      {report?.join && <JoinFigures join={report.join} />}
    </section>
  )
}
