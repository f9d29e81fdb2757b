import type { ColumnCondition } from '../profile/conditions.ts'
import { shapeOf } from '../profile/shape.ts'
import type { Column } from '../relation/relation.ts'
import { printLiteral } from './print-expression.ts'
import { quoteIdentifier, quoteLiteral } from './quote.ts'

const bare = /^-?\d+(\.\d+)?$/

/** A value as a person would write it, of a column's type. */
const valueText = (value: string, type: string): string => {
  const shape = shapeOf(type)
  if (shape === 'number' && type !== 'FLOAT' && bare.test(value)) return value
  if (shape === 'boolean') return value === 'true' ? 'true' : 'false'
  if (shape === 'text') return quoteLiteral(value)
  if (type === 'DATE') return `DATE ${quoteLiteral(value)}`
  return printLiteral({ kind: 'literal', value, type })
}

const infix = (sign: string) => (name: string, value: string) => `${name} ${sign} ${value}`

const operators: Record<ColumnCondition['operator'], (name: string, value: string) => string> = {
  '=': infix('='),
  '<>': infix('is distinct from'),
  '<': infix('<'),
  '<=': infix('<='),
  '>': infix('>'),
  '>=': infix('>='),
  contains: (name, value) => `contains(lower(CAST(${name} AS VARCHAR)), lower(${value}))`,
  is_null: name => `${name} is null`,
  is_not_null: name => `${name} is not null`,
}

/** Conditions on columns as one expression to put into a flow, as a person would write it. */
export const writeConditions = (columns: readonly Column[], conditions: readonly ColumnCondition[]): string =>
  conditions
    .map(({ column: wanted, operator, value = '' }) => {
      const same = (name: string) => name.toLowerCase() === wanted.toLowerCase()
      const { name, type } = columns.find(column => same(column.name)) ?? { name: wanted, type: 'VARCHAR' }
      const text = operator === 'contains' ? quoteLiteral(value) : valueText(value, type)
      return operators[operator](quoteIdentifier(name), text)
    })
    .join(' and ')
