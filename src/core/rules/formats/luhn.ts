import { literal, op } from '../../relation/build.ts'
import type { Expression } from '../../relation/expression.ts'

/** Two digits of a number, counted in pairs from its end. */
const pairs = (number: Expression, count: number): readonly Expression[] =>
  Array.from({ length: count }, (_, i) =>
    op('%', i === 0 ? number : op('//', number, literal(100n ** BigInt(i), 'UBIGINT')), literal(100)),
  )

const sum = (parts: readonly Expression[]): Expression => op('%', op('+', ...parts), literal(10))

/**
 * The rest of Luhn's sum, 0 for a sound number of up to 20 digits. Of each pair the first digit counts twice, and one more from 5 on,
 * which is what the sum of its doubled digits leaves.
 */
export const luhnRest = (number: Expression): Expression =>
  sum(
    pairs(number, 10).map(pair =>
      op('+', pair, op('*', literal(2), op('//', pair, literal(10))), op('//', pair, literal(50))),
    ),
  )

/** The rest of the sum of a number of 13 digits, the second of each pair counted once and the first three times. */
export const ean13Rest = (number: Expression): Expression =>
  sum(pairs(number, 7).map(pair => op('+', pair, op('*', literal(3), op('//', pair, literal(10))))))

/** The weighted sum of the first nine digits of an ISBN, so that its last leaves no rest of 11. */
export const isbn10Sum = (nine: Expression): Expression =>
  op(
    '+',
    ...Array.from({ length: 9 }, (_, i) => {
      const digit = op('%', op('//', nine, literal(10n ** BigInt(i), 'UBIGINT')), literal(10))
      return op('*', digit, literal(i + 2))
    }),
  )
