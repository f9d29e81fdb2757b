import { call, literal, op } from '../../relation/build.ts'
import type { Expression } from '../../relation/expression.ts'
import type { Column } from '../../relation/relation.ts'
import type { RuleContext } from '../rule.ts'

/** A well-known format of texts. */
export interface Format {
  /** For the list of formats. */
  readonly label: string
  /** In a sentence: is not an email address. */
  readonly name: string
  /** What is true of a text that does not have it; of a null it may be anything but true. */
  violation(text: Expression, of: Column, context: Pick<RuleContext, 'once'>): Expression
}

/** Whether a text has a pattern from its beginning to its end. */
export const isWhole = (text: Expression, pattern: string): Expression =>
  call('regexp_full_match', text, literal(pattern))

/** A format that a pattern tells. */
export const byPattern = (label: string, name: string, pattern: string): Format => ({
  label,
  name,
  violation: text => op('not', isWhole(text, pattern)),
})
