import type { Expression } from '#core/relation/expression.ts'
import type { Input, NamedExpression, Relation, Table, Where } from '#core/relation/relation.ts'
import { extrasOf, hiddenColumns } from '#core/relation/slots.ts'
import { inputsOf, partsOf, relationsOf } from '#core/relation/walk.ts'
import { partsRead } from './bodies.ts'

/** What is asked of a relation at every node above it, each of which holds it: since none changes, it is found out once. */
const remembered = (ask: (relation: Relation) => boolean): ((relation: Relation) => boolean) => {
  const known = new WeakMap<Relation, boolean>()
  return relation => {
    const before = known.get(relation)
    if (before !== undefined) return before
    const found = ask(relation)
    known.set(relation, found)
    return found
  }
}

/** The one input whose every row gives exactly one row here, or null. */
export const passes = (relation: Relation): Input | null => {
  if (relation.kind === 'input') return relation
  if (relation.kind === 'project' || relation.kind === 'sort' || relation.kind === 'flag') return passes(relation.input)
  return null
}

/**
 * Whether reading it again costs no second run: tables, values, Parquet and DuckDB files (of which only the columns needed are read), under
 * operations on single rows.
 */
export const isCheap: (relation: Relation) => boolean = remembered(relation => {
  if (isVolatile(relation)) return false
  switch (relation.kind) {
    case 'table':
    case 'values':
      return true
    case 'scan':
      return relation.reader === 'parquet' || relation.reader === 'duckdb'
    case 'project':
    case 'where':
    case 'flag':
      return !hasWindow(relation) && inputsOf(relation).every(isCheap)
    case 'union':
      return relation.inputs.every(isCheap)
    default:
      return false
  }
})

/**
 * Whether its rows can be counted, or be read for one more operation, without doing work a second time: tables under one operation on single
 * rows, and columns of files as they stand there.
 */
export const isAtHand = (relation: Relation): boolean => isCheap(relation) && operationsIn(relation) <= 1

/** Filters and computed columns, one upon another; over a file, any is too many. */
const operationsIn = (relation: Relation): number => {
  switch (relation.kind) {
    case 'project':
      return operationsIn(relation.input) + (isSelection(relation.columns) ? 0 : costOver(relation))
    case 'where':
    case 'flag':
      return operationsIn(relation.input) + costOver(relation)
    case 'union':
      return Math.max(0, ...relation.inputs.map(operationsIn))
    default:
      return 0
  }
}

const costOver = (relation: Relation): number => (readsFile(relation) ? Number.POSITIVE_INFINITY : 1)

export const readsFile: (relation: Relation) => boolean = remembered(
  relation => relation.kind === 'scan' || inputsOf(relation).some(readsFile),
)

/** A table, or a simple filter on a node's own: what several may read without computing anything twice. */
export const isPlain = (relation: Relation, own: ReadonlySet<Relation> = new Set()): boolean => {
  if (relation.kind === 'table') return true
  if (relation.kind === 'where') return own.has(relation.input)
  return relation.kind === 'project' && isPlain(relation.input, own) && isSelection(relation.columns)
}

const isSelection = (columns: readonly NamedExpression[]): boolean =>
  columns.every(({ expression }) => expression.kind === 'column')

/** Whether two readings may give different rows. */
export const isVolatile: (relation: Relation) => boolean = remembered(
  relation =>
    expressionsOf(relation).some(expression => contains(expression, volatileText)) ||
    inputsOf(relation).some(isVolatile),
)

const volatileText = (expression: Expression): boolean => expression.kind === 'text' && expression.volatile

const hasWindow = (relation: Relation): boolean =>
  expressionsOf(relation).some(expression => contains(expression, part => part.kind === 'window'))

const contains = (expression: Expression, test: (part: Expression) => boolean): boolean =>
  test(expression) || partsOf(expression).some(part => contains(part, test))

const named = (columns: readonly NamedExpression[] | null) => (columns ?? []).map(column => column.expression)

const expressionsOf = (relation: Relation): readonly Expression[] => {
  switch (relation.kind) {
    case 'project':
      return named(relation.columns)
    case 'where':
      return [relation.predicate]
    case 'join':
      return [...named(relation.columns), ...(relation.condition ? [relation.condition] : [])]
    case 'aggregate':
      return [...named(relation.keys), ...named(relation.measures)]
    case 'explode':
      return [relation.list]
    case 'flag':
      return [
        ...named(relation.columns),
        ...relation.bits.flatMap(bit => [bit.violation, bit.skip, bit.failure].filter(part => part !== null)),
        ...(relation.detail ? [relation.detail] : []),
      ]
    default:
      return []
  }
}

/** Whether it reads a file whose rejected lines are kept: it must be read once, to its end. */
export const keepsRejects = (relation: Relation): boolean =>
  [...partsRead(relation)].some(part => part.kind === 'scan' && part.rejects !== null)

export const readsRejects: (relation: Relation) => boolean = remembered(
  relation => relation.kind === 'rejects' || inputsOf(relation).some(readsRejects),
)

export const tablesOf = (relation: Relation): readonly Table[] =>
  relationsOf(relation).filter((part): part is Table => part.kind === 'table')

/** A filter, also under projections, whose rows can be counted by a condition over what it filters. */
export const filterOf = (relation: Relation): Where | null => {
  if (relation.kind === 'where') return relation
  return relation.kind === 'project' ? filterOf(relation.input) : null
}

/** A join that DuckDB need not try for each pair of rows. */
export const isKeyed = (relation: Relation): boolean =>
  relation.kind !== 'join' || (relation.condition !== null && comparesSides(relation.condition))

const comparesSides = (condition: Expression): boolean => {
  if (condition.kind !== 'operation') return false
  if (condition.operator === 'and') return condition.operands.some(comparesSides)
  if (condition.operator !== '=' && condition.operator !== 'is_not_distinct') return false
  return condition.operands.every(isOfSide)
}

const isOfSide = (operand: Expression): boolean =>
  operand.kind === 'cast' ? isOfSide(operand.input) : operand.kind === 'column' && operand.side !== undefined

/** A table with its hidden columns made visible, to count by them. */
export const exposed = (table: Table): Table => ({
  ...table,
  columns: [
    ...table.columns,
    ...[...hiddenColumns(table), ...extrasOf(table)].map(name => ({ name, type: 'UBIGINT' })),
  ],
  slots: [],
  extras: [],
})

/** Whether a row may get a flag here: there is a bit that is not false of each of them as it is written. */
export const maySetFlags = (relation: Relation): boolean =>
  relationsOf(relation).some(part => part.kind === 'flag' && part.bits.some(bit => !isNever(bit.violation)))

/** False as it stands, or asking of one value that it be null and not. */
const isNever = (expression: Expression): boolean => {
  if (expression.kind === 'literal') return expression.value === false
  if (expression.kind !== 'operation' || expression.operator !== 'and') return false
  const columnsThat = (operator: string) =>
    expression.operands.flatMap(part =>
      part.kind === 'operation' && part.operator === operator
        ? part.operands.flatMap(operand => (operand.kind === 'column' ? [operand.name] : []))
        : [],
    )
  const present = columnsThat('is_not_null')
  return expression.operands.some(isNever) || columnsThat('is_null').some(name => present.includes(name))
}
