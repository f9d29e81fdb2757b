import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import type { Column } from '#core/relation/relation.ts'
import { quoteIdentifier, quoteLiteral, quotePath } from '#core/sql/quote.ts'
import type { Random } from '#test/engine/fuzz/random.ts'
import { workbookOf } from '#test/engine/scan/workbook.ts'

interface Table {
  readonly columns: readonly Column[]
  readonly rows: readonly (readonly (string | null)[])[]
}

export interface Source {
  readonly kind: string
  readonly settings: Readonly<Record<string, unknown>>
}

const names = ['a"b', 'select', 'ü 1', "it's", 'Name', 'x.y', 'order', '日本', 'last change', 'percent%']
const types = ['INTEGER', 'VARCHAR', 'VARCHAR', 'DATE', 'BOOLEAN', 'DECIMAL(9,2)', 'TIMESTAMP', 'BIGINT']
const words = ['a', 'b', 'A', '7', '12', 'x7', 'a,b', '', ' padded', '2024-03-01', '01.02.2024', 'abba', 'NULL', 'ß']

const cell = (random: Random, type: string): string => {
  const day = () => `202${random.below(6)}-0${1 + random.below(9)}-1${random.below(10)}`
  if (type === 'VARCHAR') return random.pick(words)
  if (type === 'DATE') return day()
  if (type === 'TIMESTAMP') return `${day()} 0${random.below(10)}:30:00`
  if (type === 'BOOLEAN') return random.pick(['true', 'false'])
  if (type === 'DECIMAL(9,2)') return `${random.below(40) - 5}.${random.below(90) + 10}`
  return String(random.below(25) - 3)
}

/** A table of some rows, none among them, whose first column every table has. */
const tableOf = (random: Random): Table => {
  const chosen = [...new Set(Array.from({ length: 1 + random.below(6) }, () => random.pick(names)))]
  const columns = [{ name: 'id', type: 'INTEGER' }, ...chosen.map(name => ({ name, type: random.pick(types) }))]
  const rows = Array.from({ length: random.chance(5) ? 0 : 1 + random.below(25) }, () =>
    columns.map(({ type }) => (random.chance(15) ? null : cell(random, type))),
  )
  return { columns, rows }
}

const quotedCell = (text: string | null) => (text === null ? '' : `"${text.replaceAll('"', '""')}"`)

const asSelect = ({ columns, rows }: Table): string => {
  const typed = columns.map(({ name, type }, i) => `CAST(c${i} AS ${type}) AS ${quoteIdentifier(name)}`)
  const shape = columns.map((_, i) => `c${i}`).join(', ')
  const lines = rows.map(row => `(${row.map(text => (text === null ? 'NULL' : quoteLiteral(text))).join(', ')})`)
  const nothing = `(${columns.map(() => 'NULL').join(', ')})`
  const from = `(VALUES ${lines.length === 0 ? nothing : lines.join(', ')}) AS v(${shape})`
  return `SELECT ${typed.join(', ')} FROM ${from} ${lines.length === 0 ? 'WHERE false' : ''}`
}

const typesOf = ({ columns }: Table) => Object.fromEntries(columns.map(({ name, type }) => [name, type]))

type Write = (table: Table, folder: string, run: (sql: string) => Promise<unknown>) => Promise<Record<string, unknown>>

const writers: Readonly<Record<string, Write>> = {
  'source.csv': async (table, folder) => {
    const lines = [table.columns.map(({ name }) => name), ...table.rows].map(row => row.map(quotedCell).join(','))
    await writeFile(join(folder, 't.csv'), `${lines.join('\n')}\n`)
    return { path: 't.csv', delimiter: ',', quote: '"', header: true, types: typesOf(table) }
  },
  'source.json': async (table, folder) => {
    const lines = table.rows.map(row =>
      JSON.stringify(Object.fromEntries(table.columns.map(({ name }, i) => [name, row[i]]))),
    )
    await writeFile(join(folder, 't.ndjson'), lines.map(line => `${line}\n`).join(''))
    return { path: 't.ndjson', format: 'ndjson', types: typesOf(table) }
  },
  'source.parquet': async (table, folder, run) => {
    await run(`COPY (${asSelect(table)}) TO ${quotePath(join(folder, 't.parquet'))} (FORMAT parquet)`)
    return { path: 't.parquet' }
  },
  'source.duckdb': async (table, folder, run) => {
    await run(`ATTACH ${quotePath(join(folder, 't.duckdb'))} AS written`)
    await run(`CREATE TABLE written.t AS ${asSelect(table)}`)
    await run('DETACH written')
    return { path: 't.duckdb', table: 't' }
  },
  'source.excel': async (table, folder) => {
    const rows = [table.columns.map(({ name }) => name), ...table.rows]
    await writeFile(join(folder, 't.xlsx'), await workbookOf({ sheets: [{ name: 'Sheet', rows }] }))
    return { path: 't.xlsx', types: typesOf(table) }
  },
  'source.inline': async ({ columns, rows }) => ({ columns, rows }),
  'source.generate': async () => ({
    count: 20,
    columns: [
      { name: 'id', generator: 'sequence' },
      { name: 'ü 1', generator: 'integer', from: '0', to: '9', nulls: 20 },
      { name: 'select', generator: 'pattern', pattern: '??-#' },
    ],
  }),
}

/** Kinds of sources that are written for here. */
export const writtenSources: readonly string[] = Object.keys(writers)

/** The flow that stands in nodes of others: it flags ids that are missing, and lets everything through. */
const part = {
  weir: 1,
  name: 'Part',
  params: {},
  nodes: {
    input: {
      kind: 'source.input',
      version: 1,
      settings: { name: 'input', columns: [{ name: 'id', type: 'INTEGER' }] },
    },
    check: {
      kind: 'validate.rules',
      version: 1,
      settings: { rules: [{ id: 'id_there', kind: 'not_null', columns: ['id'] }] },
    },
    output: { kind: 'sink.output', version: 1, settings: { name: 'output' } },
  },
  edges: [
    { from: 'input.out', to: 'check.in' },
    { from: 'check.out', to: 'output.in' },
  ],
  tests: [],
  layout: { nodes: {}, groups: [], notes: [] },
}

/** A table of its own for each of some kinds of sources, in a folder; and the flow that a subflow is. */
export const writeSources = async (
  random: Random,
  folder: string,
  kinds: readonly string[],
): Promise<readonly Source[]> => {
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'part.flow.json'), `${JSON.stringify(part, null, 2)}\n`)
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  try {
    const sources: Source[] = []
    for (const kind of kinds)
      sources.push({ kind, settings: await writers[kind]!(tableOf(random), folder, sql => connection.run(sql)) })
    return sources
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}
