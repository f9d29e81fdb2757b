import { literal } from '../relation/build.ts'
import type { Expression } from '../relation/expression.ts'
import type { Flag, FlagBit, Marks } from '../relation/relation.ts'

/** A judgement that a query makes, which may fail as a whole: its bit, behind which the one for its failure stands. */
export interface Queried {
  readonly bit: number
  /** True of the rows that it judges; null: of all. */
  readonly judged: Expression | null
}

const unset: FlagBit = { violation: literal(false), skip: null, failure: null }

const isSet = ({ violation, skip, failure }: FlagBit): boolean =>
  violation.kind !== 'literal' || skip !== null || (failure !== null && failure.kind !== 'literal')

/**
 * The bits that other rows decide as marks: each query by itself, so that one that the values make fail leaves every row that it should judge
 * "could not be evaluated", and the others as they are.
 */
export const marksOf = (
  late: readonly FlagBit[],
  queried: readonly Queried[],
  marked: (bits: readonly FlagBit[]) => Flag,
): readonly Marks[] => {
  const alone = new Set(queried.map(({ bit }) => bit))
  const shared = late.map((bit, i) => (alone.has(i) ? unset : bit))
  const own = queried.map(({ bit, judged }): Marks => {
    const failed = late.map((_, i) => (i === bit + 1 ? { ...unset, failure: judged ?? literal(true) } : unset))
    return { flag: marked(late.map((each, i) => (i === bit ? each : unset))), otherwise: marked(failed) }
  })
  return [...(shared.some(isSet) ? [{ flag: marked(shared), otherwise: null }] : []), ...own]
}
