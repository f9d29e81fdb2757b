import type { Table } from '#core/relation/relation.ts'
import { quoteIdentifier } from '#core/sql/quote.ts'
import type { Session } from './session.ts'

const looked = 2_000

/** Bytes of a type's values; of others that go past 16, their texts are looked at. */
const fixed: Readonly<Record<string, number>> = {
  BOOLEAN: 1,
  TINYINT: 1,
  UTINYINT: 1,
  SMALLINT: 2,
  USMALLINT: 2,
  INTEGER: 4,
  UINTEGER: 4,
  FLOAT: 4,
  DATE: 4,
  BIGINT: 8,
  UBIGINT: 8,
  DOUBLE: 8,
  TIME: 8,
  TIMESTAMP: 8,
  'TIMESTAMP WITH TIME ZONE': 8,
}

const bytesOf = ({ name, type }: { readonly name: string; readonly type: string }): string => {
  const known = fixed[type] ?? (type.startsWith('DECIMAL') ? 8 : undefined)
  return known === undefined ? `16 + coalesce(strlen(${quoteIdentifier(name)}::VARCHAR), 0)` : String(known)
}

/** About how many bytes a table takes: from its types, and the lengths of its first texts. */
export const sizeOfTable = async (session: Session, table: Table, rows: number): Promise<number> => {
  const name = quoteIdentifier(table.name)
  const described = await session.describe(`FROM ${name}`)
  const row = described.map(bytesOf).join(' + ')
  return Math.round(rows * Number((await session.value(`SELECT avg(${row}) FROM (FROM ${name} LIMIT ${looked})`)) ?? 0))
}
