import { all, any, literal, op } from '../relation/build.ts'
import type { Expression } from '../relation/expression.ts'
import type { FlagBit } from '../relation/relation.ts'
import type { Attempt, NullPolicy, RulePart } from './rule.ts'

const present = (parts: readonly (Expression | null)[]): readonly Expression[] => parts.filter(part => part !== null)
const orNull = (parts: readonly Expression[]): Expression | null => (parts.length === 0 ? null : any(parts))

/**
 * One judgement as a bit: `when` decides which rows are judged, the null policy what a null counts for. A row on which `when` or the
 * judgement fails is flagged, not skipped.
 */
export const bitOf = (part: RulePart, nulls: NullPolicy, when: Attempt | null): FlagBit => {
  const met = when && op('is_true', when.value)
  const known = when?.failed ? op('not', when.failed) : null
  const bad = nulls === 'fail' && part.missing ? any([part.missing, part.violation]) : part.violation
  const unmet = when && all([...present([known]), op('is_not_true', when.value)])
  const unjudged = nulls === 'skip' && part.missing ? all(present([known, part.missing])) : null
  const there = part.missing && op('not', part.missing)
  const failure = part.failure && all(present([met, there, part.failure]))
  return {
    violation: all(present([met, bad])),
    skip: orNull(present([unmet, unjudged])),
    failure: orNull(present([when?.failed ?? null, failure])),
  }
}

/** The expressions of some bits. */
export const partsOf = (bits: readonly FlagBit[]): readonly Expression[] =>
  present(bits.flatMap(bit => [bit.violation, bit.skip, bit.failure]))

/** Bits in two parts, at the same places: what a row tells by itself, and what other rows tell of it; null where they tell nothing. */
export const splitBits = (
  bits: readonly FlagBit[],
  isLate: (expression: Expression) => boolean,
): { readonly early: readonly FlagBit[]; readonly late: readonly FlagBit[] | null } => {
  const part = (wanted: boolean) => (expression: Expression | null) =>
    expression !== null && isLate(expression) === wanted ? expression : null
  const those = (wanted: boolean) =>
    bits.map(bit => ({
      violation: part(wanted)(bit.violation) ?? literal(false),
      skip: part(wanted)(bit.skip),
      failure: part(wanted)(bit.failure),
    }))
  return { early: those(false), late: partsOf(bits).some(isLate) ? those(true) : null }
}
