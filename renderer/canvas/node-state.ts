import type { NodeReport } from '#core/report.ts'
import type { Ports } from '../store/ports.ts'
import type { RunNode } from '../store/run.ts'
import type { QualityParts } from '../ui/QualityBar.tsx'
import type { LightState } from '../ui/StateLight.tsx'

const lights = {
  waiting: 'waiting',
  running: 'running',
  ran: 'done',
  cached: 'done',
  skipped: 'stopped',
  failed: 'failed',
  gated: 'gated',
  staged: 'staged',
  cancelled: 'stopped',
} as const satisfies Record<RunNode['status'], LightState>

export const lightOf = (run: RunNode | undefined, stale: boolean, disabled: boolean): LightState | null => {
  if (disabled) return 'disabled'
  if (!run) return null
  const light = lights[run.status]
  return stale && light === 'done' ? 'stale' : light
}

const rowsAt = (run: RunNode, port: string | undefined) =>
  port === undefined ? null : (run.ports?.[port]?.rows ?? null)

/** How a node's rows divide: from its first port, what went to reject, and which of that was critical (known when the run is over). */
export const qualityOf = (
  run: RunNode | undefined,
  ports: Ports,
  report: NodeReport | undefined,
  fedByReject: boolean,
): QualityParts | null => {
  if (!run) return null
  const main = ports.outputs.find(port => port.role !== 'reject')?.name ?? 'in'
  const reject = ports.outputs.find(port => port.role === 'reject')?.name
  const rows = rowsAt(run, main)
  if (rows === null) return null
  if (fedByReject) return { clean: 0, flagged: 0, rejected: rows, critical: 0 }
  const flagged = run.ports?.[main]?.flagged ?? 0
  const rejected = rowsAt(run, reject) ?? 0
  const splits = report?.rules !== undefined || ports.outputs.length === 3
  const worst = (report?.rules ?? []).filter(rule => rule.severity === 'critical').map(rule => rule.failed)
  const critical = Math.min(rejected, Math.max(0, ...worst))
  return {
    clean: Math.max(0, rows - flagged),
    flagged: splits ? Math.max(0, flagged - rejected) : flagged,
    rejected: rejected - critical,
    critical,
  }
}
