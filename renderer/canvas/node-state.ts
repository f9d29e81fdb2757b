import type { NodeReport } from '#core/report.ts'
import { ruleFaces } from '#core/rules/index.ts'
import { type RuleSeverity, ruleSeverities } from '#core/rules/types.ts'
import type { Ports } from '../store/ports.ts'
import type { RunNode } from '../store/run.ts'
import type { StaleCause } from '../store/stale.ts'
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

const causes = {
  settings: { word: 'edited', title: 'changed since its run' },
  parameters: { word: 'edited', title: 'a parameter was changed since its run' },
  files: { word: 'file changed', title: 'its file was changed since its run' },
  input: { word: 'new input', title: 'what comes into it was changed since its run' },
} as const satisfies Record<StaleCause, { readonly word: string; readonly title: string }>

/** Why a node's rows are as they are: no longer those of its run, or kept from before; null where the light says all. */
export const freshnessOf = (
  run: RunNode | undefined,
  light: LightState | null,
  cause: StaleCause | undefined,
): { readonly word: string; readonly title: string } | null => {
  if (light === 'stale' && cause) return causes[cause]
  if (light === 'done' && run?.status === 'cached') return { word: 'cached', title: 'done, from the cache' }
  return null
}

type RunPort = NonNullable<RunNode['ports']>[string]

/** The port whose rows stand for the node: its first that does not reject, or what a sink takes. */
export const mainPort = (run: RunNode, ports: Ports): RunPort | undefined =>
  run.ports?.[ports.outputs.find(port => port.role !== 'reject')?.name ?? ports.inputs[0]?.name ?? 'in']

/** What of a node's rows nobody counted in a run that has passed it, in words. */
export const uncountedOf = (run: RunNode | undefined, ports: Ports): string | null => {
  if (run?.status !== 'ran' && run?.status !== 'cached' && run?.status !== 'staged' && run?.status !== 'gated')
    return null
  const main = mainPort(run, ports)
  if (!main || main.rows === null) return 'Rows were not counted'
  return main.flagged === null ? 'Flagged rows were not counted' : null
}

/**
 * How a node's rows divide: from its first port, what went to reject, and which of that was critical (known when the run is over).
 * Null where one of these was not counted.
 */
export const qualityOf = (
  run: RunNode | undefined,
  ports: Ports,
  report: NodeReport | undefined,
  fedByReject: boolean,
): QualityParts | null => {
  const main = run && mainPort(run, ports)
  if (!main || main.rows === null) return null
  if (fedByReject) return { clean: 0, flagged: 0, rejected: main.rows, critical: 0 }
  if (main.flagged === null) return null
  const flagged = main.flagged ?? 0
  const reject = ports.outputs.find(port => port.role === 'reject')?.name
  const rejected = (reject === undefined ? null : run.ports?.[reject]?.rows) ?? 0
  // a source's rejected lines are beside its rows, a validator's rejected rows among them
  const isAmong = ports.inputs.length > 0
  const worst = (report?.rules ?? []).filter(rule => rule.severity === 'critical').map(rule => rule.failed)
  const critical = Math.min(rejected, Math.max(0, ...worst))
  return {
    clean: Math.max(0, main.rows - flagged),
    flagged: isAmong ? Math.max(0, flagged - rejected) : flagged,
    rejected: rejected - critical,
    critical,
  }
}

/** Rules on the whole that did not hold in a run: they flag no row, so the card says them. */
export const failedChecks = (
  report: NodeReport | undefined,
): { readonly count: number; readonly worst: RuleSeverity } | null => {
  const failed = (report?.rules ?? []).filter(rule => rule.failed > 0 && ruleFaces.get(rule.kind)?.flags === 'whole')
  const worst = ruleSeverities.findLast(severity => failed.some(rule => rule.severity === severity))
  return worst ? { count: failed.length, worst } : null
}
