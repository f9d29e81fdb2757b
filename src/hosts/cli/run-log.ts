import { relative } from 'node:path'
import type { Flow } from '#core/flow/types.ts'
import type { Problem } from '#core/problem.ts'
import type { Report } from '#core/report.ts'
import type { NodeProgress, RunListener } from '#engine/types.ts'
import type { Io } from './io.ts'
import { count, sayProblems } from './say.ts'

/** How a run is told of on standard error. */
export interface RunLog {
  started(flow: Flow, asOf: string): void
  nodes: RunListener
  problems(problems: readonly Problem[]): void
  finished(report: Report, folder: string): void
}

const over: ReadonlySet<NodeProgress['status']> = new Set(['ran', 'cached', 'skipped', 'failed', 'gated', 'cancelled'])

const jsonLog = (io: Io): RunLog => {
  const line = (event: string, rest: object) => io.err(JSON.stringify({ event, ...rest }))
  return {
    started: (flow, asOf) => line('run.started', { flow: flow.name, asOf }),
    nodes: nodes => {
      for (const [node, progress] of Object.entries(nodes)) line('node', { node, ...progress })
    },
    problems: problems => {
      for (const problem of problems) line('problem', { problem })
    },
    finished: report => line('run.finished', { report }),
  }
}

const rowsOf = (progress: NodeProgress): string => {
  const ports = Object.entries(progress.ports ?? {}).filter(([name]) => name !== 'in')
  return ports
    .flatMap(([name, { rows, flagged }]) => {
      const marked = flagged ? ` (${count(flagged, 'flagged', 'flagged')})` : ''
      return rows === null ? [] : [`${name} ${count(rows, 'row')}${marked}`]
    })
    .join(', ')
}

const runningWords = ({ doing, progress }: NodeProgress): string => {
  if (progress === undefined) return doing ?? 'running'
  return `${doing ? `${doing} ` : ''}${Math.round(progress * 100)} %`
}

const bytes = (n: number): string =>
  n < 1024 ? `${n} B` : n < 1024 ** 2 ? `${(n / 1024).toFixed(1)} KB` : `${(n / 1024 ** 2).toFixed(1)} MB`

const endings: Readonly<Record<Report['run']['status'], string>> = {
  succeeded: 'done',
  failed: 'failed: nothing was published',
  gated: 'stopped: nothing was published',
  cancelled: 'cancelled: nothing was published',
}

const textLog = (io: Io): RunLog => {
  const told = new Set<string>()
  const reports = new Set<string>()
  return {
    started: flow => {
      for (const [id, { kind }] of Object.entries(flow.nodes)) if (kind === 'sink.report') reports.add(id)
      io.redraw(`${flow.name}: starting`)
    },
    nodes: nodes => {
      for (const [id, progress] of Object.entries(nodes)) {
        if (!over.has(progress.status) || told.has(id)) continue
        told.add(id)
        const rows = rowsOf(progress)
        io.err(
          `  ${id}: ${progress.status}${rows ? `, ${rows}` : ''}${progress.ms === undefined ? '' : ` (${progress.ms} ms)`}`,
        )
      }
      const running = Object.entries(nodes).find(([, progress]) => progress.status === 'running')
      if (running) io.redraw(`  ${running[0]}: ${runningWords(running[1])}`)
    },
    problems: problems => sayProblems(io, problems),
    finished: (report, folder) => {
      for (const [id, sink] of Object.entries(report.sinks))
        if (sink.published)
          io.err(
            `  ${id}: ${reports.has(id) ? '' : `${count(sink.rows, 'row')}, `}${bytes(sink.bytes)} in ${relative(folder, sink.target) || sink.target}`,
          )
      const { flaggedRows, score } = report.quality
      const quality =
        flaggedRows > 0 ? `, ${count(flaggedRows, 'flagged row')}, quality ${Math.round(score * 1000) / 1000}` : ''
      const ms = Date.parse(report.run.finishedAt) - Date.parse(report.run.startedAt)
      const halted = report.problems.some(({ code }) => code === 'E-PUBLISH-HALTED')
      const ending = halted ? 'failed while publishing' : endings[report.run.status]
      io.err(`${report.flow.name}: ${ending}${quality} (${(ms / 1000).toFixed(2)} s)`)
    },
  }
}

export const runLog = (io: Io, format: 'text' | 'json'): RunLog => (format === 'json' ? jsonLog(io) : textLog(io))
