import { aggregate, aggregateCall, all, column, keep, where } from '#core/relation/build.ts'
import type { Expression } from '#core/relation/expression.ts'
import type { Relation } from '#core/relation/relation.ts'
import { slotColumns } from '#core/relation/slots.ts'
import { type RuleSeverity, ruleSeverities } from '#core/rules/types.ts'
import { printRelation } from '#core/sql/print.ts'
import { countAll } from '../rows/count.ts'
import { anySet, evaluationBits, type FlagBit, flagBits, type WordBit } from '../rows/words.ts'
import type { Evaluation, FlagCounts } from '../types.ts'
import { contentOf, evaluationOf, type FlagFilter, flagsOf, isWanted } from './filter.ts'
import { type Looking, withTable } from './looking.ts'
import type { Held } from './tables.ts'
import { all as allColumns, placed } from './view.ts'

const rowsOfGroup = '__weir_rows'

/** How often each combination of words occurs: the one pass over the rows. */
const grouped = ({ query: { filter = {} } }: Looking, held: Held): Relation => {
  const { table } = held
  const words = [...table.slots.map((_, index) => slotColumns(index).flags), ...table.extras]
  return aggregate(where(placed(held, allColumns(table)), all(contentOf(filter, table))), keep(words), [
    { name: rowsOfGroup, expression: countAll },
  ])
}

const gathered = <B extends WordBit>(bits: readonly B[], keysOf: (bit: B) => readonly string[]) => {
  const groups = new Map<string, B[]>()
  for (const bit of bits) for (const key of keysOf(bit)) groups.set(key, [...(groups.get(key) ?? []), bit])
  return [...groups].map(([key, own]) => ({ key, own }))
}

const graverFirst = (a: RuleSeverity, b: RuleSeverity): number => ruleSeverities.indexOf(b) - ruleSeverities.indexOf(a)

const ofSeverity = (bits: readonly FlagBit[], severity: RuleSeverity): readonly FlagBit[] =>
  bits.filter(bit => bit.reason.severity === severity)

const columnsOf = (bits: readonly FlagBit[]): readonly string[] => [...new Set(bits.flatMap(bit => bit.reason.columns))]

const spelled = (lower: string, names: readonly string[]): string =>
  names.find(name => name.toLowerCase() === lower) ?? lower

/** Asks for counts by condition, and answers them together. */
class Counter {
  private readonly conditions: Expression[] = []

  /** The place of the count in the answer. */
  ask(...conditions: readonly Expression[]): number {
    return this.conditions.push(all(conditions)) - 1
  }

  async answer({ tables, signal }: Looking, groups: Relation): Promise<(place: number) => number> {
    const measures = this.conditions.map((condition, i) => ({
      name: `count_${i}`,
      expression: aggregateCall('sum', [column(rowsOfGroup)], { where: condition }),
    }))
    const sql = printRelation(aggregate(groups, [], measures))
    const { rows } = await tables.pool.use(session => session.query(sql, { signal }))
    return place => Number(rows[0]?.[place] ?? 0)
  }
}

/** Each part of what the filter asks of flags, to be put together anew. */
const partsOf = ({ severity, rule, column: flagged }: FlagFilter) => ({
  severity: severity === undefined ? {} : { severity },
  rule: rule === undefined ? {} : { rule },
  column: flagged ? { column: flagged } : {},
})

const states: readonly Evaluation[] = ['skipped', 'failed']

/** Counts the rows of a port by what is flagged of them: one grouping of the hidden words, read with the dictionaries. */
export const countFlags = (looking: Looking): Promise<FlagCounts> =>
  withTable(looking, async held => {
    const { subject, query } = looking
    const { filter = {} } = query
    const { table } = held
    const bits = flagBits(table, subject.flow)
    const counter = new Counter()
    const unevaluated = evaluationOf(filter, table, subject.flow)
    const flags = (of: readonly FlagBit[], asked: FlagFilter) =>
      counter.ask(anySet(of.filter(bit => isWanted(bit, asked))), ...unevaluated)
    const asked = partsOf(filter)

    const any = flags(bits, {})
    const severities = ruleSeverities.map(severity => flags(bits, { severity, ...asked.rule, ...asked.column }))
    const rules = gathered(bits, ({ slot, reason }) => [JSON.stringify([slot.validator, reason.rule, slot.via])]).map(
      ({ own }) => ({ own, count: flags(own, { ...asked.severity, ...asked.column }) }),
    )
    const columns = gathered(bits, ({ reason }) => reason.columns.map(name => name.toLowerCase())).map(
      ({ key, own }) => ({
        key,
        own,
        count: flags(own, { ...asked.severity, ...asked.rule }),
        bySeverity: [...new Set(own.map(bit => bit.reason.severity))].sort(graverFirst).map(severity => ({
          severity,
          count: flags(ofSeverity(own, severity), { ...asked.severity, ...asked.rule }),
        })),
      }),
    )
    const evaluations = states.flatMap(state =>
      gathered(evaluationBits(table, subject.flow, state), ({ reason }) => [reason.rule]).map(({ key, own }) => ({
        rule: key,
        state,
        count: counter.ask(anySet(own), ...flagsOf(filter, table, subject.flow)),
      })),
    )

    const answer = table.slots.length === 0 ? () => 0 : await counter.answer(looking, grouped(looking, held))
    return {
      flagged: answer(any),
      severities: Object.fromEntries(
        ruleSeverities.map((each, i) => [each, answer(severities[i]!)]),
      ) as FlagCounts['severities'],
      rules: rules.map(({ own, count }) => {
        const { slot, reason } = own[0]!
        return {
          node: slot.validator,
          rule: reason.rule,
          kind: reason.kind,
          via: slot.via,
          severity: reason.severity,
          columns: columnsOf(own),
          rows: answer(count),
        }
      }),
      columns: columns.map(({ key, own, count, bySeverity }) => ({
        column: spelled(key, [...table.columns.map(each => each.name), ...columnsOf(own)]),
        severity: (bySeverity.find(each => answer(each.count) > 0) ?? bySeverity[0]!).severity,
        rows: answer(count),
      })),
      evaluations: evaluations
        .map(({ rule, state, count }) => ({ rule, state, rows: answer(count) }))
        .filter(({ rows }) => rows > 0),
    }
  })
