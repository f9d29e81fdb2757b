import { field, z } from '../../node/settings.ts'
import { any, call, cast, column, literal, op } from '../../relation/build.ts'
import type { Expression } from '../../relation/expression.ts'
import type { Column } from '../../relation/relation.ts'
import { eachCell, named } from '../cells.ts'
import { defineRule } from '../rule.ts'
import { ruleSettings } from '../settings.ts'

const settings = ruleSettings('multiple_of', {
  factor: field(z.number().positive(), {
    label: 'Factor',
    help: 'Values are whole multiples of it.',
    widget: 'number',
  }),
})

/** How far a quotient of binary fractions may be from a whole number, in parts of it. */
const tolerance = 1e-9

/** Whether a number in binary form is no whole multiple, but for what such numbers cannot tell apart. */
export const leavesRest = (value: Expression, factor: number): Expression => {
  const quotient = op('/', value, literal(factor, 'DOUBLE'))
  const off = call('abs', op('-', quotient, call('round', quotient)))
  const allowed = op('*', literal(tolerance, 'DOUBLE'), call('greatest', literal(1), call('abs', quotient)))
  return op('or', op('not', call('isfinite', value)), op('>', off, allowed))
}

const exact = /^(U?(TINY|SMALL|BIG)?INT|U?INTEGER|DECIMAL\(.*\))$/

const violation = (of: Column, factor: number): Expression => {
  const value = column(of.name)
  // a factor in digits is a decimal, of which DuckDB takes remainders without loss
  if (exact.test(of.type) && /^\d+(\.\d{1,9})?$/.test(String(factor)))
    return op('<>', op('%', value, literal(factor)), literal(0))
  const number = cast(value, 'DOUBLE', { safe: true })
  return any([op('and', op('is_not_null', value), op('is_null', number)), leavesRest(number, factor)])
}

export const multipleOf = defineRule({
  kind: 'multiple_of',
  title: 'Multiple of',
  summary: 'Values are whole multiples of a number.',
  dimension: 'validity',
  flags: 'cell',
  aliases: ['multipleOf', 'divisible by', 'modulo', 'step'],
  suits: ['number'],
  settings,
  initial: { factor: 1 },
  help: `Flags values that are no whole multiples of the factor, and texts that are no numbers. Of binary fractions a billionth is forgiven.

\`"factor": 0.05\`

| price | |
| --- | --- |
| 1.15 | |
| 1.17 | flagged |
| *null* | not judged |`,
  describe: rule => `${named(rule)} multiples of ${rule.factor}`,
  message: rule => `{column} is not a multiple of ${rule.factor}: {value}`,
  compile: (rule, context) => eachCell(rule, context, of => violation(of, rule.factor)),
})
