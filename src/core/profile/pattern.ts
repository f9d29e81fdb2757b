import { call, literal } from '../relation/build.ts'
import type { Expression } from '../relation/expression.ts'

/** A shape is of so many characters of a text at most. */
const shaped = 64

const replaced = (text: Expression, ...steps: readonly (readonly [pattern: string, by: string])[]): Expression =>
  steps.reduce((so, [pattern, by]) => call('regexp_replace', so, literal(pattern), literal(by), literal('g')), text)

/** The shape of a text: `A` for a capital, `a` for any other letter, `9` for a digit. */
export const shapeOfText = (text: Expression): Expression =>
  replaced(
    call('left', text, literal(shaped)),
    ['[\\p{Ll}\\p{Lm}\\p{Lo}]', 'a'],
    ['[\\p{Lu}\\p{Lt}]', 'A'],
    ['\\p{Nd}', '9'],
  )

/** A shape in which two or more of a kind are one: `a+`. */
export const runsAsOne = (shape: Expression): Expression =>
  replaced(shape, ['a{2,}', 'a+'], ['A{2,}', 'A+'], ['9{2,}', '9+'])
