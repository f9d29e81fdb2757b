import type { Column, ScanOption } from '../relation/relation.ts'
import { quoteLiteral } from './quote.ts'

const struct = (fields: readonly (readonly [name: string, value: string])[]) =>
  `{${fields.map(([name, value]) => `${quoteLiteral(name)}: ${quoteLiteral(value)}`).join(', ')}}`

const isList = (value: ScanOption): value is readonly string[] | readonly Column[] => Array.isArray(value)

const isColumn = (value: string | Column): value is Column => typeof value !== 'string'

/** An option of a reader as DuckDB takes it; columns are a struct in their order. */
export const printOption = (value: ScanOption): string => {
  if (isList(value)) {
    const columns = value.filter(isColumn)
    if (columns.length > 0) return struct(columns.map(({ name, type }) => [name, type]))
    return `[${value.map(each => quoteLiteral(String(each))).join(', ')}]`
  }
  if (typeof value === 'string') return quoteLiteral(value)
  if (value === null) return 'NULL'
  return typeof value === 'object' ? struct(Object.entries(value)) : String(value)
}
