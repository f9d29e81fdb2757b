import type {
  Expression,
  Literal,
  Operation,
  Operator,
  OrderTerm,
  TypedText,
  WindowCall,
  WindowFrame,
} from '../relation/expression.ts'
import type { Relation } from '../relation/relation.ts'
import { functionName, quoteIdentifier, quoteLiteral } from './quote.ts'
import { printType } from './type-name.ts'

/** Where an expression stands: the alias of its one input, and how to name a relation that it looks into. */
export interface ExpressionScope {
  readonly alias: string | null
  readonly relation: (relation: Relation, column?: string) => string
}

const infix = (sign: string) => (operands: readonly string[]) => `(${operands.join(` ${sign} `)})`
const postfix = (sign: string) => (operands: readonly string[]) => `(${operands[0]} ${sign})`

const operators: Record<Operator, (operands: readonly string[]) => string> = {
  '+': infix('+'),
  '-': infix('-'),
  '*': infix('*'),
  '/': infix('/'),
  '//': infix('//'),
  '%': infix('%'),
  '||': infix('||'),
  '=': infix('='),
  '<>': infix('<>'),
  '<': infix('<'),
  '<=': infix('<='),
  '>': infix('>'),
  '>=': infix('>='),
  and: infix('AND'),
  or: infix('OR'),
  not: operands => `(NOT ${operands[0]})`,
  is_null: postfix('IS NULL'),
  is_not_null: postfix('IS NOT NULL'),
  is_true: postfix('IS TRUE'),
  is_not_true: postfix('IS NOT TRUE'),
  is_distinct: infix('IS DISTINCT FROM'),
  is_not_distinct: infix('IS NOT DISTINCT FROM'),
  in: ([needle, ...among]) => (among.length === 0 ? 'false' : `(${needle} IN (${among.join(', ')}))`),
  not_in: ([needle, ...among]) => (among.length === 0 ? 'true' : `(${needle} NOT IN (${among.join(', ')}))`),
  like: infix('LIKE'),
  not_like: infix('NOT LIKE'),
  '&': infix('&'),
  '|': infix('|'),
  '<<': infix('<<'),
  '>>': infix('>>'),
  list: operands => `[${operands.join(', ')}]`,
  element: ([list, index]) => `(${list})[${index}]`,
}

const frames: Record<Extract<WindowCall['frame'], string>, string> = {
  rows_unbounded_preceding: 'ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW',
  rows_before: 'ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING',
  rows_all: 'ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING',
}

const bound = (distance: WindowFrame['preceding'], away: string, back: string): string => {
  if (distance === null) return `UNBOUNDED ${away}`
  if (typeof distance === 'object') return `${printLiteral(distance)} ${away}`
  if (distance === 0) return 'CURRENT ROW'
  return distance < 0 ? `${-distance} ${back}` : `${distance} ${away}`
}

const printFrame = (frame: NonNullable<WindowCall['frame']>): string =>
  typeof frame === 'string'
    ? frames[frame]
    : `${frame.unit.toUpperCase()} BETWEEN ${bound(frame.preceding, 'PRECEDING', 'FOLLOWING')} AND ${bound(frame.following, 'FOLLOWING', 'PRECEDING')}`

/** A constant as SQL: numbers bare, texts quoted, typed values as a cast of their text. */
export const printLiteral = ({ value, type }: Literal): string => {
  if (value === null) return type ? `CAST(NULL AS ${printType(type)})` : 'NULL'
  if (type) return `CAST(${quoteLiteral(String(value))} AS ${printType(type)})`
  if (typeof value === 'string') return quoteLiteral(value)
  if (typeof value === 'number' && !Number.isFinite(value)) return `CAST(${quoteLiteral(String(value))} AS DOUBLE)`
  const text = String(value)
  return text.startsWith('-') ? `(${text})` : text
}

