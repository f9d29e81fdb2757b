import { reservedPrefix } from '#core/relation/columns.ts'
import { quoteIdentifier } from '#core/sql/quote.ts'
import type { Session } from './session.ts'
import { attachStatement, detachStatement } from './stored.ts'

const table = 'kept'

/** The column of a kept table that numbers its rows from 0, in their order. */
export const keptPosition = `${reservedPrefix}kept_row`

let attached = 0

const nextName = (): string => {
  attached += 1
  return `${reservedPrefix}kept_${attached}`
}

const placeIn = (database: string): string => `${quoteIdentifier(database)}.${quoteIdentifier(table)}`

/** Writes a table with all its columns, in its order, into a database file of its own. */
export const writeKept = async (session: Session, name: string, position: string, path: string): Promise<void> => {
  const database = nextName()
  await session.execute(attachStatement(path, database, {}))
  try {
    const rows = `SELECT *, ${quoteIdentifier(position)} AS ${quoteIdentifier(keptPosition)} FROM ${quoteIdentifier(name)}`
    await session.execute(`CREATE TABLE ${placeIn(database)} AS ${rows}`)
    await session.execute(`CHECKPOINT ${quoteIdentifier(database)}`)
  } finally {
    await session.execute(detachStatement(database))
  }
}

/** Makes the rows of such a file readable under a name, without reading them. */
export const openKept = async (session: Session, path: string): Promise<string> => {
  const name = nextName()
  await session.execute(attachStatement(path, name, { readOnly: true }))
  try {
    await session.execute(`CREATE VIEW ${quoteIdentifier(`${name}_rows`)} AS SELECT * FROM ${placeIn(name)}`)
  } catch (error) {
    await session.execute(detachStatement(name))
    throw error
  }
  return `${name}_rows`
}

/** Lets go of a file that was opened under a name. */
export const closeKept = async (session: Session, name: string): Promise<void> => {
  await session.execute(`DROP VIEW IF EXISTS ${quoteIdentifier(name)}`)
  await session.execute(detachStatement(name.replace(/_rows$/, '')))
}
