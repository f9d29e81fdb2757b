import { call, cases, cast, column, literal, op } from '../relation/build.ts'
import type { Expression } from '../relation/expression.ts'
import type { Column } from '../relation/relation.ts'
import { asText, ofColumn } from '../rules/values.ts'

/** A value with its length before it, so that values do not run into one another; a null is none of them. */
const marked = (of: Column): Expression => {
  const text = asText(ofColumn(of))
  const known = call('concat', call('length', text), literal(':'), text)
  return cases([{ when: op('is_null', column(of.name)), result: literal('-') }], known)
}

/** A text that two rows have in common only where they are alike in all of these columns. */
export const rowText = (columns: readonly Column[]): Expression =>
  cast(call('concat', ...columns.map(marked)), 'VARCHAR')
