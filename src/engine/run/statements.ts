import { limit } from '#core/relation/build.ts'
import type { Expression } from '#core/relation/expression.ts'
import type { Rejects, Relation, Table } from '#core/relation/relation.ts'
import { printRelation } from '#core/sql/print.ts'
import { type CopyOptions, copyStatement, countStatement, packStatement, parquetStatement } from '../duckdb/copy.ts'
import { dropTable, type Materialised, materialise } from '../duckdb/materialise.ts'
import { type Page, readPage } from '../duckdb/read.ts'
import { type Saving, withRoom } from '../duckdb/room.ts'
import type { Session } from '../duckdb/session.ts'
import { attachStatement, detachStatement } from '../duckdb/stored.ts'
import { createRows } from '../duckdb/table-file.ts'
import { withOneThread } from '../duckdb/threads.ts'
import type { JsonValue } from '../duckdb/value.ts'
import { countAll, countsOver } from '../rows/count.ts'
import { partitionOf, partitionValues } from './partitions.ts'
import { bytesIn, type Noted, noteTable } from './weight.ts'

/** What a run asks of DuckDB: one session, statements one after another, tables that are its own. */
export interface RunStatements {
  /** False where tables stay empty, and statements are only told. */
  readonly reads: boolean
  materialise(relation: Relation, label: string): Promise<Materialised>
  /** Whether its rows lie ready, so that materialising it computes nothing. */
  has(relation: Relation): Promise<boolean>
  drop(table: string): Promise<void>
  /** The table is no longer the run's own: somebody else drops it. */
  forget(table: string): void
  /** A table of what a scan has rejected, where it is kept apart from the session; null: it is to be read there. */
  rejected(part: Rejects): Table | null
  /** Drops all of the run's tables but these. */
  keepOnly(names: ReadonlySet<string>): Promise<void>
  /** Counts of one statement over a relation, by name. */
  counts<K extends string>(relation: Relation, wanted: Readonly<Record<K, Expression>>): Promise<Record<K, number>>
  count(relation: Relation): Promise<number>
  /** The first rows of a relation, with the hidden columns behind the visible ones. */
  rows(relation: Relation, most: number): Promise<Page['rows']>
  /** The one row of a relation, as JSON values by column. */
  row(relation: Relation): Promise<Readonly<Record<string, JsonValue>>>
  /** Hands out all rows of a relation, hidden columns behind the visible ones. */
  each(relation: Relation, take: Parameters<Session['each']>[1]): Promise<void>
  copy(relation: Relation, path: string, format: 'csv' | 'parquet' | 'json', options: CopyOptions): Promise<number>
  /** Rows of a file that a sink wrote, or of a folder of them. */
  countIn(path: string | readonly string[], format: 'csv' | 'parquet' | 'json', options: CopyOptions): Promise<number>
  /** The partitions by these columns that a relation has rows for, by their keys, named as people read them. */
  partitions(relation: Relation, columns: readonly string[]): Promise<ReadonlyMap<string, string>>
  /** Writes the visible columns of a relation as a table of a database file of its own; gives its rows. */
  store(relation: Relation, path: string): Promise<number>
  columnsOfParquet(files: readonly string[]): Promise<readonly string[]>
  pack(from: string, to: string, compression: 'gzip' | 'zstd'): Promise<void>
  /** Share of the running statement that is done, or null. */
  readonly progress: number | null
  /** The same statements on another session, which note the tables that they make or take. */
  on(session: Session, noted: Noted): RunStatements
  /** The same statements under a signal of their own, for a node with a time limit. */
  within(signal: AbortSignal): RunStatements
}

const isWithin = (bytes: number, { least, most }: { readonly least: number; readonly most: number }): boolean =>
  bytes >= least && bytes <= most

