import type { CompiledFlow } from '#core/compile/types.ts'
import type { Problem } from '#core/problem.ts'
import { flowQuality, validatorQuality } from '#core/quality.ts'
import type { NodeReport, Report, SinkReport } from '#core/report.ts'
import type { FlowRequest } from '../api.ts'
import type { NodeOutcome, RunContext } from './context.ts'
import { joinReport } from './joins.ts'
import { portReports } from './run-node.ts'

export interface RunFacts {
  readonly id: string
  readonly status: Report['run']['status']
  readonly startedAt: Date
  readonly engine: string
  readonly sha256: string
}

/** The report of a run; without a context, of one that never began. */
export const buildReport = (
  request: FlowRequest,
  flow: CompiledFlow,
  run: Pick<RunContext, 'outcomes' | 'sinks' | 'flow'> | null,
  facts: RunFacts,
  problems: readonly Problem[],
): Report => {
  const outcomes: ReadonlyMap<string, NodeOutcome> = run?.outcomes ?? new Map()
  const sinks: ReadonlyMap<string, SinkReport> = run?.sinks ?? new Map()
  return {
    weir: 1,
    flow: { name: request.flow.name, path: request.path, sha256: facts.sha256 },
    run: {
      id: facts.id,
      status: facts.status,
      startedAt: facts.startedAt.toISOString(),
      finishedAt: new Date().toISOString(),
      asOf: request.asOf,
      params: flow.params,
      engine: facts.engine,
    },
    nodes: Object.fromEntries(flow.order.map(id => [id, nodeReport(id, flow, run as RunContext, outcomes.get(id))])),
    sinks: Object.fromEntries(sinks),
    quality: flowQuality([...outcomes.values()].flatMap(outcome => outcome.quality ?? [])),
    problems,
  }
}

const nodeReport = (id: string, flow: CompiledFlow, run: RunContext, outcome: NodeOutcome | undefined): NodeReport => {
  if (!outcome) return { status: 'skipped', ms: 0, ports: {} }
  const node = flow.nodes[id]!
  const ports = portReports(node, run)
  return {
    status: outcome.status,
    ms: outcome.ms,
    ports,
    ...(outcome.rules ? { rules: outcome.rules } : {}),
    ...(outcome.gates ? { gates: outcome.gates } : {}),
    ...(outcome.quality ? { quality: validatorQuality(outcome.quality) } : {}),
    ...(outcome.matches ? { join: joinReport(node, ports, outcome.matches) } : {}),
    ...(node.compiled?.source ? { columns: node.compiled.source.columns } : {}),
    ...(outcome.summed === undefined ? {} : { summed: outcome.summed }),
  }
}
