import { afterAll, beforeAll } from 'vitest'
import { type Database, openDatabase } from '#engine/duckdb/instance.ts'
import type { Session } from '#engine/duckdb/session.ts'

/** One instance and session for a test file, closed at its end. */
export const databaseOfTests = (): { readonly database: () => Database; readonly session: () => Session } => {
  let database: Database
  let session: Session
  beforeAll(async () => {
    database = await openDatabase({ memory: '1GB', threads: 2 })
    session = await database.connect()
  })
  afterAll(() => database.close())
  return { database: () => database, session: () => session }
}
