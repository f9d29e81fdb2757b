import { call, cases, cast, column, literal, op } from '../../relation/build.ts'
import type { Expression } from '../../relation/expression.ts'
import type { Column } from '../../relation/relation.ts'
import type { RuleContext } from '../rule.ts'
import { familyOf } from '../values.ts'

/** A column's cells as numbers. */
export interface Numbers {
  readonly column: Column
  /** As DOUBLE, infinities and NaN too; null where the cell is null or no number. */
  readonly raw: Expression
  /** The same, null where the number is infinite, NaN, or so large that its square overflows, which fails an aggregate. */
  readonly value: Expression
  /** The cell itself where DuckDB sums its type exactly, which is quicker than as DOUBLE; else the value. */
  readonly summed: Expression
  /** True of a text that is no number; null: cannot be. */
  readonly unreadable: Expression | null
}

const largest = 1e150

/** Types that hold neither an infinity nor a number past 1e38. */
const exactType = /^(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|DECIMAL\(.*\))$/

/** Types that DuckDB sums as whole numbers of 128 bits. */
const summedType = /^((TINY|SMALL|BIG)INT|INTEGER|DECIMAL\((\d|1[0-8]),.*\))$/

const within = (raw: Expression): Expression =>
  op('and', op('>=', raw, literal(-largest)), op('<=', raw, literal(largest)))

/** The numbers of a column; null after reporting that it holds none. */
export const numbersOf = (name: string, setting: string, context: RuleContext): Numbers | null => {
  const of = context.column(name, setting)
  if (of === null) return null
  const family = familyOf(of.type)
  if (family === 'date' || family === 'time' || family === 'other') {
    context.report({
      code: 'E-SETTING',
      severity: 'error',
      setting,
      message: `The rule needs numbers, and \`${of.name}\` is ${of.type}.`,
    })
    return null
  }
  const cell = column(of.name)
  const exact = exactType.test(of.type.toUpperCase())
  const raw = cast(cell, 'DOUBLE', { safe: !exact })
  const value = exact ? raw : cases([{ when: within(raw), result: raw }])
  return {
    column: of,
    raw,
    value,
    summed: summedType.test(of.type.toUpperCase()) ? cell : value,
    unreadable: family === 'text' ? op('and', op('is_not_null', cell), op('is_null', raw)) : null,
  }
}

/** The value for rows that the rule speaks of, else null, so that no aggregate sees it. */
export const judged = (value: Expression, context: RuleContext): Expression =>
  context.applies === null ? value : cases([{ when: context.applies, result: value }])

/** To twelve digits: a sum of DOUBLE varies in its last ones from run to run. */
export const steady = (value: Expression): Expression =>
  cast(call('format', literal('{:.12g}'), value), 'DOUBLE', { safe: true })
