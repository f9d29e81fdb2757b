import { randomBytes } from 'node:crypto'
import { link, mkdir, readdir, rename } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { DatabaseError } from '../duckdb/error.ts'
import type { Session } from '../duckdb/session.ts'
import {
  type AttachOptions,
  attachStatement,
  createStatement,
  detachStatement,
  insertStatement,
} from '../duckdb/stored.ts'
import { isThere, remove, statIfThere } from '../run/files.ts'
import { asHistoryError, historyError, isBusy } from './problem.ts'
import { database, historyVersion, meta, tableNames, tables } from './schema.ts'

/** Another process writes a run within a blink; longer than this it holds the file for something else. */
const busyMs = 5_000
const longestPauseMs = 250

/** An instance attaches a file once, so the uses within a process take turns. */
let last: Promise<unknown> = Promise.resolve()

const inTurn = <T>(task: () => Promise<T>): Promise<T> => {
  const turn = last.then(task)
  last = turn.catch(() => undefined)
  return turn
}

/** Reads from the history file at a path; null where there is none. */
export const readFile = <T>(
  session: Session,
  path: string,
  work: (session: Session) => Promise<T>,
): Promise<T | null> =>
  inTurn(async () => {
    if (!(await isThere(path))) return null
    return attached(session, path, { readOnly: true }, async () => {
      await checkVersion(session, path)
      return work(session)
    })
  })

/** Writes to the history file at a path, all or nothing; makes it where there is none. */
export const writeFile = (session: Session, path: string, work: () => Promise<void>): Promise<void> =>
  inTurn(async () => {
    if (!(await isThere(path))) await createFile(session, path)
    await attached(session, path, {}, async () => {
      await checkVersion(session, path)
      await inTransaction(session, work)
    })
  })

const attached = async <T>(session: Session, path: string, options: AttachOptions, work: () => Promise<T>) => {
  try {
    await attach(session, attachStatement(path, database, options))
    const result = await work().catch(async error => {
      await session.execute(detachStatement(database)).catch(() => undefined)
      throw error
    })
    await session.execute(detachStatement(database))
    return result
  } catch (error) {
    throw asHistoryError(path, error)
  }
}

const attach = async (session: Session, statement: string): Promise<void> => {
  const until = performance.now() + busyMs
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

const inTransaction = async (session: Session, work: () => Promise<void>): Promise<void> => {
  await session.execute('BEGIN')
  try {
    await work()
    await session.execute('COMMIT')
  } catch (error) {
    await session.execute('ROLLBACK').catch(() => undefined)
    throw error
  }
}

/** A file appears under its name when it is whole: one that is there and cannot be read was damaged by something else. */
const createFile = async (session: Session, path: string): Promise<void> => {
  const draft = `${path}.${randomBytes(4).toString('hex')}${draftEnd}`
  try {
    await mkdir(dirname(path), { recursive: true })
    await removeOldDrafts(dirname(path))
    await attached(session, draft, { blockSize: 16_384 }, async () => {
      await inTransaction(session, async () => {
        for (const table of [meta, ...tableNames.map(name => tables[name])]) {
          await session.execute(createStatement(table))
        }
        const version = [{ key: 'version', value: String(historyVersion) }]
        await session.execute(insertStatement(meta), { values: [JSON.stringify(version)] })
      })
    })
    await appear(draft, path)
  } catch (error) {
    throw asHistoryError(path, error)
  } finally {
    await remove(draft).catch(() => undefined)
  }
}

/** The first of several that make it at once wins. */
const appear = async (draft: string, path: string): Promise<void> => {
  try {
    await link(draft, path)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return
    if (!(await isThere(path))) await rename(draft, path)
  }
}

const draftEnd = '.draft'
const draftMs = 60_000

const removeOldDrafts = async (folder: string): Promise<void> => {
  for (const name of await readdir(folder)) {
    if (!name.startsWith(`${fileName}.`) || !name.endsWith(draftEnd)) continue
    const found = await statIfThere(join(folder, name))
    if (found && Date.now() - found.mtimeMs > draftMs) await remove(join(folder, name))
  }
}

/** In the state folder. */
export const fileName = 'history.duckdb'

const versionQuery = "SELECT value FROM weir_history.meta WHERE key = 'version'"

const checkVersion = async (session: Session, path: string): Promise<void> => {
  const found = await session.value(versionQuery).catch(error => {
    if (error instanceof DatabaseError && error.type === 'Catalog') return null
    throw error
  })
  if (found === String(historyVersion)) return
  const newer = Number(found) > historyVersion
  throw historyError({
    path,
    reason: newer
      ? `it was made by a newer Weir (version ${found}; this one knows ${historyVersion})`
      : 'it is a DuckDB file, but no run history of Weir',
    hint: newer ? 'Update Weir; it is left as it is.' : 'Move the file away: the next run begins a new history.',
  })
}
