import { createHash } from 'node:crypto'
import { mkdir, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { didYouMean } from '#core/flow/nearest.ts'
import type { Column, ScanInfo, ScanRequest } from '#core/relation/relation.ts'
import { quoteIdentifier } from '#core/sql/quote.ts'
import { attach, fileTrouble, isBusy } from '../attach.ts'
import type { Stamp } from '../encoding.ts'
import { serialize } from '../parse.ts'
import { selectRefusal } from '../select-tree.ts'
import type { Session } from '../session.ts'
import { attachStatement, detachStatement } from '../stored.ts'
import { findTable, nameOf, namesIn, type Place, stagedRows } from '../table-file.ts'
import { fileNames } from './files.ts'
import { uniqueNames } from './names.ts'
import { failure, firstLine } from './problem.ts'
import type { ScanWorld } from './world.ts'

interface DuckdbSettings {
  /** `orders`, or `sales.orders`; empty where `sql` says what is read. */
  readonly table: string
  readonly sql: string
}

/** Another program holds a file for a blink, or for long: who looks at a flow does not wait for the second. */
const patience = 300

let used = 0

/** Attaches a file for the moment of a look, on a connection of its own. */
export const inDatabase = async <T>(
  { path }: Stamp,
  connection: Session,
  work: (session: Session, database: string) => Promise<T>,
): Promise<T> => {
  used += 1
  const database = `__weir_look_${used}`
  const session = await connection.another()
  try {
    await attach(session, attachStatement(path, database, { readOnly: true }), patience).catch(error => {
      const trouble = fileTrouble(error) ?? firstLine(error)
      const code = isBusy(error) ? 'E-FILE-BUSY' : 'E-FILE-FORMAT'
      const hint = isBusy(error) ? 'close what has it open' : undefined
      throw failure(code, 'path', `\`${basename(path)}\` cannot be read: ${trouble}.`, hint, error)
    })
    return await work(session, database)
  } finally {
    await session.execute(`USE memory; ${detachStatement(database)}`).catch(() => undefined)
    session.close()
  }
}

/** `sales.orders` as schema and table. */
const placeOf = (database: string, name: string): Place => {
  const [first = '', second] = name.split('.')
  return second === undefined ? { database, schema: 'main', table: first } : { database, schema: first, table: second }
}

const unknownTable = async (session: Session, { path }: Stamp, database: string, table: string) => {
  const names = await namesIn(session, database)
  const hint = didYouMean(table, names).hint ?? (names.length === 0 ? undefined : `it has ${names.join(', ')}`)
  const message = `\`${basename(path)}\` has no table or view \`${table}\`.`
  return failure('E-FILE-TABLE', 'table', message, hint)
}

/** One SELECT over the tables and views of the file, and nothing else. */
const checkSql = async (session: Session, database: string, sql: string): Promise<void> => {
  const [parsed] = await serialize(session, [sql])
  const [statement, ...others] = parsed && !parsed.error ? parsed.statements : []
  const refused =
    parsed?.error || !statement || others.length > 0
      ? { message: `One SELECT is needed here${parsed?.error ? `: ${parsed.message}` : ''}.` }
      : selectRefusal(statement.node, await namesIn(session, database))
  if (!refused) return
  const said = refused.message.replace('There is no input named', 'The file has no table or view')
  throw failure('E-SQL', 'sql', said)
}

/** Writes what a view or query gives into a file of its own, so that it is computed once for each state of the file. */
const copyOf = async (
  file: Stamp,
  world: ScanWorld,
  settings: DuckdbSettings,
  copied: { readonly session: Session; readonly database: string; readonly sql: string },
): Promise<{ readonly path: string; readonly columns: readonly Column[] }> => {
  const { session, database, sql } = copied
  const key = createHash('sha256')
    .update(JSON.stringify([file, settings]))
    .digest('hex')
    .slice(0, 24)
  const path = join(world.tempFolder, `${key}.duckdb`)
  const target = `${database}_copy`
  await mkdir(world.tempFolder, { recursive: true })
  await rm(path, { force: true })
  await session.execute(attachStatement(path, target, {}))
  try {
    await session.execute(`USE ${quoteIdentifier(database)}`)
    await session.execute(`CREATE TABLE ${nameOf(stagedRows(target))} AS\n${sql}`).catch(error => {
      throw failure(
        'E-SQL',
        settings.sql ? 'sql' : 'table',
        `It cannot be read: ${firstLine(error)}.`,
        undefined,
        error,
      )
    })
    return { path, columns: (await findTable(session, stagedRows(target)))!.columns }
  } finally {
    await session.execute(`USE memory; ${detachStatement(target)}`)
  }
}

/** Looks into a DuckDB file: a table is read where it is, and what a view or query gives is kept beside. */
export const resolveDuckdb = (request: ScanRequest, world: ScanWorld, files: readonly Stamp[]): Promise<ScanInfo> => {
  const settings = request.options as unknown as DuckdbSettings
  const [file, ...others] = files as readonly [Stamp, ...Stamp[]]
  if (others.length > 0)
    throw failure('E-SETTING', 'path', `\`${request.path}\` names several files: one is read at a time.`)
  if ((settings.table === '') === (settings.sql.trim() === ''))
    throw failure('E-SETTING', 'table', 'Name a table or view of the file, or write a query: one of both.')
  return inDatabase(file, world.connection, async (session, database) => {
    const place = placeOf(database, settings.table)
    const found = settings.table === '' ? null : await findTable(session, place)
    if (settings.table !== '' && found === null) throw await unknownTable(session, file, database, settings.table)
    if (found === null) await checkSql(session, database, settings.sql)
    const copy =
      found && !found.isView
        ? null
        : await copyOf(file, world, settings, {
            session,
            database,
            sql: found ? `SELECT * FROM ${nameOf(place)}` : settings.sql,
          })
    const read = (copy?.columns ?? found!.columns).map(({ name, type }) => ({ name, type }))
    const path = copy?.path ?? file.path
    const { schema, table } = copy === null ? place : stagedRows(database)
    const { names, warnings } = uniqueNames(read.map(c => c.name))
    return {
      reader: 'duckdb',
      files: [path],
      options: { schema_name: schema, table_name: table },
      columns: read.map(({ type }, i) => ({ name: names[i]!, type })),
      parts: [{ files: [path], columns: read }],
      fileNames: fileNames(request.path, world.folder, files, copy === null ? {} : { [path]: file.path }),
      warnings,
    }
  })
}