/** A term of ORDER BY. */
export const printOrder = (term: OrderTerm, scope: ExpressionScope): string =>
  `${printExpression(term.expression, scope)} ${term.direction === 'desc' ? 'DESC' : 'ASC'} NULLS ${term.nulls === 'first' ? 'FIRST' : 'LAST'}`

interface Edit {
  readonly start: number
  readonly end: number
  readonly text: string
}

/** A typed text with replacements at places in UTF-16 units, on lines of its own so that its comments end with it. */
export const printTyped = (text: string, edits: readonly Edit[]): string => {
  let printed = ''
  let at = 0
  for (const edit of [...edits].sort((a, b) => a.start - b.start)) {
    printed += text.slice(at, edit.start) + edit.text
    at = edit.end
  }
  return `\n${printed}${text.slice(at)}\n`
}

const typedText = (typed: TypedText): string =>
  `(${printTyped(typed.text, [
    ...typed.parameters.map(p => ({ start: p.start, end: p.end, text: printLiteral(p.value) })),
    ...typed.references
      .filter(r => r.side)
      .map(r => ({ start: r.start, end: r.end, text: `${quoteIdentifier(r.side!)}.${quoteIdentifier(r.name)}` })),
  ])})`

const operation = ({ operator, operands }: Operation, scope: ExpressionScope): string =>
  operators[operator](operands.map(operand => printExpression(operand, scope)))

/** An expression as DuckDB SQL; names and literals are quoted, operations are in parentheses. */
export const printExpression = (expression: Expression, scope: ExpressionScope): string => {
  const print = (e: Expression) => printExpression(e, scope)
  switch (expression.kind) {
    case 'column': {
      const alias = expression.side ?? scope.alias
      return `${alias ? `${quoteIdentifier(alias)}.` : ''}${quoteIdentifier(expression.name)}`
    }
    case 'literal':
      return printLiteral(expression)
    case 'parameter':
      return printLiteral(expression.value)
    case 'call': {
      const order = expression.order?.length
        ? ` ORDER BY ${expression.order.map(term => printOrder(term, scope)).join(', ')}`
        : ''
      const filter = expression.where ? ` FILTER (WHERE ${print(expression.where)})` : ''
      const distinct = expression.distinct ? 'DISTINCT ' : ''
      const nulls = expression.ignoreNulls ? ' IGNORE NULLS' : ''
      return `${functionName(expression.function)}(${distinct}${expression.arguments.map(print).join(', ')}${order}${nulls})${filter}`
    }
    case 'operation':
      return operation(expression, scope)
    case 'cast':
      return `${expression.safe ? 'TRY_CAST' : 'CAST'}(${print(expression.input)} AS ${printType(expression.type)})`
    case 'case': {
      const otherwise = expression.otherwise ? ` ELSE ${print(expression.otherwise)}` : ''
      return `CASE${expression.branches.map(b => ` WHEN ${print(b.when)} THEN ${print(b.result)}`).join('')}${otherwise} END`
    }
    case 'window': {
      const parts = [
        ...(expression.partition.length ? [`PARTITION BY ${expression.partition.map(print).join(', ')}`] : []),
        ...(expression.order.length ? [`ORDER BY ${expression.order.map(t => printOrder(t, scope)).join(', ')}`] : []),
        ...(expression.frame ? [printFrame(expression.frame)] : []),
      ]
      return `${print(expression.call)} OVER (${parts.join(' ')})`
    }
    case 'in_relation': {
      const needle = expression.needles.map(print).join(', ')
      const tuple = expression.needles.length === 1 ? needle : `(${needle})`
      return `(${tuple} ${expression.negated ? 'NOT IN' : 'IN'} (${scope.relation(expression.relation)}))`
    }
    case 'scalar_of':
      return `(${scope.relation(expression.relation, expression.column)})`
    case 'lambda':
      return `(lambda ${quoteIdentifier(expression.parameter)}: ${print(expression.body)})`
    case 'argument':
      return quoteIdentifier(expression.name)
    case 'text':
      return typedText(expression)
  }
}
