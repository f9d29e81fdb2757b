import type { CompiledFlow, CompiledNode } from '../compile/types.ts'
import type { TrendPoint } from '../history.ts'
import type { CompiledRule } from '../node/kind.ts'
import { flowQuality, type ValidatorCounts, validatorQuality } from '../quality.ts'
import type { Report, RuleReport } from '../report.ts'
import { ruleWords } from './rule-words.ts'
import type {
  QualityDocument,
  QualityGate,
  QualityRows,
  QualityRule,
  QualitySample,
  QualityValidator,
} from './types.ts'

/** What was kept of a validator's rows: how wide they are, and some that break each rule. */
export interface ValidatorSamples {
  readonly columns: number
  readonly rules: Readonly<Record<string, readonly QualitySample[]>>
}

/** All that a quality report is made of. */
export interface QualityFacts {
  readonly report: Report
  readonly flow: CompiledFlow
  /** Nodes whose validators and gates are told of. */
  readonly nodes: readonly string[]
  readonly counts: ReadonlyMap<string, ValidatorCounts>
  readonly samples: ReadonlyMap<string, ValidatorSamples>
  /** Most sampled rows of a rule. */
  readonly most: number
  /** Earlier runs, oldest first. */
  readonly history: readonly TrendPoint[]
}

/** Gathers a run's report, its rules' words, samples and earlier runs into one document. */
export const buildQuality = (facts: QualityFacts): QualityDocument => {
  const { report, flow, counts, history } = facts
  const nodes = facts.nodes.map(id => flow.nodes[id]!)
  const judges = nodes.filter(({ compiled }) => compiled?.validator !== undefined)
  const validators = judges.map(node => validatorOf(node, facts))
  const gates = nodes.filter(({ compiled }) => compiled?.gate !== undefined).map(node => gateOf(node, report))
  const quality = flowQuality(judges.flatMap(({ id }) => counts.get(id) ?? []))
  const { sinks, problems } = report
  return {
    weir: 1,
    flow: report.flow,
    run: report.run,
    quality,
    rows: sumOf(validators.map(({ rows }) => rows)),
    validators,
    gates,
    sinks,
    problems,
    trend: [...history, thisRun(report)],
  }
}

const noRows: QualityRows = { checked: 0, clean: 0, flagged: 0, rejected: 0 }

const sumOf = (parts: readonly QualityRows[]): QualityRows =>
  parts.reduce(
    (sum, { checked, clean, flagged, rejected }) => ({
      checked: sum.checked + checked,
      clean: sum.clean + clean,
      flagged: sum.flagged + flagged,
      rejected: sum.rejected === null || rejected === null ? null : sum.rejected + rejected,
    }),
    noRows,
  )

const validatorOf = (node: CompiledNode, facts: QualityFacts): QualityValidator => {
  const { id, compiled } = node
  const found = facts.report.nodes[id]
  const counted = facts.counts.get(id)
  const samples = facts.samples.get(id)
  const says = ruleWords(node.settings)
  const reports = new Map(found?.rules?.map(rule => [rule.id, rule]))
  return {
    node: id,
    title: node.node.title ?? id,
    status: found?.status === 'failed' ? 'failed' : counted === undefined ? 'skipped' : 'ran',
    rows:
      counted === undefined
        ? noRows
        : {
            checked: counted.rows,
            clean: counted.rows - counted.flagged,
            flagged: counted.flagged,
            rejected: found?.ports.reject?.rows ?? null,
          },
    quality: counted === undefined ? null : validatorQuality(counted),
    columns: samples?.columns ?? null,
    rules: compiled!.validator!.rules.map(rule =>
      ruleOf(rule, reports.get(rule.id), says(rule), (samples?.rules[rule.id] ?? []).slice(0, facts.most)),
    ),
    limits: compiled!.validator!.gate,
  }
}

const gateOf = ({ id, node }: CompiledNode, report: Report): QualityGate => {
  const found = report.nodes[id]
  const status = found?.status === 'failed' ? 'failed' : found?.gates === undefined ? 'skipped' : 'ran'
  return { node: id, title: node.title ?? id, status, limits: found?.gates ?? [] }
}

const ruleOf = (
  { id, kind, columns, dimension, severity, mostly, gate: limits }: CompiledRule,
  found: RuleReport | undefined,
  says: string,
  samples: readonly QualitySample[],
): QualityRule => ({
  id,
  kind,
  says,
  columns,
  dimension,
  severity,
  evaluated: found?.evaluated ?? null,
  failed: found?.failed ?? null,
  mostly,
  holds: found === undefined ? null : found.evaluated - found.failed >= mostly * found.evaluated,
  gate: found?.gate ?? null,
  limits,
  ...(found?.observed === undefined ? {} : { observed: found.observed }),
  samples,
})

/** A point of the trend is of the whole flow, whatever part of it the document tells of: only so can it be held against the others. */
const thisRun = ({ run, quality, nodes }: Report): TrendPoint => ({
  id: run.id,
  status: run.status,
  startedAt: run.startedAt,
  score: quality.score,
  flaggedRows: quality.flaggedRows,
  dimensions: quality.dimensions,
  rules: Object.entries(nodes).flatMap(([node, { rules = [] }]) =>
    rules.map(({ id, evaluated, failed }) => ({ node, rule: id, evaluated, failed })),
  ),
})
