import type { CompiledRule, CompiledValidator, FlagReason, RuleGate } from '#core/node/kind.ts'
import type { Problem } from '#core/problem.ts'
import { judgeGate, type ValidatorCounts } from '#core/quality.ts'
import { aggregate, aggregateCall, any, column, keep, literal, op, project } from '#core/relation/build.ts'
import type { Expression } from '#core/relation/expression.ts'
import type { Relation, Table } from '#core/relation/relation.ts'
import { extraColumns, slotColumns, wordBits } from '#core/relation/slots.ts'
import type { RuleReport } from '#core/report.ts'
import type { RuleSeverity } from '#core/rules/types.ts'
import type { RunHistory } from '../history/run-history.ts'
import { countAll, isFlagged } from '../rows/count.ts'
import { failure } from './failure.ts'
import { exposed } from './shape.ts'
import type { RunStatements } from './statements.ts'
import { judgeWholes } from './whole.ts'

export interface Judgement {
  readonly rules: readonly RuleReport[]
  readonly counts: ValidatorCounts
  readonly problems: readonly Problem[]
  readonly stopped: boolean
}

/** A validator whose own table lies ready. */
export interface Judged {
  readonly node: string
  readonly validator: CompiledValidator
  readonly reasons: readonly FlagReason[]
  readonly table: Table
  /** Puts the table in the place of the validator's body, and what was computed in that of other inputs. */
  readonly resolved: (relation: Relation) => Relation
}

/** Counts what a validator's masks say, in one grouping of its own table, judges the rules on the whole, and then the gates. */
export const judgeValidator = async (
  judged: Judged,
  database: RunStatements,
  history: RunHistory,
): Promise<Judgement> => {
  const { node, validator } = judged
  const { rules: wholes, problems: unjudged } = await judgeWholes(node, validator, judged.resolved, database, history)
  const { counts, rows: judgedRows, bySeverity } = await countMasks(judged, database)
  const rules = validator.rules.map((rule): RuleReport => {
    const whole = wholes.get(rule.id)
    if (whole) return whole
    const { failed, evaluated } = judgedRows.get(rule.id) ?? nothing
    const { id, kind, columns, dimension, severity } = rule
    return { id, kind, columns, dimension, severity, evaluated, failed, gate: judgeGate(rule.gate, failed, evaluated) }
  })
  const verdicts: readonly Verdict[] = [
    ...rules.map((rule, i) => ({ ...rule, what: `the rule \`${rule.id}\``, limits: validator.rules[i]!.gate })),
    ...[...bySeverity].map(([severity, ofRows]) => {
      const broken = rules.filter(rule => rule.severity === severity && wholes.has(rule.id) && rule.failed > 0).length
      const limits = validator.gate[severity] ?? null
      const gate = judgeGate(limits, ofRows.failed, ofRows.evaluated, broken)
      return { ...ofRows, what: `rules of severity ${severity}`, wholes: broken, limits, gate }
    }),
  ]
  const problems = [
    ...verdicts.flatMap(verdict => gateProblem(node, verdict) ?? []),
    ...rules.flatMap((rule, i) => mostlyProblem(node, rule, validator.rules[i]!.mostly) ?? []),
    ...unjudged,
    ...rules.flatMap(rule => (wholes.has(rule.id) ? (wholeProblem(node, rule) ?? []) : [])),
  ]
  return { rules, counts, problems, stopped: verdicts.some(verdict => verdict.gate === 'stopped') }
}

interface Outcome {
  readonly failed: number
  readonly evaluated: number
}

const nothing: Outcome = { failed: 0, evaluated: 0 }

/** Everything that the masks are asked for, in one statement: by rule, by severity with a gate, and by dimension. */
const countMasks = async ({ node, validator, reasons, table }: Judged, database: RunStatements) => {
  const masks = masksOf(node, table)
  const onRows = validator.rules.filter(rule => rule.whole === undefined)
  const dimensions = [...new Set(onRows.map(rule => rule.dimension))]
  const severities = Object.keys(validator.gate) as RuleSeverity[]
  const bitsOf = (test: (rule: CompiledRule) => boolean) => onRows.filter(test).flatMap(rule => rule.bits)
  const conditions: Record<string, Expression> = {
    flagged: column(anyFlag),
    ...fromEach(onRows, (rule, i) => ({
      [`failed_${i}`]: masks.anySet(rule.bits),
      [`evaluated_${i}`]: masks.anyEvaluated(rule.bits),
    })),
    ...fromEach(dimensions, (dimension, i) => ({
      [`dimension_${i}`]: masks.anySet(
        bitsOf(rule => rule.dimension === dimension).filter(bit => counts(reasons[bit]?.severity)),
      ),
    })),
    ...fromEach(severities, (severity, i) => {
      const bits = bitsOf(rule => rule.severity === severity)
      return { [`severity_failed_${i}`]: masks.anySet(bits), [`severity_evaluated_${i}`]: masks.anyEvaluated(bits) }
    }),
  }
  const sums = Object.fromEntries(
    Object.entries(conditions).map(([name, where]) => [name, aggregateCall('sum', [column(groupRows)], { where })]),
  )
  const wanted: Record<string, Expression> = { ...sums, rows: aggregateCall('sum', [column(groupRows)]) }
  const found: Record<string, number> = await database.counts(masks.grouped, wanted)
  const of = (name: string) => found[name] ?? 0
  const outcome = (prefix: string, i: number): Outcome => ({
    failed: of(`${prefix}failed_${i}`),
    evaluated: of(`${prefix}evaluated_${i}`),
  })
  return {
    rows: new Map(onRows.map((rule, i) => [rule.id, outcome('', i)])),
    bySeverity: new Map(severities.map((severity, i) => [severity, outcome('severity_', i)])),
    counts: {
      rows: of('rows'),
      flagged: of('flagged'),
      dimensions: Object.fromEntries(dimensions.map((dimension, i) => [dimension, of(`dimension_${i}`)])),
    },
  }
}

