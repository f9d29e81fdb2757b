import type { ColumnCondition } from '../profile/conditions.ts'
import { runsAsOne, shapeOfText } from '../profile/pattern.ts'
import { shapeOf } from '../profile/shape.ts'
import { call, cast, column as reference } from '../relation/build.ts'
import type { Expression } from '../relation/expression.ts'
import type { Column } from '../relation/relation.ts'
import { printExpression, printLiteral } from './print-expression.ts'
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

/** How an expression over a column's text is written. */
const written = ({ name, type }: Column, of: (text: Expression) => Expression): string => {
  const text = type === 'VARCHAR' ? reference(name) : cast(reference(name), 'VARCHAR')
  return printExpression(of(text), { alias: null, relation: () => '' })
}

const lengthOf = (text: Expression): Expression => call('length', text)
const roughShapeOf = (text: Expression): Expression => runsAsOne(shapeOfText(text))

const infix = (sign: string) => (name: string, value: string) => `${name} ${sign} ${value}`

const operators: Record<ColumnCondition['operator'], (name: string, value: string, column: Column) => string> = {
  '=': infix('='),
  '<>': infix('is distinct from'),
  '<': infix('<'),
  '<=': infix('<='),
  '>': infix('>'),
  '>=': infix('>='),
  contains: (name, value) => `contains(lower(CAST(${name} AS VARCHAR)), lower(${value}))`,
  longer: (_, value, column) => `${written(column, lengthOf)} >= ${value}`,
  shorter: (_, value, column) => `${written(column, lengthOf)} <= ${value}`,
  shape: (_, value, column) => `${written(column, shapeOfText)} = ${value}`,
  rough_shape: (_, value, column) => `${written(column, roughShapeOf)} = ${value}`,
  is_null: name => `${name} is null`,
  is_not_null: name => `${name} is not null`,
}

/** Types of values that are not of the column's own. */
const valueTypes: Partial<Record<ColumnCondition['operator'], string>> = {
  contains: 'VARCHAR',
  longer: 'BIGINT',
  shorter: 'BIGINT',
  shape: 'VARCHAR',
  rough_shape: 'VARCHAR',
}

/** Conditions on columns as one expression to put into a flow, as a person would write it. */
export const writeConditions = (columns: readonly Column[], conditions: readonly ColumnCondition[]): string =>
  conditions
    .map(({ column: wanted, operator, value = '' }) => {
      const same = (name: string) => name.toLowerCase() === wanted.toLowerCase()
      const { name, type } = columns.find(column => same(column.name)) ?? { name: wanted, type: 'VARCHAR' }
      const text = valueText(value, valueTypes[operator] ?? type)
      return operators[operator](quoteIdentifier(name), text, { name, type })
    })
    .join(' and ')
