import type { GateLimit, RuleGate } from './node/kind.ts'
import type { QualityReport } from './report.ts'

/** What a validator's masks say of its rows: the input of its scores. */
export interface ValidatorCounts {
  readonly rows: number
  /** Rows with any flag. */
  readonly flagged: number
  /** Rows with a flag of warning or worse, by dimension of the rule; every dimension that has a rule is named. */
  readonly dimensions: Readonly<Record<string, number>>
}

const mean = (numbers: readonly number[]): number =>
  numbers.length === 0 ? 1 : numbers.reduce((sum, n) => sum + n, 0) / numbers.length

/** A validator's scores: per dimension the share of clean rows, and their mean. */
export const validatorQuality = ({ rows, dimensions }: ValidatorCounts): QualityReport => {
  const scores = Object.fromEntries(
    Object.entries(dimensions).map(([name, failed]) => [name, rows === 0 ? 1 : (rows - failed) / rows]),
  )
  return { score: mean(Object.values(scores)), dimensions: scores }
}

interface Weighed {
  readonly rows: number
  readonly score: number
}

/** Validators without rows weigh nothing, unless there are no others. */
const weighted = (parts: readonly Weighed[]): number => {
  const rows = parts.reduce((sum, part) => sum + part.rows, 0)
  return rows === 0
    ? mean(parts.map(part => part.score))
    : parts.reduce((sum, part) => sum + part.score * part.rows, 0) / rows
}

/** The flow's scores: means over its validators weighted by rows, and the sum of their flagged rows. */
export const flowQuality = (
  validators: readonly ValidatorCounts[],
): QualityReport & { readonly flaggedRows: number } => {
  const own = validators.map(counts => ({ rows: counts.rows, ...validatorQuality(counts) }))
  const names = [...new Set(own.flatMap(validator => Object.keys(validator.dimensions)))]
  const dimensions = names.map(name => {
    const parts = own.flatMap(({ rows, dimensions: scores }) => {
      const score = scores[name]
      return score === undefined ? [] : [{ rows, score }]
    })
    return [name, weighted(parts)] as const
  })
  return {
    score: weighted(own),
    flaggedRows: validators.reduce((sum, counts) => sum + counts.flagged, 0),
    dimensions: Object.fromEntries(dimensions),
  }
}

/** Whether a count, or its percent of the evaluated rows, is greater than a limit. */
export const exceeds = (limit: GateLimit | undefined, failed: number, evaluated: number, wholes = 0): boolean => {
  if (limit === undefined) return false
  const percent = evaluated === 0 ? 0 : (failed / evaluated) * 100
  return (
    (limit.count !== undefined && failed + wholes > limit.count) ||
    (limit.percent !== undefined && percent > limit.percent)
  )
}

/**
 * Judges a gate: a limit is exceeded where the count, or the percent of evaluated rows, is greater. Rules on the whole that do not hold count
 * beside the rows that fail, and are no rows of which to take a percent.
 */
export const judgeGate = (
  gate: RuleGate | null,
  failed: number,
  evaluated: number,
  wholes = 0,
): 'passed' | 'warned' | 'stopped' | null => {
  if (gate === null || (gate.warn === undefined && gate.stop === undefined)) return null
  if (exceeds(gate.stop, failed, evaluated, wholes)) return 'stopped'
  return exceeds(gate.warn, failed, evaluated, wholes) ? 'warned' : 'passed'
}
