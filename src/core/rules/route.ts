import type { FlagReason } from '../node/kind.ts'
import { all, any, column, literal, op, where } from '../relation/build.ts'
import type { Expression } from '../relation/expression.ts'
import type { Relation } from '../relation/relation.ts'
import { slotColumns, slotsOf, wordBits } from '../relation/slots.ts'
import { type RuleSeverity, ruleSeverities } from './types.ts'

/** The words of a mask with the bits of all flags of a severity or worse. */
const masks = (flags: readonly FlagReason[], from: RuleSeverity): ReadonlyMap<number, bigint> => {
  const least = ruleSeverities.indexOf(from)
  const words = new Map<number, bigint>()
  flags.forEach((flag, bit) => {
    if (ruleSeverities.indexOf(flag.severity) < least) return
    const word = Math.floor(bit / wordBits)
    words.set(word, (words.get(word) ?? 0n) | (1n << BigInt(bit % wordBits)))
  })
  return words
}

/** A validator's rows, split into those without and those with a flag of a severity or worse; null splits none off. */
export const splitBySeverity = (
  body: Relation,
  validator: string,
  flags: readonly FlagReason[],
  rejectAt: RuleSeverity | null,
): { readonly pass: Relation; readonly reject: Relation } => {
  const slots = slotsOf(body)
  const own = (word: number) => slots.findIndex(s => s.validator === validator && s.via.length === 0 && s.word === word)
  const words = rejectAt === null ? [] : [...masks(flags, rejectAt)]
  const judged = (operator: '=' | '<>'): Expression[] =>
    words.map(([word, mask]) =>
      op(operator, op('&', column(slotColumns(own(word)).flags), literal(mask, 'UBIGINT')), literal(0, 'UBIGINT')),
    )
  return { pass: words.length === 0 ? body : where(body, all(judged('='))), reject: where(body, any(judged('<>'))) }
}
