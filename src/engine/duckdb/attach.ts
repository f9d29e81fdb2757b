import { setTimeout } from 'node:timers/promises'
import type { Session } from './session.ts'

/** Another process writes a run within a blink; longer than this it holds the file for something else. */
const busyMs = 5_000
const longestPauseMs = 250

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error)).split('\n')[0]!

/** Whether a database file is in use: in another process, or attached in this one. */
export const isBusy = (error: unknown): boolean =>
  /could not set lock|being used by another process|unique file handle conflict/i.test(messageOf(error))

/** Attaches a database file, and waits a while for another process or session that has it. */
export const attach = async (session: Session, statement: string, patience = busyMs): Promise<void> => {
  const until = performance.now() + patience
  for (let pause = 10; ; pause = Math.min(pause * 2, longestPauseMs)) {
    try {
      await session.execute(statement)
      return
    } catch (error) {
      if (!isBusy(error) || performance.now() > until) throw error
      await setTimeout(pause * (0.5 + Math.random()))
    }
  }
}

export const inTransaction = async (session: Session, work: () => Promise<void>): Promise<void> => {
  await session.execute('BEGIN')
  try {
    await work()
    await session.execute('COMMIT')
  } catch (error) {
    await session.execute('ROLLBACK').catch(() => undefined)
    throw error
  }
}

const troubles: readonly (readonly [RegExp, string])[] = [
  [/could not set lock|being used by another process/i, 'another program holds it'],
  [/unique file handle conflict/i, 'a run writes it now'],
  [/encrypt/i, 'it is encrypted'],
  [/version number|storage version|newer version/i, 'it was written by a newer DuckDB'],
  [/not a valid duckdb/i, 'it is no DuckDB file'],
  [/corrupt|checksum|could not read|deserializ/i, 'it is damaged'],
]

/** What keeps a database file from being attached, as the end of a sentence; null where it is none of what is known. */
export const fileTrouble = (error: unknown): string | null =>
  troubles.find(([pattern]) => pattern.test(messageOf(error)))?.[1] ?? null
