import { useMemo } from 'react'
import { formatCount, formatTime } from '../canvas/count.ts'
import { qualityOf } from '../canvas/node-state.ts'
import { portsOf } from '../store/ports.ts'
import { useDocument, useEditor, useRun } from '../store/use-editor.ts'
import { QualityBar } from '../ui/QualityBar.tsx'

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

/** The figures that matter, of the last run: rows, and how they divide. */
export const Figures = ({ id }: { readonly id: string }) => {
  const { catalogue } = useEditor()
  const run = useRun(state => state.nodes[id])
  const report = useRun(state => state.report?.nodes[id])
  const stale = useRun(state => state.stale.has(id))
  const flow = useDocument(state => state.flow)
  const ports = useMemo(() => portsOf(flow, catalogue, id), [flow, catalogue, id])
  const quality = qualityOf(run, ports, report, false)
  if (!run || !quality) return null
  const { clean, flagged, rejected, critical } = quality
  const all = clean + flagged + rejected + critical
  const score = report?.quality?.score
  const running = run.status === 'running'
  return (
    <section className="sec figures">
      <div className="figures-line">
        <span className="figure tnum">{formatCount(all)}</span>
        <span className="f3">{running ? 'rows so far' : stale ? 'rows, before the last change' : 'rows'}</span>
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
      <QualityBar tall parts={quality} progress={running ? (run.progress ?? 0) : null} />
      {(flagged > 0 || rejected > 0 || critical > 0 || score !== undefined) && (
        <div className="parts">
          <Part name="Clean" className="clean" rows={clean} all={all} />
          <Part name={score === undefined ? 'Flagged' : 'Flagged, pass'} className="flagged" rows={flagged} all={all} />
          <Part name="Rejected" className="rejected" rows={rejected + critical} all={all} />
        </div>
      )}
    </section>
  )
}
