import { randomBytes } from 'node:crypto'
import { link, mkdir, readdir, rename } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { attach, inTransaction } from '../duckdb/attach.ts'
import { DatabaseError } from '../duckdb/error.ts'
import type { Session } from '../duckdb/session.ts'
import {
  type AttachOptions,
  attachStatement,
  checkpointStatement,
  createStatement,
  deleteStatement,
  detachStatement,
  insertStatement,
  type StoredTable,
  selectStatement,
} from '../duckdb/stored.ts'
import { isThere, remove, statIfThere } from '../run/files.ts'
import { asStoreError, type StoreWords, storeError } from './problem.ts'

/** A sort of database file in the state folder: attached for the moment of each use, under a name of its own. */
export interface Store {
  /** The name under which a file of it is attached, while it is. */
  readonly database: string
  /** Of its tables. A change to them needs the next number and an upgrade of older files. */
  readonly version: number
  readonly tables: readonly StoredTable[]
  /** Few rows are added again and again, which is to cost little: most of it would be packing those that are there already. */
  readonly growsOften: boolean
  /** `upgrades[n]` are the statements that turn a file of version n into one of version n + 1. */
  readonly upgrades?: Readonly<Record<number, readonly string[]>>
  readonly words: StoreWords
}

/** An instance attaches a file once, so the uses within a process take turns. */
const last = new Map<string, Promise<unknown>>()

const inTurn = <T>({ database }: Store, task: () => Promise<T>): Promise<T> => {
  const turn = (last.get(database) ?? Promise.resolve()).then(task)
  last.set(
    database,
    turn.catch(() => undefined),
  )
  return turn
}

/** What says that a file is of this store, and of which version. */
const metaOf = ({ database }: Store): StoredTable => ({
  database,
  name: 'meta',
  columns: { key: 'VARCHAR', value: 'VARCHAR' },
})

/** Reads from the store's file at a path; null where there is none. `patience` is how long another process may hold it, in milliseconds. */
export const readStore = <T>(
  store: Store,
  session: Session,
  path: string,
  work: (session: Session) => Promise<T>,
  patience?: number,
): Promise<T | null> =>
  inTurn(store, async () => {
    if (!(await isThere(path))) return null
    const read = () =>
      attached(store, session, path, { readOnly: true, patience }, async () => {
        const isOld = (await versionOf(store, session, path)) < store.version
        return isOld ? null : { found: await work(session) }
      })
    const first = await read()
    if (first) return first.found
    await attached(store, session, path, {}, () => inTransaction(session, () => upgrade(store, session, path)))
    return (await read())?.found ?? null
  })

// biome-ignore lint/suspicious/noConfusingVoidType: most work gives nothing back
type AfterWriting = (() => Promise<unknown>) | void

/**
 * Writes to the store's file at a path, all or nothing; makes it where there is none. What the work gives back is done when the file is as it
 * will be, before anybody else can write it.
 */
export const writeStore = (
  store: Store,
  session: Session,
  path: string,
  work: () => Promise<AfterWriting>,
): Promise<void> =>
  inTurn(store, async () => {
    if (!(await isThere(path))) await createFile(store, session, path)
    await attached(store, session, path, {}, async () => {
      let after: (() => Promise<unknown>) | undefined
      await inTransaction(session, async () => {
        await upgrade(store, session, path)
        after = (await work()) ?? undefined
      })
      if (!after) return
      await session.execute(checkpointStatement(store.database))
      await after()
    })
  })

const attached = async <T>(
  { database, words }: Store,
  session: Session,
  path: string,
  { patience, ...options }: AttachOptions & { readonly patience?: number | undefined },
  work: () => Promise<T>,
) => {
  try {
    await attach(session, attachStatement(path, database, options), patience)
    const result = await work().catch(async error => {
      await session.execute(detachStatement(database)).catch(() => undefined)
      throw error
    })
    await session.execute(detachStatement(database))
    return result
  } catch (error) {
    throw asStoreError(words, path, error)
  }
}

/** DuckDB has no smaller ones. */
const leastGroup = 2048

/** A file appears under its name when it is whole: one that is there and cannot be read was damaged by something else. */
const createFile = async (store: Store, session: Session, path: string): Promise<void> => {
  const draft = `${path}.${randomBytes(4).toString('hex')}${draftEnd}`
  try {
    await mkdir(dirname(path), { recursive: true })
    await removeOldDrafts(path)
    await attached(
      store,
      session,
      draft,
      { blockSize: 16_384, ...(store.growsOften ? { rowGroupSize: leastGroup } : {}) },
      async () => {
        await inTransaction(session, async () => {
          const meta = metaOf(store)
          for (const table of [meta, ...store.tables]) await session.execute(createStatement(table, !store.growsOften))
          await writeVersion(store, session)
        })
      },
    )
    await appear(draft, path)
  } catch (error) {
    throw asStoreError(store.words, path, error)
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

const removeOldDrafts = async (path: string): Promise<void> => {
  const folder = dirname(path)
  for (const name of await readdir(folder)) {
    if (!name.startsWith(`${basename(path)}.`) || !name.endsWith(draftEnd)) continue
    const found = await statIfThere(join(folder, name))
    if (found && Date.now() - found.mtimeMs > draftMs) await remove(join(folder, name))
  }
}

const writeVersion = async (store: Store, session: Session): Promise<void> => {
  const version = [{ key: 'version', value: String(store.version) }]
  await session.execute(insertStatement(metaOf(store)), { values: [JSON.stringify(version)] })
}

/** Brings an older file to this version, with all that it holds; within the transaction of who asks. */
const upgrade = async (store: Store, session: Session, path: string): Promise<void> => {
  const has = await versionOf(store, session, path)
  if (has === store.version) return
  for (let version = has; version < store.version; version += 1)
    for (const statement of store.upgrades?.[version] ?? []) await session.execute(statement)
  await session.execute(deleteStatement(metaOf(store), 'key'), { values: ['["version"]'] })
  await writeVersion(store, session)
}

/** Of a file, where it is this one or can be brought to it; throws for every other. */
const versionOf = async (store: Store, session: Session, path: string): Promise<number> => {
  const { version, words, upgrades = {} } = store
  const found = await session.query(selectStatement(metaOf(store), 'key'), { values: ['version'] }).catch(error => {
    if (error instanceof DatabaseError && error.type === 'Catalog') return null
    throw error
  })
  const has = found?.rows[0]?.[1] ?? null
  if (has !== null && (Number(has) === version || Number(has) in upgrades)) return Number(has)
  const newer = Number(has) > version
  throw storeError(words, {
    path,
    reason: newer
      ? `it was made by a newer Weir (version ${has}; this one knows ${version})`
      : `it is a DuckDB file, but ${words.foreign}`,
    hint: newer ? 'Update Weir; it is left as it is.' : words.aside,
  })
}
