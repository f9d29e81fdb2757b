import { call, cases, literal, op } from '../relation/build.ts'
import type { Expression } from '../relation/expression.ts'
import { quotePattern } from '../rules/re2.ts'

/** A space that groups digits may be any that does not break a line. */
const signs = (thousands: string): string => (/^\s$/.test(thousands) ? '[ \\x{a0}\\x{202f}]' : quotePattern(thousands))

/** A number's text with a point and without signs of thousands; null where these do not stand before three digits each. */
export const plainNumber = (text: Expression, decimal: string, thousands: string): Expression => {
  const sign = signs(thousands)
  const point = quotePattern(decimal)
  const pattern = `\\s*[+-]?([0-9]*|[0-9]{1,3}(${sign}[0-9]{3})+)(${point}[0-9]*)?([eE][+-]?[0-9]+)?\\s*`
  const bare = call('regexp_replace', text, literal(sign), literal(''), literal('g'))
  return cases([
    { when: call('regexp_full_match', text, literal(pattern)), result: op('||', replacedSign(bare, decimal)) },
  ])
}

const replacedSign = (text: Expression, decimal: string): Expression =>
  decimal === '.' ? text : call('replace', text, literal(decimal), literal('.'))
