import { fits } from '#core/functions/fits.ts'
import type { FunctionEntry, Use } from '#core/functions/types.ts'
import type { TextRange } from '#core/problem.ts'
import type { Column } from '#core/relation/relation.ts'
import { typedName } from '../monaco/typed-name.ts'

/** Which node takes a function of each use. */
export const kindOfUse = {
  formula: 'transform.formula',
  measure: 'transform.aggregate',
  window: 'transform.window',
} as const satisfies Record<Use, string>

/** Settings of a new node with a function in it, and where typing goes on. */
export interface Prefilled {
  readonly settings: Readonly<Record<string, unknown>>
  readonly setting: string
  readonly select: TextRange | null
}

/** Stands for a column where none fits: it is selected, to be typed over. */
const placeholder = 'column_name'

/** The current column where the function fits it, else the first that it fits. */
export const columnFor = (
  { takes }: FunctionEntry,
  columns: readonly Column[],
  current: string | null,
): string | null => {
  const fitting = columns.filter(column => fits(takes, column.type))
  return (fitting.find(column => column.name === current) ?? fitting[0])?.name ?? null
}

const freshName = (wish: string, columns: readonly Column[]): string => {
  const taken = new Set(columns.map(column => column.name.toLowerCase()))
  let count = 1
  let name = wish
  while (taken.has(name.toLowerCase())) name = `${wish}_${++count}`
  return name
}

/** The formula on a column, and what of it is to be selected: the column that is missing, else its end. */
const formulaOn = (
  call: string,
  column: string | null,
): { readonly expression: string; readonly select: TextRange } => {
  const typed = column === null ? placeholder : typedName(column)
  const expression = call.replaceAll('{}', () => typed)
  const hole = column === null ? expression.indexOf(placeholder) : -1
  const start = hole < 0 ? expression.length : hole
  return { expression, select: { start, end: hole < 0 ? start : start + placeholder.length } }
}

const named = (entry: FunctionEntry, column: string | null, columns: readonly Column[]): string =>
  freshName(column === null ? entry.name : `${entry.name}_${column}`, columns)

const measure = (entry: FunctionEntry, column: string | null, columns: readonly Column[]): Prefilled => {
  const name = named(entry, column, columns)
  const own = entry.call.startsWith('=') ? entry.call.slice(1) : null
  if (own === null) {
    const { expression, select } = formulaOn(entry.call, column)
    const settings = { measures: [{ name, function: 'formula', expression }] }
    return { settings, setting: 'measures.0.expression', select }
  }
  const of = column === null ? {} : { column }
  return { settings: { measures: [{ name, function: own, ...of }] }, setting: 'measures.0', select: null }
}

const window = (entry: FunctionEntry, column: string | null, columns: readonly Column[], current: string | null) => {
  const name = named(entry, column, columns)
  const own = { name, function: entry.call.slice(1) }
  const by = columns.find(each => each.name === current) ?? columns[0]
  if (entry.takes !== 'none')
    return {
      settings: { measures: [{ ...own, ...(column === null ? {} : { column }) }] },
      setting: 'measures.0',
      select: null,
    }
  const order = by ? { order: [{ column: by.name, direction: 'asc' }] } : {}
  return { settings: { ...order, measures: [own] }, setting: by ? 'measures.0' : 'order', select: null }
}

/** A function as the first column, measure or window of a new node, on the column at hand. */
export const prefilled = (entry: FunctionEntry, columns: readonly Column[], current: string | null): Prefilled => {
  const column = columnFor(entry, columns, current)
  if (entry.use === 'window') return window(entry, column, columns, current)
  if (entry.use === 'measure') return measure(entry, column, columns)
  const { expression, select } = formulaOn(entry.call, column)
  const settings = { columns: [{ name: named(entry, column, columns), expression }] }
  return { settings, setting: 'columns.0.expression', select }
}
