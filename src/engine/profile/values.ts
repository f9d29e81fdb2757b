import { isFloating, shapeOf } from '#core/profile/shape.ts'
import type { ColumnShape } from '#core/profile/types.ts'
import { call, cases, cast, column, op } from '#core/relation/build.ts'
import type { Expression } from '#core/relation/expression.ts'
import type { Column } from '#core/relation/relation.ts'

/** A column's values in the ways that figures need them; each is null where there is none. */
export interface Values {
  readonly column: Column
  readonly shape: ColumnShape
  /** As it stands. */
  readonly plain: Expression
  readonly text: Expression
  /** What is grouped: itself, or its text where values of its type may not be compared. */
  readonly group: Expression
  /** Numbers that are finite, of their own type. */
  readonly finite: Expression
  /** The same as DOUBLE. */
  readonly real: Expression
  /** Dates that are finite, in microseconds since 1970. */
  readonly micros: Expression
  readonly length: Expression
}

const when = (condition: Expression, result: Expression): Expression => cases([{ when: condition, result }])

export const valuesOf = (of: Column): Values => {
  const plain = column(of.name)
  const shape = shapeOf(of.type)
  const text = of.type === 'VARCHAR' ? plain : cast(plain, 'VARCHAR', { safe: true })
  const instant = of.type === 'TIMESTAMP' ? plain : cast(plain, 'TIMESTAMP', { safe: true })
  const finite = isFloating(of.type) ? when(call('isfinite', plain), plain) : plain
  return {
    column: of,
    shape,
    plain,
    text,
    group: shape === 'other' || of.type.startsWith('ENUM') ? text : plain,
    finite,
    real: cast(finite, 'DOUBLE'),
    micros: when(call('isfinite', instant), call('epoch_us', instant)),
    length: call('length', text),
  }
}

/** True of a value that is not null. */
export const isThere = (expression: Expression): Expression => op('is_not_null', expression)