const anyFlag = 'any_flag'
const groupRows = 'group_rows'

/** An info is a remark: it lowers no score. */
const counts = (severity: RuleSeverity | undefined): boolean => severity !== 'info'

const fromEach = <T>(items: readonly T[], make: (item: T, index: number) => Record<string, Expression>) =>
  Object.assign({}, ...items.map(make)) as Record<string, Expression>

/** The validator's own masks in its table, and the table's rows grouped by them. */
const masksOf = (node: string, table: Table) => {
  const words = new Map(
    table.slots.flatMap((slot, index) =>
      slot.validator === node && slot.via.length === 0 && !slot.aggregated
        ? [[slot.word, slotColumns(index).flags] as const]
        : [],
    ),
  )
  const skips = [...words.keys()].map(word => extraColumns(word).skip).filter(name => table.extras.includes(name))
  const names = [...words.values(), ...skips]
  const flagged = { name: anyFlag, expression: isFlagged(table) }
  const counted = [{ name: groupRows, expression: countAll }]
  const keys = names.map(name => ({ name: alias(name), expression: column(name) }))
  const isOneGroup = names.length === 0 && table.slots.length === 0
  const grouped: Relation = isOneGroup
    ? project(aggregate(exposed(table), [], counted), [flagged, ...keep([groupRows])])
    : aggregate(exposed(table), [...keys, flagged], counted)
  return {
    grouped,
    anySet: (bits: readonly number[]) =>
      any(
        [...masksByWord(bits)].flatMap(([word, mask]) => {
          const name = words.get(word)
          return name === undefined ? [] : [op('<>', op('&', column(alias(name)), mask), literal(0))]
        }),
      ),
    anyEvaluated: (bits: readonly number[]) =>
      any(
        [...masksByWord(bits)].map(([word, mask]) => {
          const { skip } = extraColumns(word)
          return table.extras.includes(skip) ? op('<>', op('&', column(alias(skip)), mask), mask) : literal(true)
        }),
      ),
  }
}

const alias = (hidden: string) => `mask${hidden}`

const masksByWord = (bits: readonly number[]): ReadonlyMap<number, Expression> => {
  const masks = new Map<number, bigint>()
  for (const bit of bits) {
    const word = Math.floor(bit / wordBits)
    masks.set(word, (masks.get(word) ?? 0n) | (1n << BigInt(bit % wordBits)))
  }
  return new Map([...masks].map(([word, mask]) => [word, literal(mask, 'UBIGINT')]))
}

/** A rule that should hold for a share of its rows, and holds for fewer. */
const mostlyProblem = (node: string, { id, evaluated, failed }: RuleReport, mostly: number): Problem | null => {
  if (mostly === 1 || evaluated - failed >= mostly * evaluated) return null
  const held = (((evaluated - failed) / evaluated) * 100).toFixed(1)
  const message = `In \`${node}\`, the rule \`${id}\` holds for ${held} % of ${evaluated} evaluated rows, and should for ${mostly * 100} %.`
  return { code: 'W-MOSTLY', severity: 'warning', node, message }
}

/** A rule on the whole that does not hold, where no gate speaks of it. */
const wholeProblem = (node: string, { id, failed, gate, severity, observed }: RuleReport): Problem | null => {
  if (failed === 0 || gate === 'warned' || gate === 'stopped') return null
  const message = `In \`${node}\`, the rule \`${id}\` does not hold: ${shown(observed)} was observed.`
  return { code: 'W-RULE-WHOLE', severity: severity === 'info' ? 'info' : 'warning', node, message }
}

const shown = (observed: unknown): string =>
  typeof observed === 'string' ? observed : JSON.stringify(observed ?? null)

interface Verdict {
  readonly what: string
  readonly failed: number
  readonly evaluated: number
  /** Rules on the whole that do not hold, beside the rows. */
  readonly wholes?: number
  readonly gate: RuleReport['gate']
  readonly limits: RuleGate | null
}

const gateProblem = (node: string, { what, failed, evaluated, wholes, gate, limits }: Verdict): Problem | null => {
  if (gate !== 'stopped' && gate !== 'warned') return null
  const limit = gate === 'stopped' ? limits?.stop : limits?.warn
  const parts = [
    ...(limit?.count === undefined ? [] : [`${limit.count} rows`]),
    ...(limit?.percent === undefined ? [] : [`${limit.percent} %`]),
  ]
  const share = evaluated === 0 ? 0 : (failed / evaluated) * 100
  const beside = wholes ? ` and ${wholes === 1 ? '1 rule does' : `${wholes} rules do`} not hold on the whole,` : ''
  const message = `In \`${node}\`, ${failed} of ${evaluated} evaluated rows (${share.toFixed(1)} %) break ${what},${beside} past the limit of ${parts.join(' or ')}.`
  if (gate === 'warned') return { code: 'W-GATE', severity: 'warning', node, message }
  return failure('data', { code: 'E-GATE', node, message, hint: 'Nothing was published.' }).problem
}
