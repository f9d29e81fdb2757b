import { call, cases, cast, column, lambda, literal, op } from '#core/relation/build.ts'
import type { Expression } from '#core/relation/expression.ts'

/** How a text is taken apart: its parts by number, how many it has, and all of it from a part on. */
export interface Parts {
  /** The part, from 0 on; null where there are not so many. */
  part(index: number): Expression
  /** The part and all that follows it. */
  rest(index: number): Expression
  /** True where there are more than so many parts. */
  over(count: number): Expression
  /** True where there are fewer than so many parts. */
  under(count: number): Expression
}

const number = (value: number) => literal(value)
const length = (text: Expression): Expression => call('length', text)

const fromList = (parts: Expression, rest: Parts['rest']): Parts => ({
  part: index => call('list_extract', parts, number(index + 1)),
  rest: index => cases([{ when: op('>', call('len', parts), number(index)), result: rest(index) }]),
  over: count => op('>', call('len', parts), number(count)),
  under: count => op('<', call('len', parts), number(count)),
})

/** The column that holds the parts of a text; see `listed`. */
export const byDelimiter = (parts: string, delimiter: string): Parts =>
  fromList(column(parts), index =>
    call(
      'array_to_string',
      call('list_slice', column(parts), number(index + 1), call('len', column(parts))),
      literal(delimiter),
    ),
  )

/** Length of the first entries of a list together. */
const lengthOf = (list: Expression, count: number): Expression => {
  const lengths = call('list_transform', call('list_slice', list, number(1), number(count)), lambda('each', length))
  return cast(call('coalesce', call('list_sum', lengths), number(0)), 'BIGINT')
}

/** The same by a pattern, whose matches are no part. */
export const byPattern = (parts: string, text: Expression, pattern: string): Parts =>
  fromList(column(parts), index => {
    const matched = call('regexp_extract_all', text, literal(pattern))
    const before = op('+', lengthOf(column(parts), index), lengthOf(matched, index))
    return call('substr', text, op('+', before, number(1)))
  })

/** By where each part begins, from 0 on, and where the last one ends; null: with the text. */
export const byPlaces = (text: Expression, starts: readonly number[], end: number | null): Parts => {
  const reaches = (at: number) => op('>', length(text), number(at))
  const from = (index: number) => call('substr', text, number(starts[index]! + 1))
  return {
    part: index => {
      const stop = starts[index + 1] ?? end
      const taken =
        stop === null ? from(index) : call('substr', text, number(starts[index]! + 1), number(stop - starts[index]!))
      return cases([{ when: reaches(starts[index]!), result: taken }])
    },
    rest: index => cases([{ when: reaches(starts[index]!), result: from(index) }]),
    over: () => (end === null ? literal(false) : reaches(end)),
    under: count => op('not', reaches(starts[count - 1]!)),
  }
}
