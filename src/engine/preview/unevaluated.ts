import type { CompiledFlow } from '#core/compile/types.ts'
import type { Table } from '#core/relation/relation.ts'
import type { JsonValue } from '../duckdb/value.ts'
import { evaluationBits } from '../rows/words.ts'
import type { Evaluation, RowEvaluation } from '../types.ts'

const states: readonly Evaluation[] = ['failed', 'skipped']

/** Reads a row's masks of what was not evaluated: each rule once for the columns that it judges together. */
export const evaluationReader = (flow: CompiledFlow, table: Table, hiddenNames: readonly string[]) => {
  const bits = states.flatMap(state =>
    evaluationBits(table, flow, state).map(({ column, bit, reason }) => ({
      place: hiddenNames.indexOf(column),
      bit,
      entry: { rule: reason.rule, columns: reason.columns, state },
    })),
  )
  return (hidden: readonly JsonValue[]): readonly RowEvaluation[] => {
    const found = bits.filter(({ place, bit }) => (BigInt(String(hidden[place] ?? 0)) & bit) !== 0n)
    return [...new Map(found.map(({ entry }) => [JSON.stringify([entry.rule, entry.columns]), entry])).values()]
  }
}
