import { field, z } from '../../node/settings.ts'
import { type Operand, operandColumn, operandNumber } from '../reckon.ts'
import type { RuleContext } from '../rule.ts'

const total = z.union([z.number(), z.strictObject({ column: z.string() })])

/** The settings of a rule that holds a sum against a total. */
export const totalSettings = {
  total: field(total, {
    label: 'Total',
    help: 'What the sum should be: a number, or { "column": … }.',
    widget: 'bound',
  }),
  tolerance: field(z.number().min(0).default(0), {
    label: 'Tolerance',
    help: 'The sum may be off by so much.',
    widget: 'number',
  }),
}

type Total = z.output<typeof total>

/** The total as a number; null after reporting that it is none. */
export const totalOf = (of: Total, context: RuleContext): Operand | null =>
  typeof of === 'number' ? operandNumber(of) : operandColumn(of.column, 'total.column', context)

/** The total in words. */
export const totalNamed = (of: Total, tolerance: number): string =>
  `${typeof of === 'number' ? of : of.column}${tolerance === 0 ? '' : ` ± ${tolerance}`}`
