import { isOrderedType } from '#core/profile/shape.ts'
import { call, cast, literal } from '#core/relation/build.ts'
import type { Expression } from '#core/relation/expression.ts'
import { countWhere } from '../rows/count.ts'
import { type Figures, figuresOf, type Reading } from './reading.ts'
import { isThere, type Values } from './values.ts'

/** Texts are told up to so many characters. */
export const toldText = 200

const extremes = (expression: Expression) => ({ min: call('min', expression), max: call('max', expression) })

const measures = {
  number: ({ finite }) => ({ ...extremes(finite), finite: call('count', finite) }),
  date: ({ micros }) => ({ ...extremes(cast(micros, 'BIGINT')), finite: call('count', micros) }),
  boolean: ({ plain }) => ({ true: countWhere(plain) }),
  text: ({ text, length }) => ({
    ...extremes(call('left', text, literal(toldText))),
    shortest: call('min', length),
    longest: call('max', length),
    middle: call('avg', length),
  }),
  other: ({ column, plain }) => (isOrderedType(column.type) ? extremes(plain) : {}),
} satisfies Record<Values['shape'], (values: Values) => Readonly<Record<string, Expression>>>

/** What is known of every column in one scan: how many values, about how many different ones, the smallest and the largest. */
export const readBasics = (reading: Reading, all: readonly Values[]): Promise<readonly Figures[]> =>
  figuresOf(reading, all, values => ({
    count: countWhere(isThere(values.plain)),
    about: call('approx_count_distinct', values.group),
    ...measures[values.shape](values),
  }))
