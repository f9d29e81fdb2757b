import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import type { Flow, FlowNode } from '#core/flow/types.ts'
import type { FlowRequest, RunOptions, RunResult } from '#engine/api.ts'
import { createCompiler } from '#engine/compile.ts'
import { type Database, openDatabase } from '#engine/duckdb/instance.ts'
import type { Session } from '#engine/duckdb/session.ts'
import { runFlow } from '#engine/run/run.ts'
import { catalogue } from '#nodes/index.ts'

/** Told of every count that DuckDB gives a run, in order; what it gives back is what the run gets. */
export type Tamper = (count: { readonly statement: string; readonly name: string; readonly value: number }) => number

interface More {
  readonly tamper?: Tamper
  /** Told of every statement before it is made; where it throws, that is what the run gets. */
  readonly before?: (statement: string) => void
}

export interface FlowRunner {
  run(folder: string, flow: Flow, options?: Partial<RunOptions> & Partial<FlowRequest> & More): Promise<RunResult>
  connect(): Promise<Session>
  /** Rows of a statement, for what a test expects. */
  rows(sql: string): Promise<readonly (readonly unknown[])[]>
  /** Names of the tables that are there now. */
  tables(): Promise<readonly unknown[]>
}

/** One DuckDB for the tests of a file, and runs over it as the engine makes them. */
export const flowRunner = (options: { readonly threads?: number; readonly memory?: string } = {}): FlowRunner => {
  let database: Database
  beforeAll(async () => {
    database = await openDatabase({ memory: options.memory ?? '1GB', threads: options.threads ?? 2 })
  })
  afterAll(() => database.close())
  const rows = async (sql: string) => {
    const session = await database.connect()
    return (await session.query(sql)).rows
  }
  return {
    run: async (folder, flow, { to = [], state = join(folder, '.weir'), sha256 = 'abc', ...more } = {}) => {
      const session = await database.connect()
      const request: FlowRequest = {
        flow,
        path: join(folder, 'test.flow.json'),
        folder,
        params: more.params ?? {},
        asOf: more.asOf ?? '2024-05-01T00:00:00.000Z',
      }
      const parts = {
        version: database.version,
        threads: database.threads,
        memoryBytes: database.memoryBytes,
        connect: async () => tampered(await database.connect(), more),
        compile: createCompiler(session, catalogue, database.spill).fresh,
      }
      return runFlow(parts, request, { ...more, to, state, sha256 })
    },
    connect: () => database.connect(),
    rows,
    tables: async () =>
      (
        await rows("SELECT table_name FROM duckdb_tables() WHERE table_name LIKE '\\_\\_weir\\_run%' ESCAPE '\\'")
      ).flat(),
  }
}

const isNumber = (value: unknown): value is number | bigint => typeof value === 'number' || typeof value === 'bigint'

/** A session whose counts go through `tamper`: those that COPY and CREATE TABLE AS give, and numbers in a row of counts. */
const tampered = (session: Session, { tamper, before }: More): Session => {
  if (!tamper && !before) return session
  const execute: Session['execute'] = async (statement, options) => {
    before?.(statement)
    const value = await session.execute(statement, options)
    return tamper && /^(COPY|CREATE TABLE (?!"weir_history"))/.test(statement)
      ? tamper({ statement, name: 'count', value })
      : value
  }
  const query: Session['query'] = async (statement, options) => {
    before?.(statement)
    const found = await session.query(statement, options)
    if (!tamper) return found
    const rows = found.rows.map(row =>
      row.map((cell, i) =>
        isNumber(cell) ? tamper({ statement, name: found.columns[i]!.name, value: Number(cell) }) : cell,
      ),
    )
    return { ...found, rows }
  }
  return Object.assign(Object.create(session) as Session, { execute, query })
}

type NodeParts = Partial<FlowNode> & { readonly settings?: Record<string, unknown> }

/** A flow from nodes by id (kind and settings, or a whole node) and edges as `a.out b.in`. */
export const flowOf = (
  nodes: Readonly<Record<string, readonly [kind: string, settings: Record<string, unknown>, more?: NodeParts]>>,
  edges: readonly string[],
  more: Partial<Flow> = {},
): Flow => ({
  weir: 1,
  name: 'Test',
  params: {},
  nodes: Object.fromEntries(
    Object.entries(nodes).map(([id, [kind, settings, rest]]) => [id, { kind, version: 1, settings, ...rest }]),
  ),
  edges: edges.map(edge => {
    const [from, to] = edge.split(' ')
    return { from: from!, to: to! }
  }),
  tests: [],
  layout: { nodes: {}, groups: [], notes: [] },
  ...more,
})

export const put = async (path: string, text: string): Promise<void> => {
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, text)
}
