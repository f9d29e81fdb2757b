import { quoteIdentifier } from '#core/sql/print.ts'
import type { Database } from './instance.ts'
import type { Session } from './session.ts'

/** Sessions that are lent for a piece of work, so that readers do not wait for one another. */
export interface Pool {
  use<T>(work: (session: Session) => Promise<T>): Promise<T>
}

const kept = 4

export const createPool = (database: Database): Pool => {
  const idle: Session[] = []
  return {
    use: async work => {
      const session = idle.pop() ?? (await database.connect())
      try {
        return await work(session)
      } finally {
        if (idle.length < kept) idle.push(session)
        else session.close()
      }
    },
  }
}

/** Drops the tables in which a session's scans collected what they rejected, so that the next scan begins anew. */
export const dropTemporary = async (session: Session): Promise<void> => {
  const { rows } = await session.query('SELECT table_name FROM duckdb_tables() WHERE temporary')
  for (const [name] of rows) await session.execute(`DROP TABLE IF EXISTS temp.${quoteIdentifier(String(name))}`)
}

/** Bytes that tables in memory take. */
export const tableBytes = async (session: Session): Promise<number> =>
  Number(await session.value("SELECT memory_usage_bytes FROM duckdb_memory() WHERE tag = 'IN_MEMORY_TABLE'"))
