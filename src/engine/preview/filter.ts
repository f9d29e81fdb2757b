import type { CompiledFlow } from '#core/compile/types.ts'
import { didYouMean } from '#core/flow/nearest.ts'
import { runsAsOne, shapeOfText } from '#core/profile/pattern.ts'
import { all, any, call, cast, column, literal, op } from '#core/relation/build.ts'
import type { Expression } from '#core/relation/expression.ts'
import type { Column } from '#core/relation/relation.ts'
import { ProblemError } from '../problem-error.ts'
import { anyFlag, anySet, evaluationBits, type FlagBit, flagBits, type Hidden } from '../rows/words.ts'
import type { PageFilter, PageQuery } from '../types.ts'

/** Whether the query shows all rows in their own order. */
export const isPlain = (query: Pick<PageQuery, 'filter' | 'sort'>): boolean =>
  (query.sort ?? []).length === 0 && Object.values(query.filter ?? {}).every(isUnset)

const isUnset = (value: unknown): boolean =>
  value === undefined || value === false || value === '' || (Array.isArray(value) && value.length === 0)

/** A column of what is shown, without case; a name that is not there is the asker's mistake, told with the nearest. */
export const shownColumn = (columns: readonly Column[], name: string): Column => {
  const found = columns.find(c => c.name === name) ?? columns.find(c => c.name.toLowerCase() === name.toLowerCase())
  if (found) return found
  throw new ProblemError({
    code: 'E-COLUMN-UNKNOWN',
    severity: 'error',
    message: `There is no column \`${name}\` in what is shown.`,
    ...didYouMean(
      name,
      columns.map(c => c.name),
    ),
  })
}

/** What a row must fulfil to be shown, over a table's visible and hidden columns. */
export const predicateOf = (filter: PageFilter, table: Hidden, flow: CompiledFlow): Expression =>
  all([...contentOf(filter, table), ...flagsOf(filter, table, flow), ...evaluationOf(filter, table, flow)])

/** What the filter asks of the values. */
export const contentOf = (filter: PageFilter, table: Hidden): readonly Expression[] => {
  const search = filter.search?.trim()
  return [
    ...(search ? [contains(table, search)] : []),
    ...(filter.columns ?? []).map(condition => conditionOf(condition, table)),
  ]
}

export type FlagFilter = Pick<PageFilter, 'severity' | 'rule' | 'column'>

/** What the filter asks of the flags: one of them must be all of it. */
export const flagsOf = (filter: PageFilter, table: Hidden, flow: CompiledFlow): readonly Expression[] => {
  if (!asksForReason(filter)) return filter.flaggedOnly ? [anyFlag(table)] : []
  return [anySet(flagBits(table, flow).filter(bit => isWanted(bit, filter)))]
}

/** Whether some flags of a row matter more than others. */
export const asksForReason = ({ severity, rule, column: flagged }: FlagFilter): boolean =>
  severity !== undefined || rule !== undefined || Boolean(flagged)

export const isWanted = ({ reason, slot }: FlagBit, { severity, rule, column: flagged }: FlagFilter): boolean =>
  (severity === undefined || reason.severity === severity) &&
  (rule === undefined ||
    (rule.node === slot.validator &&
      rule.rule === reason.rule &&
      (rule.via === undefined || sameWay(rule.via, slot.via)))) &&
  (!flagged || reason.columns.some(c => c.toLowerCase() === flagged.toLowerCase()))

const sameWay = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((step, i) => step === b[i])

/** What the filter asks of what was not evaluated: only a validator's own table knows. */
export const evaluationOf = ({ evaluation }: PageFilter, table: Hidden, flow: CompiledFlow): readonly Expression[] => {
  if (evaluation === undefined) return []
  const { state, rule } = evaluation
  return [anySet(evaluationBits(table, flow, state).filter(bit => rule === undefined || bit.reason.rule === rule))]
}

const asText = (name: string): Expression => cast(column(name), 'VARCHAR')

const contains = (table: Hidden, search: string): Expression =>
  any(table.columns.map(c => call('contains', call('lower', asText(c.name)), call('lower', literal(search)))))

type Condition = NonNullable<PageFilter['columns']>[number]

const conditionOf = (condition: Condition, table: Hidden): Expression => {
  const { name, type } = shownColumn(table.columns, condition.column)
  const value = condition.value ?? ''
  const typed = cast(literal(value), type, { safe: true })
  switch (condition.operator) {
    case 'is_null':
    case 'is_not_null':
      return op(condition.operator, column(name))
    case 'contains':
      return call('contains', call('lower', asText(name)), call('lower', literal(value)))
    case 'longer':
    case 'shorter':
      return op(condition.operator === 'longer' ? '>=' : '<=', call('length', asText(name)), literal(Number(value)))
    case 'shape':
      return op('=', shapeOfText(asText(name)), literal(value))
    case 'rough_shape':
      return op('=', runsAsOne(shapeOfText(asText(name))), literal(value))
    case '<>':
      return op('is_distinct', column(name), typed)
    default:
      return op(condition.operator, column(name), typed)
  }
}
