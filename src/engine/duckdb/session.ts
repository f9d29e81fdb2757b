import type { DuckDBConnection, DuckDBPreparedStatement, DuckDBResult, DuckDBType, DuckDBValue } from '@duckdb/node-api'
import type { Column } from '#core/relation/relation.ts'
import { DatabaseError, wasInterrupted } from './error.ts'
import type { Queue } from './queue.ts'

export interface QueryOptions {
  readonly signal?: AbortSignal | undefined
  readonly values?: readonly string[]
  /** Stop reading after this many rows, instead of refusing a result that is longer than any page. */
  readonly atMost?: number
}

export interface Rows {
  readonly columns: readonly Column[]
  readonly types: readonly DuckDBType[]
  readonly rows: readonly (readonly DuckDBValue[])[]
}

/** An interrupt that comes before a statement has begun is lost, so it is repeated until the call comes back. */
const interruptEvery = 25

/** More rows than this are never read into JavaScript at once: a caller asks for pages. */
const rowLimit = 100_000

/** One connection: its statements run one after another, in the instance's queue, and stop at an abort. */
export class Session {
  constructor(
    readonly connection: DuckDBConnection,
    private readonly queue: Queue,
    /** A further connection to the same instance. */
    readonly another: () => Promise<Session>,
    private readonly state: { last: Promise<unknown>; closed: boolean } = { last: Promise.resolve(), closed: false },
    private readonly wanted?: AbortSignal,
  ) {}

  /** The same connection for work that may be given up: what runs then stops, and what waits for its turn never begins. */
  until(wanted: AbortSignal): Session {
    return new Session(this.connection, this.queue, this.another, this.state, wanted)
  }

  /** Runs one or several statements; gives the rows that the last one changed or counted. */
  execute(sql: string, options: QueryOptions = {}): Promise<number> {
    return this.call(sql, options, async () => {
      const result = await this.connection.run(sql, options.values ? [...options.values] : undefined)
      if (result.columnCount === 1 && result.columnName(0) === 'Count' && result.rowCount === 1) {
        return Number((await result.getColumns())[0]?.[0] ?? 0)
      }
      return result.rowsChanged
    })
  }

  /** All rows of a statement that is known to give few. */
  query(sql: string, options: QueryOptions = {}): Promise<Rows> {
    return this.call(sql, options, async () => {
      const result = await this.connection.stream(sql, options.values ? [...options.values] : undefined)
      const rows: (readonly DuckDBValue[])[] = []
      for await (const chunk of result) {
        for (const row of chunk.getRows()) rows.push(row)
        if (options.atMost !== undefined && rows.length >= options.atMost) break
        if (rows.length > rowLimit) throw new Error(`Read more than ${rowLimit} rows at once`)
      }
      return { columns: columnsOfResult(result), types: result.columnTypes(), rows: rows.slice(0, options.atMost) }
    })
  }

  /** The one row of a statement that is asked again and again: it is planned once. */
  repeated(sql: string): () => Promise<readonly DuckDBValue[]> {
    let prepared: Promise<DuckDBPreparedStatement> | null = null
    return () =>
      this.call(sql, {}, async () => {
        prepared ??= this.connection.prepare(sql)
        return (await (await prepared).runAndReadAll()).getRows()[0] ?? []
      })
  }

  /** Hands out the rows of a statement, however many, as they come; the next ones are read when these are done with. */
  async each(
    sql: string,
    take: (
      rows: readonly (readonly DuckDBValue[])[],
      columns: readonly Column[],
      types: readonly DuckDBType[],
    ) => Promise<void>,
    options: QueryOptions = {},
  ): Promise<void> {
    // What goes wrong with who takes them is no error of the statement.
    const failed = await this.call(sql, options, async () => {
      const result = await this.connection.stream(sql)
      const [columns, types] = [columnsOfResult(result), result.columnTypes()]
      for await (const chunk of result) {
        const error = await take(chunk.getRows(), columns, types).then(
          () => null,
          (cause: unknown) => ({ cause }),
        )
        if (error) return error
      }
      return null
    })
    if (failed) throw failed.cause
  }

  /** The first column of the first row, or null. */
  async value(sql: string, options: QueryOptions = {}): Promise<DuckDBValue> {
    return (await this.query(sql, options)).rows[0]?.[0] ?? null
  }

  /** Names and types of a statement's columns, without running it. */
  describe(sql: string, options: QueryOptions = {}): Promise<readonly Column[]> {
    return this.call(sql, options, async () => {
      const statement = await this.connection.prepare(sql)
      try {
        return columnsOfStatement(statement)
      } finally {
        statement.destroySync()
      }
    })
  }

  /** Percentage of the running statement, or null where DuckDB cannot tell. */
  get progress(): number | null {
    const { percentage } = this.connection.progress
    return percentage < 0 ? null : percentage / 100
  }

  close(): void {
    if (this.state.closed) return
    this.state.closed = true
    this.connection.closeSync()
  }

  /** Interrupts what runs, and closes when it has come back. */
  async stop(): Promise<void> {
    if (this.state.closed) return
    const timer = setInterval(() => this.connection.interrupt(), interruptEvery)
    this.connection.interrupt()
    await this.state.last
    clearInterval(timer)
    this.close()
  }

  private call<T>(sql: string, options: QueryOptions, task: () => Promise<T>): Promise<T> {
    const signal = options.signal ?? this.wanted
    const turn = this.state.last.then(() => this.queue.run(() => this.interruptible(sql, task, signal), signal))
    this.state.last = turn.catch(() => undefined)
    return turn
  }

  private async interruptible<T>(sql: string, task: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    let timer: ReturnType<typeof setInterval> | undefined
    const stop = () => {
      this.connection.interrupt()
      timer ??= setInterval(() => this.connection.interrupt(), interruptEvery)
    }
    signal?.addEventListener('abort', stop, { once: true })
    try {
      return await task()
    } catch (cause) {
      const error = new DatabaseError(sql, cause)
      if (signal?.aborted && wasInterrupted(error)) signal.throwIfAborted()
      throw error
    } finally {
      signal?.removeEventListener('abort', stop)
      clearInterval(timer)
    }
  }
}

const columnsOfStatement = (statement: DuckDBPreparedStatement): readonly Column[] =>
  Array.from({ length: statement.columnCount }, (_, index) => ({
    name: statement.columnName(index),
    type: typeName(statement.columnType(index)),
  }))

const columnsOfResult = (result: DuckDBResult): readonly Column[] =>
  Array.from({ length: result.columnCount }, (_, index) => ({
    name: result.columnName(index),
    type: typeName(result.columnType(index)),
  }))

/** JSON is a VARCHAR with an alias. */
const typeName = (type: { readonly alias?: string; toString(): string }): string => type.alias ?? type.toString()