export const runStatements = (
  main: Session,
  run: string,
  threads: number,
  signal: AbortSignal | undefined,
  /** Told of work that there was too little memory for as it was: a table's label, or the path of a file. */
  spared: (what: string, saving: Saving) => void = () => {},
  /** Bytes of rows, in memory, from which on and up to which a table of them may lie in any order; null: none may. */
  scattered: { readonly least: number; readonly most: number } | null = null,
): RunStatements => {
  const tables = new Set<string>()
  let made = 0
  const nextName = (label: string) => {
    made += 1
    return `__weir_run_${run}_${made}_${label}`
  }
  const using = (session: Session, own: AbortSignal | undefined, noted?: Noted): RunStatements => {
    const options = { signal: own }
    const inRoom = <T>(relation: Relation, what: string, work: (relation: Relation) => Promise<T>): Promise<T> =>
      withRoom(
        session,
        relation,
        { ...options, threads, name: nextName('pieces'), told: saving => spared(what, saving) },
        work,
      )
    const counts = async <K extends string>(relation: Relation, wanted: Readonly<Record<K, Expression>>) => {
      // Without the flags that an aggregate carries, DuckDB computes only what the counts need.
      const sql = printRelation(countsOver(relation, wanted), { visibleOnly: true })
      const { columns, rows } = await session.query(sql, options)
      return Object.fromEntries(columns.map((column, i) => [column.name, Number(rows[0]?.[i] ?? 0)])) as Record<
        K,
        number
      >
    }
    return {
      reads: true,
      materialise: async (relation, label) => {
        const name = nextName(label)
        tables.add(name)
        noted?.set(name, Number.POSITIVE_INFINITY)
        const scatter = threads > 1 && scattered !== null && isWithin(await bytesIn([relation]), scattered)
        const written = await inRoom(relation, label, part => materialise(session, name, part, { ...options, scatter }))
        if (noted) noteTable(noted, written)
        return written
      },
      has: async () => false,
      drop: async table => {
        if (tables.delete(table)) await dropTable(session, table)
      },
      forget: table => {
        tables.delete(table)
      },
      rejected: () => null,
      keepOnly: async names => {
        // another session may drop some of them meanwhile
        for (const table of [...tables].filter(name => !names.has(name)))
          if (tables.delete(table)) await dropTable(session, table)
      },
      counts,
      count: async relation => (await counts(relation, { rows: countAll })).rows,
      rows: async (relation, most) =>
        (await readPage(session, printRelation(limit(relation, most)), most, options)).rows,
      row: async relation => {
        const { columns, rows } = await readPage(session, printRelation(relation, { visibleOnly: true }), 1, options)
        return Object.fromEntries(columns.map((column, i) => [column.name, rows[0]?.[i] ?? null]))
      },
      each: (relation, take) => session.each(printRelation(relation), take, options),
      copy: async (relation, path, format, given) => {
        const { partition_by: parts } = given
        const write = () =>
          inRoom(relation, path, part => session.execute(copyStatement(part, path, format, given), options))
        // rows go to the files of a partitioned COPY by thread, so that only one thread writes the same files twice
        return parts === undefined ? write() : withOneThread(session, threads, write)
      },
      countIn: async (path, format, given) => Number(await session.value(countStatement(path, format, given), options)),
      partitions: async (relation, columns) => {
        const sql = printRelation(partitionValues(relation, columns), { visibleOnly: true })
        const { rows } = await session.query(sql, options)
        return new Map(rows.map(values => partitionOf(columns, values.map(String))))
      },
      store: async (relation, path) => {
        const name = nextName('store')
        await session.execute(attachStatement(path, name, {}))
        try {
          return await inRoom(relation, path, part => session.execute(createRows(name, part), options))
        } finally {
          await session.execute(detachStatement(name))
        }
      },
      columnsOfParquet: async files =>
        (await session.describe(parquetStatement(files), options)).map(column => column.name),
      pack: async (from, to, compression) => {
        await session.execute(packStatement(from, to, compression), options)
      },
      get progress() {
        return session.progress
      },
      on: (other, its) => using(other, own, its),
      within: other => using(session, own ? AbortSignal.any([own, other]) : other, noted),
    }
  }
  return using(main, signal)
}
