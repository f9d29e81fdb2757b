import { call, cast, column, keep, literal, op, orderBy, over, project, sort } from '../relation/build.ts'
import type { Expression, TypedText } from '../relation/expression.ts'
import type { Input, NamedExpression, Relation } from '../relation/relation.ts'
import type { Attempt } from './rule.ts'

// TRY gives null where its expression failed and refuses volatile functions; in a list, a null result stays apart from a failure
const tried = (expression: Expression): Expression => call('try', op('list', expression))
const resultOf = (list: Expression): Expression => op('element', list, literal(1))

const rowNumber = '__weir_row'

/** Columns of a validator that are computed once per row before its bits, and dropped with them. */
export class Helpers {
  readonly columns: NamedExpression[] = []
  readsOtherRows = false
  private readonly known = new Map<TypedText, Attempt>()

  add(expression: Expression): Expression {
    const name = `__weir_rule_${this.columns.length}`
    this.columns.push({ name, expression })
    return column(name)
  }

  across(expression: Expression): Expression {
    this.readsOtherRows = true
    return this.add(expression)
  }

  attempt(expression: Expression, texts: readonly TypedText[]): Attempt {
    if (texts.some(text => text.volatile)) return { value: this.add(expression), failed: null }
    const list = this.add(tried(expression))
    return { value: resultOf(list), failed: op('is_null', list) }
  }

  when(text: TypedText): Attempt {
    const before = [...this.known].find(([known]) => known.text === text.text)
    if (before !== undefined) return before[1]
    const attempt = this.attempt(cast(text, 'BOOLEAN'), [text])
    this.known.set(text, attempt)
    return attempt
  }

  /** The input with these columns beside its own. Joins and windows scatter rows, so those of an ordered input are put back in place. */
  beside(input: Input): Relation {
    if (this.columns.length === 0) return input
    const own = keep(input.columns.map(each => each.name))
    if (!this.readsOtherRows || !input.ordered) return project(input, [...own, ...this.columns])
    const numbered = project(input, [...own, { name: rowNumber, expression: over(call('row_number')) }])
    const marked = project(numbered, [...own, ...keep([rowNumber]), ...this.columns])
    return sort(marked, [orderBy(column(rowNumber))])
  }
}

/** True where a condition is met, over the rows as they come; null where there is no condition. */
export const truthOf = (when: TypedText | null): Expression | null => {
  if (when === null) return null
  const truth = cast(when, 'BOOLEAN')
  return op('is_true', when.volatile ? truth : resultOf(tried(truth)))
}
