import type { CompiledFlow } from '#core/compile/types.ts'
import { didYouMean } from '#core/flow/nearest.ts'
import type { FlagReason } from '#core/node/kind.ts'
import { all, any, call, cast, column, literal, op } from '#core/relation/build.ts'
import type { Expression } from '#core/relation/expression.ts'
import type { Column, Table } from '#core/relation/relation.ts'
import { slotColumns, slotsOf, wordBits } from '#core/relation/slots.ts'
import { ProblemError } from '../problem-error.ts'
import { isFlagged } from '../run/count.ts'
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
export const predicateOf = (filter: PageFilter, table: Table, flow: CompiledFlow): Expression => {
  const { flaggedOnly, severity, rule, column: flaggedColumn } = filter
  const search = filter.search?.trim()
  const wanted = (reason: FlagReason, node: string): boolean =>
    (severity === undefined || reason.severity === severity) &&
    (rule === undefined || (rule.node === node && rule.rule === reason.rule)) &&
    (!flaggedColumn || reason.columns.some(c => c.toLowerCase() === flaggedColumn.toLowerCase()))
  const byReason = severity !== undefined || rule !== undefined || Boolean(flaggedColumn)
  return all([
    ...(flaggedOnly ? [isFlagged(table)] : []),
    ...(byReason ? [hasReason(table, flow, wanted)] : []),
    ...(search ? [contains(table, search)] : []),
    ...(filter.columns ?? []).map(condition => conditionOf(condition, table)),
  ])
}

const hasReason = (
  table: Table,
  flow: CompiledFlow,
  wanted: (reason: FlagReason, node: string) => boolean,
): Expression =>
  any(
    slotsOf(table).flatMap((slot, index) => {
      const reasons = flow.nodes[slot.validator]?.compiled?.flags ?? []
      const first = slot.word * wordBits
      const mask = reasons
        .slice(first, first + wordBits)
        .reduce((bits, reason, bit) => (wanted(reason, slot.validator) ? bits | (1n << BigInt(bit)) : bits), 0n)
      if (mask === 0n) return []
      return [op('<>', op('&', column(slotColumns(index).flags), literal(mask, 'UBIGINT')), literal(0))]
    }),
  )

const asText = (name: string): Expression => cast(column(name), 'VARCHAR')

const contains = (table: Table, search: string): Expression =>
  any(table.columns.map(c => call('contains', call('lower', asText(c.name)), call('lower', literal(search)))))

type Condition = NonNullable<PageFilter['columns']>[number]

const conditionOf = (condition: Condition, table: Table): Expression => {
  const { name, type } = shownColumn(table.columns, condition.column)
  const value = condition.value ?? ''
  const typed = cast(literal(value), type, { safe: true })
  switch (condition.operator) {
    case 'is_null':
    case 'is_not_null':
      return op(condition.operator, column(name))
    case 'contains':
      return call('contains', call('lower', asText(name)), call('lower', literal(value)))
    case '<>':
      return op('is_distinct', column(name), typed)
    default:
      return op(condition.operator, column(name), typed)
  }
}
