import { all, any, call, cases, literal, op } from '../../relation/build.ts'
import type { Expression } from '../../relation/expression.ts'
import type { Column } from '../../relation/relation.ts'

// DuckDB takes a comma before a closing bracket, and numbers that are none
const lax = '(?i),\\s*[\\]}]|nan|inf'
const strings = '"(?:[^"\\\\]|\\\\.)*"'

/** What is true of a text that is no JSON by RFC 8259. */
export const isNoJson = (text: Expression, of: Column): Expression => {
  if (of.type === 'JSON') return literal(false)
  const has = (within: Expression) => call('regexp_matches', within, literal(lax))
  const outside = call('regexp_replace', text, literal(strings), literal(''), literal('g'))
  const laxly = cases([{ when: has(text), result: has(outside) }], literal(false))
  return any([op('not', call('json_valid', text)), all([op('is_not_null', text), laxly])])
}
