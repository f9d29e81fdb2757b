import {
  aggregate,
  call,
  cast,
  column,
  keep,
  literal,
  op,
  orderBy,
  over,
  project,
  scalarOf,
  sort,
} from '../relation/build.ts'
import type { Expression, TypedText } from '../relation/expression.ts'
import type { Input, NamedExpression, Relation } from '../relation/relation.ts'
import { columnsIn } from '../relation/walk.ts'
import type { Attempt } from './rule.ts'

// TRY gives null where its expression failed and refuses volatile functions; in a list, a null result stays apart from a failure
const tried = (expression: Expression): Expression => call('try', op('list', expression))
const resultOf = (list: Expression): Expression => op('element', list, literal(1))

const rowNumber = '__weir_row'

/** Columns of a validator that are computed once per row before its bits, and dropped with them. */
export class Helpers {
  /** In layers: a column may name those of the layers before its own. */
  private readonly layers: NamedExpression[][] = []
  private readonly depths = new Map<string, number>()
  private readonly statistics: NamedExpression[] = []
  private readonly known = new Map<TypedText, Attempt>()
  private readsOtherRows = false
  private numbersRows = false

  get empty(): boolean {
    return this.layers.length === 0 && this.statistics.length === 0 && !this.numbersRows
  }

  add(expression: Expression): Expression {
    const depth = Math.max(0, ...columnsIn(expression).map(name => (this.depths.get(name) ?? -1) + 1))
    const name = `__weir_rule_${this.depths.size}`
    this.depths.set(name, depth)
    const layer = this.layers[depth]
    if (layer) layer.push({ name, expression })
    else this.layers[depth] = [{ name, expression }]
    return column(name)
  }

  across(expression: Expression): Expression {
    this.readsOtherRows = true
    return this.add(expression)
  }

  statistic(expression: Expression): Expression {
    this.readsOtherRows = true
    const name = `__weir_statistic_${this.statistics.length}`
    this.statistics.push({ name, expression })
    return column(name)
  }

  place(): Expression {
    this.numbersRows = true
    return column(rowNumber)
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
    if (this.empty) return input
    const putBack = this.readsOtherRows && input.ordered
    const number = { name: rowNumber, expression: over(call('row_number')) }
    const stats = aggregate(input, [], this.statistics)
    const first = [
      ...(putBack || this.numbersRows ? [number] : []),
      ...this.statistics.map(({ name }) => ({ name, expression: scalarOf(stats, name) })),
    ]
    const steps = [...(first.length === 0 ? [] : [first]), ...this.layers]
    let own = keep(input.columns.map(each => each.name))
    let relation: Relation = input
    for (const step of steps) {
      relation = project(relation, [...own, ...step])
      own = [...own, ...keep(step.map(each => each.name))]
    }
    return putBack ? sort(relation, [orderBy(column(rowNumber))]) : relation
  }
}

/** True where a condition is met, over the rows as they come; null where there is no condition. */
export const truthOf = (when: TypedText | null): Expression | null => {
  if (when === null) return null
  const truth = cast(when, 'BOOLEAN')
  return op('is_true', when.volatile ? truth : resultOf(tried(truth)))
}
