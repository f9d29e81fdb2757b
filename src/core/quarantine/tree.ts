import { cases, cast, column, literal, op } from '../relation/build.ts'
import type { Expression } from '../relation/expression.ts'
import type { Column } from '../relation/relation.ts'

/** A patch of a row that `when` is true of; `texts` are its key's values. */
export interface Branch {
  readonly texts: readonly string[]
  readonly when: Expression
  readonly index: number
}

/** So many are asked one after another; of more, halves are told apart by the first of the texts. */
const mostFlat = 16

/** Types whose values have one text: a number or a day that is written in two ways would be sought in the wrong half. */
const oneText: Readonly<Record<string, (text: string) => string | null>> = {
  VARCHAR: text => text,
  DATE: text => (/^\d{4}-\d\d-\d\d$/.test(text) ? text : null),
  ...Object.fromEntries(
    ['TINYINT', 'SMALLINT', 'INTEGER', 'BIGINT', 'HUGEINT', 'UTINYINT', 'USMALLINT', 'UINTEGER', 'UBIGINT'].map(
      type => [type, (text: string) => (/^(0|-?[1-9]\d*)$/.test(text) ? text : null)],
    ),
  ),
}

const signs = (text: string): readonly number[] => Array.from(text, sign => sign.codePointAt(0)!)

/** As DuckDB compares texts: by code points, and not by UTF-16 units. */
const compare = (one: readonly number[], other: readonly number[]): number => {
  const place = one.findIndex((sign, index) => sign !== other[index])
  return place < 0 ? one.length - other.length : one[place]! - (other[place] ?? -1)
}

const flat = (branches: readonly Branch[]): Expression =>
  cases(branches.map(({ when, index }) => ({ when, result: literal(index + 1) })))

/**
 * Which branch is true of a row, as a number from 1; null: none. It looks at each row alone, so that rows keep their order, and asks of
 * thousands of branches but a few.
 */
export const treeOf = (names: readonly Column[], branches: readonly Branch[]): Expression => {
  const { name, type } = names[0]!
  const normal = oneText[type]
  const texts = branches.map(branch => normal?.(branch.texts[0]!) ?? null)
  if (branches.length <= mostFlat || texts.includes(null)) return flat(branches)
  const sorted = branches
    .map((branch, i) => ({ branch, text: texts[i]!, key: signs(texts[i]!) }))
    .toSorted((a, b) => compare(a.key, b.key))
  const text = cast(column(name), 'VARCHAR')
  const half = (from: number, to: number): Expression => {
    const middle = (from + to) >> 1
    const pivot = sorted[middle]!.text
    if (to - from <= mostFlat || sorted[from]!.text === pivot)
      return flat(sorted.slice(from, to).map(({ branch }) => branch))
    let start = middle
    while (sorted[start - 1]!.text === pivot) start -= 1
    return cases([{ when: op('<', text, literal(pivot)), result: half(from, start) }], half(start, to))
  }
  return half(0, sorted.length)
}
