import {
  aggregate,
  call,
  cases,
  cast,
  column,
  keep,
  literal,
  made,
  op,
  orderBy,
  over,
  project,
  scalarOf,
  sort,
} from '../relation/build.ts'
import type { Expression, TypedText } from '../relation/expression.ts'
import type { Input, NamedExpression, Relation } from '../relation/relation.ts'
import { replace } from '../relation/replace.ts'
import { columnsIn } from '../relation/walk.ts'
import type { Attempt } from './rule.ts'

const tried = (expression: Expression): Expression => call('try', expression)

/** Whether TRY gave null because its expression failed: in a list, a null result stays apart from a failure. It is asked only where there is a null. */
const failedIn = (expression: Expression, value: Expression): Expression =>
  cases([{ when: op('is_null', value), result: op('is_null', tried(op('list', expression))) }], literal(false))

/** The column that numbers the rows in their order. */
export const rowNumber = '__weir_row'

interface Helper extends NamedExpression {
  /** The helpers that it names, itself among them. */
  readonly needs: ReadonlySet<string>
  readonly depth: number
  /** Whether other rows decide its value. */
  readonly late: boolean
}

const statisticsName = '__weir_statistics'

/**
 * All statistics as one value: a join for each of 16 took 1.9 s over 2 million rows, one for all 0.4 s. In a list of one, since DuckDB
 * fails to prune the fields of a struct without names.
 */
const packedOf = (summed: Relation, statistics: readonly NamedExpression[]): NamedExpression => {
  const packed = op('list', call('row', ...statistics.map(({ name }) => column(name))))
  const one = project(summed, [{ name: statisticsName, expression: packed }])
  return { name: statisticsName, expression: scalarOf(one, statisticsName) }
}

const unpacked = (statistics: readonly NamedExpression[]): readonly NamedExpression[] => {
  const packed = op('element', column(statisticsName), literal(1))
  return statistics.map(({ name }, i) => ({ name, expression: call('struct_extract_at', packed, literal(i + 1)) }))
}

/** Columns of a validator that are computed once per row before its bits, and dropped with them. */
export class Helpers {
  private readonly helpers = new Map<string, Helper>()
  private readonly statistics: NamedExpression[] = []
  private readonly known = new Map<TypedText, Attempt>()

  add(expression: Expression, late = false): Expression {
    const name = `__weir_rule_${this.helpers.size}`
    const below = this.named(expression)
    this.helpers.set(name, {
      name,
      expression,
      needs: new Set([name, ...below.flatMap(helper => [...helper.needs])]),
      depth: Math.max(0, ...below.map(helper => helper.depth + 1)),
      late: late || below.some(helper => helper.late) || this.isLate(expression),
    })
    return column(name)
  }

  across(expression: Expression): Expression {
    return this.add(expression, true)
  }

  statistic(expression: Expression): Expression {
    const name = `__weir_statistic_${this.statistics.length}`
    this.statistics.push({ name, expression })
    return column(name)
  }

  place(): Expression {
    return column(rowNumber)
  }

  attempt(expression: Expression, texts: readonly TypedText[]): Attempt {
    // TRY refuses volatile functions
    if (texts.some(text => text.volatile)) return { value: this.add(expression), failed: null }
    const value = this.add(tried(expression))
    return { value, failed: this.add(failedIn(expression, value)) }
  }

  when(text: TypedText): Attempt {
    const before = [...this.known].find(([known]) => known.text === text.text)
    if (before !== undefined) return before[1]
    const attempt = this.attempt(cast(text, 'BOOLEAN'), [text])
    this.known.set(text, attempt)
    return attempt
  }

  private named(expression: Expression): readonly Helper[] {
    return columnsIn(expression).flatMap(name => this.helpers.get(name) ?? [])
  }

  /** Whether other rows decide an expression's value. */
  isLate(expression: Expression): boolean {
    const own = (name: string) => name === rowNumber || this.statistics.some(statistic => statistic.name === name)
    return columnsIn(expression).some(name => own(name) || this.helpers.get(name)?.late)
  }

  /** The input with the columns that some expressions name beside its own, as it comes from the input or from the table made of it. */
  private stepped(input: Relation, own: readonly string[], base: Relation, wanted: readonly Expression[]): Relation {
    const needed = new Set(wanted.flatMap(expression => this.named(expression).flatMap(helper => [...helper.needs])))
    const helpers = [...this.helpers.values()].filter(helper => needed.has(helper.name))
    const read = new Set([...wanted, ...helpers.map(helper => helper.expression)].flatMap(columnsIn))
    const statistics = this.statistics.filter(({ name }) => read.has(name))
    const packed = statistics.length === 0 ? [] : [packedOf(aggregate(base, [], statistics), statistics)]
    const depths = [...new Set(helpers.map(helper => helper.depth))].sort((a, b) => a - b)
    const layers = depths.map(depth =>
      helpers.filter(helper => helper.depth === depth).map(({ name, expression }) => ({ name, expression })),
    )
    let columns = keep(own)
    let relation = packed.length === 0 ? input : project(input, [...columns, ...packed])
    for (const layer of [...(packed.length === 0 ? [] : [unpacked(statistics)]), ...layers]) {
      relation = project(relation, [...columns, ...layer])
      columns = [...columns, ...keep(layer.map(each => each.name))]
    }
    return relation
  }

  /** The input with these columns beside its own, in its order: looking at other rows scatters them, so they are put back in place. */
  beside(input: Input, wanted: readonly Expression[]): Relation {
    const own = input.columns.map(each => each.name)
    if (!input.ordered || !wanted.some(expression => this.isLate(expression)))
      return this.stepped(input, own, input, wanted)
    const number = { name: rowNumber, expression: over(call('row_number')) }
    const numbered = project(input, [...keep(own), number])
    return sort(this.stepped(numbered, [...own, rowNumber], input, wanted), [orderBy(column(rowNumber))])
  }

  /** The table made of the input, with these columns and each row's place beside its own. */
  besideMade(input: Input, wanted: readonly Expression[]): Relation {
    const own = input.columns.map(each => each.name)
    const table = made(input.columns, rowNumber)
    const stepped = this.stepped(table, [...own, rowNumber], input, wanted)
    const rows = project(made(input.columns, rowNumber), keep(own))
    return replace(stepped, part => (part === input ? rows : null))
  }
}

/** True where a condition is met, over the rows as they come; null where there is no condition. */
export const truthOf = (when: TypedText | null): Expression | null => {
  if (when === null) return null
  const truth = cast(when, 'BOOLEAN')
  return op('is_true', when.volatile ? truth : tried(truth))
}
