import type { CompiledFlow } from '#core/compile/types.ts'
import type { TrendPoint } from '#core/history.ts'
import type { ValidatorCounts } from '#core/quality.ts'
import { buildQuality } from '#core/quality-report/build.ts'
import type { QualityDocument } from '#core/quality-report/types.ts'
import type { Report } from '#core/report.ts'
import type { RunContext } from './context.ts'

/** So many runs make the trend, with this one. */
export const trendRuns = 30

export interface QualityScope {
  /** Nodes whose validators and gates are told of. */
  readonly nodes: readonly string[]
  readonly samples: number
  readonly history: readonly TrendPoint[]
}

/** The quality report of a run as far as it has come; without a context, of one that came to no node. */
export const qualityOf = (
  report: Report,
  flow: CompiledFlow,
  run: Pick<RunContext, 'outcomes' | 'samples'> | null,
  { nodes, samples, history }: QualityScope,
): QualityDocument =>
  buildQuality({
    report,
    flow,
    nodes,
    counts: countsOf(run),
    samples: run?.samples.found ?? new Map(),
    most: samples,
    history: history.slice(1 - trendRuns),
  })

const countsOf = (run: Pick<RunContext, 'outcomes'> | null): ReadonlyMap<string, ValidatorCounts> =>
  new Map([...(run?.outcomes ?? [])].flatMap(([id, { quality }]) => (quality ? [[id, quality] as const] : [])))
