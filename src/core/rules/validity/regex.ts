import { field, z } from '../../node/settings.ts'
import { all, any, call, literal } from '../../relation/build.ts'
import type { Expression } from '../../relation/expression.ts'
import { isSoundPattern } from '../patterns.ts'
import type { RuleContext } from '../rule.ts'

/** Texts that one or all must meet. */
export const match = (help: string) =>
  field(z.enum(['any', 'all']).default('any'), { label: 'Match', help, widget: 'choice' })

/** Each value of a list that one or all must meet. */
export const matching = (rule: { readonly match: 'any' | 'all' }, tests: readonly Expression[]): Expression =>
  rule.match === 'any' ? any(tests) : all(tests)

/** A list in a sentence. */
export const joined = (rule: { readonly match: 'any' | 'all' }, list: readonly string[]): string =>
  list.join(rule.match === 'any' ? ' or ' : ' and ')

export const patterns = field(z.array(z.string()).min(1), {
  label: 'Patterns',
  help: 'Regular expressions of RE2: no look-around, no back-references.',
  widget: 'textList',
})

export const whole = field(z.boolean().default(false), {
  label: 'Whole value',
  help: 'The pattern must match the value from its beginning to its end, not a part of it.',
  widget: 'toggle',
})

/** Reports what RE2 would refuse, and says whether there is nothing. */
export const areSound = (list: readonly string[], context: RuleContext): boolean =>
  list.map((pattern, i) => isSoundPattern(pattern, `patterns.${i}`, context.report)).every(sound => sound)

/** Whether a text has a pattern, as a whole or in part. */
export const hasPattern = (text: Expression, pattern: string, isWhole: boolean): Expression =>
  call(isWhole ? 'regexp_full_match' : 'regexp_matches', text, literal(pattern))
