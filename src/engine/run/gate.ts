import type { LastGoodNode } from '#core/history.ts'
import { type GateLine, picksFlag } from '#core/node/gate.ts'
import type { GateLimit } from '#core/node/kind.ts'
import type { Problem } from '#core/problem.ts'
import { exceeds } from '#core/quality.ts'
import type { Relation } from '#core/relation/relation.ts'
import { slotsOf } from '#core/relation/slots.ts'
import type { GateReport } from '#core/report.ts'
import { countAll, countWhere } from '../rows/count.ts'
import { anySet, flagBits } from '../rows/words.ts'
import type { RunContext } from './context.ts'
import { failure } from './failure.ts'
import { exposed } from './shape.ts'
import type { RunStatements } from './statements.ts'

export interface GateJudgement {
  readonly rows: number
  readonly gates: readonly GateReport[]
  readonly problems: readonly Problem[]
  readonly stopped: boolean
}

/** Counts the rows that arrive at a gate, and those that its limits are about, in one statement, and judges the limits. */
export const judgeGateNode = async (
  node: string,
  lines: readonly GateLine[],
  relation: Relation,
  run: RunContext,
  database: RunStatements,
): Promise<GateJudgement> => {
  const bits = flagBits({ slots: slotsOf(relation) }, run.flow)
  const counted = lines.map((line, i) => {
    const picked = bits.filter(({ slot, reason }) => picksFlag(line, slot.validator, reason))
    return [`observed_${i}`, line.of === 'rows' ? countAll : countWhere(anySet(picked))] as const
  })
  const shown = relation.kind === 'table' ? exposed(relation) : relation
  const counts: Record<string, number> = await database.counts(shown, {
    rows: countAll,
    ...Object.fromEntries(counted),
  })
  const rows = counts.rows ?? 0
  const compares = lines.some(line => line.against === 'last_good' && isSet(line))
  const before = compares ? (await run.history.lastGood()).node(node) : null
  const gates = lines.map((line, i) => judged(line, rows, counts[`observed_${i}`] ?? 0, before))
  return {
    rows,
    gates,
    problems: [...gates.flatMap(gate => gateProblem(node, gate) ?? []), ...firstProblem(node, gates)],
    stopped: gates.some(({ gate }) => gate === 'stopped'),
  }
}

const isSet = ({ warn, stop }: Pick<GateLine, 'warn' | 'stop'>): boolean => warn !== undefined || stop !== undefined

type Figures = Pick<GateReport, 'rows' | 'observed'>

const judged = (line: GateLine, rows: number, observed: number, before: LastGoodNode | null): GateReport => {
  const now = { rows, observed }
  if (line.against === 'rows') return { ...line, ...now, gate: outcome(line, limit => exceeds(limit, observed, rows)) }
  const then = before && figuresOf(line, before)
  if (!then) return { ...line, ...now, lastGood: null, gate: null }
  const lastGood = { run: before.run, ...then }
  return { ...line, ...now, lastGood, gate: outcome(line, limit => hasMoved(line, limit, now, then)) }
}

const outcome = (
  { warn, stop }: Pick<GateLine, 'warn' | 'stop'>,
  isOver: (limit: GateLimit) => boolean,
): GateReport['gate'] => {
  if (warn === undefined && stop === undefined) return null
  if (stop && isOver(stop)) return 'stopped'
  return warn && isOver(warn) ? 'warned' : 'passed'
}

/** What the last good run has of the same rows; a limit that is new since then has nothing to be held against. */
const figuresOf = (line: GateLine, { report }: LastGoodNode): Figures | null => {
  const same = report.gates?.find(
    gate =>
      gate.of === line.of &&
      gate.validator === line.validator &&
      gate.rule === line.rule &&
      gate.severity === line.severity,
  )
  if (same) return { rows: same.rows, observed: same.observed }
  const rows = report.ports.out?.rows ?? null
  return line.of === 'rows' && rows !== null ? { rows, observed: rows } : null
}

/** Rows may change either way; flagged ones only rise, and their percent is of their share, so that more rows alone are no rise. */
const hasMoved = ({ of }: GateLine, { count, percent }: GateLimit, now: Figures, then: Figures): boolean => {
  const by = now.observed - then.observed
  const moved = of === 'rows' ? Math.abs(by) : by
  return (count !== undefined && moved > count) || (percent !== undefined && changeOf(of, now, then) > percent)
}

const changeOf = (of: GateLine['of'], now: Figures, then: Figures): number => {
  const figure = (each: Figures) => (of === 'rows' ? each.rows : each.rows === 0 ? 0 : each.observed / each.rows)
  const by = figure(now) - figure(then)
  const moved = of === 'rows' ? Math.abs(by) : by
  if (moved <= 0) return 0
  return figure(then) === 0 ? Number.POSITIVE_INFINITY : (moved / figure(then)) * 100
}

/** What it counts, in words. */
const subjectOf = ({ of, validator, rule, severity }: GateReport): string => {
  if (of === 'rows') return 'rows arrive'
  const parts = [
    ...(rule === null ? [] : [` of the rule \`${rule}\``]),
    ...(validator === null ? [] : [` of \`${validator}\``]),
    ...(severity === null
      ? []
      : [severity === 'critical' ? ' of severity critical' : ` of severity ${severity} or worse`]),
  ]
  return `arriving rows have a flag${parts.join('')}`
}

const shareOf = ({ observed, rows }: Figures): string =>
  `${observed} of ${rows} (${(rows === 0 ? 0 : (observed / rows) * 100).toFixed(1)} %)`

const limitText = ({ count, percent }: GateLimit, more: string): string =>
  [
    ...(count === undefined ? [] : [`${count} rows${more}`]),
    ...(percent === undefined ? [] : [`${percent} %${more}`]),
  ].join(' or ')

const gateProblem = (node: string, gate: GateReport): Problem | null => {
  if (gate.gate !== 'stopped' && gate.gate !== 'warned') return null
  const limit = (gate.gate === 'stopped' ? gate.stop : gate.warn) ?? {}
  const figure = (each: Figures) => (gate.of === 'rows' ? String(each.rows) : shareOf(each))
  const then = gate.lastGood ? `, and ${figure(gate.lastGood)} did in the last good run` : ''
  const more = !gate.lastGood ? '' : gate.of === 'rows' ? ' of change' : ' more'
  const message = `In \`${node}\`, ${figure(gate)} ${subjectOf(gate)}${then}, past the limit of ${limitText(limit, more)}.`
  if (gate.gate === 'warned') return { code: 'W-GATE', severity: 'warning', node, message }
  return failure('data', { code: 'E-GATE', node, message, hint: 'Nothing was published.' }).problem
}

const firstProblem = (node: string, gates: readonly GateReport[]): readonly Problem[] => {
  const open = gates.filter(gate => gate.lastGood === null && isSet(gate)).length
  if (open === 0) return []
  const message = `In \`${node}\`, ${open === 1 ? '1 limit is' : `${open} limits are`} not judged: there is no last good run to compare with yet.`
  return [{ code: 'I-GATE-FIRST', severity: 'info', node, message }]
}
