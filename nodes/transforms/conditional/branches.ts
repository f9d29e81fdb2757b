import { any, call, cases, cast, column, keep, literal, op, project } from '#core/relation/build.ts'
import { columnsOf, reservedPrefix } from '#core/relation/columns.ts'
import type { Expression, TypedText } from '#core/relation/expression.ts'
import type { Relation } from '#core/relation/relation.ts'

const taken = column(`${reservedPrefix}branch`)
const attempt = (index: number) => column(`${reservedPrefix}attempt_${index}`)

/** The rows with the branch that each takes, and what that branch gives: a branch is computed for its own rows alone. */
export interface Branched {
  readonly rows: Relation
  /** What a row's branch gives, of which `change` makes something. */
  readonly value: (change: (value: Expression) => Expression) => Expression
  /** True where a condition, or what the branch gives, could not be computed. */
  readonly failed: Expression
}

/** TRY of a list tells failure (null) from a null result (a list of null); it refuses what is volatile. */
const tried = (text: Expression, careful: boolean): Expression => {
  const list = op('list', text)
  return careful ? call('try', list) : list
}

/** Rows by the first condition that is true; `careful` lets no failure end the run. */
export const branched = (
  input: Relation,
  rules: readonly { readonly where: TypedText; readonly result: TypedText }[],
  otherwise: TypedText | null,
  careful: boolean,
): Branched => {
  const names = columnsOf(input)
  const last = rules.length
  const choice = cases(
    rules.map(({ where }, i) => ({ when: where, result: literal(i) })),
    literal(last),
  )
  const isVolatile = rules.some(({ where }) => where.volatile)
  const chosen = project(input, [
    ...keep(names),
    { name: taken.name, expression: op('element', tried(choice, careful && !isVolatile), literal(1)) },
  ])
  const results = [...rules.map(({ result }) => result), ...(otherwise ? [otherwise] : [])]
  const isTaken = (i: number) => op('=', taken, literal(i))
  const rows = project(chosen, [
    ...keep([...names, taken.name]),
    ...results.map((text, i) => ({
      name: attempt(i).name,
      expression: cases([{ when: isTaken(i), result: tried(text, careful && !text.volatile) }]),
    })),
  ])
  return {
    rows,
    value: change =>
      cases(results.map((_, i) => ({ when: isTaken(i), result: change(op('element', attempt(i), literal(1))) }))),
    failed: any([
      op('is_null', taken),
      ...results.map((_, i) => op('is_true', op('and', isTaken(i), op('is_null', attempt(i))))),
    ]),
  }
}

/** A value as the text that a flag keeps. */
export const asRaw = (value: Expression): Expression => cast(value, 'VARCHAR')
