import { didYouMean } from '#core/flow/nearest.ts'
import type { Column } from '#core/relation/relation.ts'
import { isTypeName, printType } from '#core/sql/type-name.ts'
import type { Session } from '../session.ts'
import { failure, firstLine } from './problem.ts'

const common = [
  'VARCHAR',
  'BIGINT',
  'INTEGER',
  'DOUBLE',
  'DECIMAL',
  'DATE',
  'TIMESTAMP',
  'TIMESTAMPTZ',
  'TIME',
  'BOOLEAN',
]

/** DuckDB's own name of a type that a person wrote: `int` is INTEGER. */
const canonical = async (session: Session, type: string, name: string): Promise<string> => {
  const unknown = (cause?: unknown) =>
    failure(
      'E-TYPE-UNKNOWN',
      'types',
      `The type \`${type}\` of \`${name}\` is not one that DuckDB knows${cause ? `: ${firstLine(cause)}` : ''}.`,
      didYouMean(type, common).hint,
      cause,
    )
  if (!isTypeName(type)) throw unknown()
  try {
    const columns = await session.describe(`SELECT CAST(NULL AS ${printType(type)}) AS c`)
    return columns[0]!.type
  } catch (error) {
    throw unknown(error)
  }
}

/** The types that a person sets, by the column's name as it is in the source. */
export const typesGiven = async (
  session: Session,
  names: readonly string[],
  types: Readonly<Record<string, string>>,
): Promise<ReadonlyMap<string, string>> => {
  const given = new Map<string, string>()
  for (const [wanted, type] of Object.entries(types)) {
    const name = names.find(n => n === wanted) ?? names.find(n => n.toLowerCase() === wanted.toLowerCase())
    if (name === undefined) {
      const message = `There is no column \`${wanted}\` in the file, though it is given a type.`
      throw failure('E-COLUMN-UNKNOWN', 'types', message, didYouMean(wanted, names).hint)
    }
    given.set(name, await canonical(session, type, name))
  }
  return given
}

/** Columns with the types that a person set. */
export const withTypes = (columns: readonly Column[], given: ReadonlyMap<string, string>): Column[] =>
  columns.map(c => ({ name: c.name, type: given.get(c.name) ?? c.type }))
