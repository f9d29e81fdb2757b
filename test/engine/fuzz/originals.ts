import { readFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { openDatabase } from '#engine/duckdb/instance.ts'
import { cleanLines, textOf } from '../scan/corpus.ts'

/** How the rows of a mutated file are counted without the engine; null: only that nothing breaks is looked at. */
export type Counting = 'csv' | 'lines' | 'records' | 'parquet' | null

/** A sound file that is to be mutated. */
export interface Original {
  readonly name: string
  readonly reader: 'csv' | 'json' | 'parquet'
  readonly settings: Readonly<Record<string, unknown>>
  readonly bytes: Buffer
  readonly rows: number
  readonly counting: Counting
  /** Mutations begin behind these bytes: a header that names the columns. */
  readonly from: number
}

const csv = (name: string, text: string, settings: Original['settings'], fixed: boolean): Original => {
  const header = text.slice(0, text.indexOf('\n') + 1)
  return {
    name: `${name}.csv`,
    reader: 'csv',
    settings,
    bytes: Buffer.from(text),
    rows: text.split('\n').length - 2,
    counting: fixed ? 'csv' : null,
    from: fixed ? Buffer.byteLength(header) : 0,
  }
}

const csvFiles = (): Original[] => {
  const lines = cleanLines.slice(0, 41)
  const fixed = {
    header: true,
    delimiter: ',',
    quote: '"',
    types: Object.fromEntries(lines[0]!.split(',').map(name => [name, 'VARCHAR'])),
  }
  const wide = Array.from({ length: 60 }, (_, i) => `${i};"text ${i}";${i}.5;2024-01-${10 + (i % 20)}`)
  return [
    csv('fixed', textOf(lines), fixed, true),
    csv('crlf', textOf(lines, '\r\n'), fixed, true),
    csv('sniffed', textOf(lines), {}, false),
    csv('semicolons', textOf(['id;text;amount;day', ...wide]), {}, false),
    csv('bare', textOf(wide), { header: false }, false),
    csv('umlauts', textOf(['id,größe', ...wide.map((_, i) => `${i},ü${i}é`)]), {}, false),
  ]
}

const record = (i: number) => ({
  id: i,
  name: `name "${i}" é`,
  amount: i * 1.25,
  day: `2024-01-${10 + (i % 20)}`,
  ok: i % 2 === 0,
  tags: ['a', `t${i}`],
  more: { x: i, y: null },
})

const json = (
  name: string,
  text: string,
  counting: Counting,
  settings: Original['settings'] = {},
  rows = 40,
): Original => ({ name, reader: 'json', settings, bytes: Buffer.from(text), rows, counting, from: 0 })

const jsonFiles = (): Original[] => {
  const records = Array.from({ length: 40 }, (_, i) => record(i))
  const lines = records.map(r => JSON.stringify(r))
  return [
    json('lines.ndjson', textOf(lines), 'lines', { format: 'ndjson' }),
    json('crlf.ndjson', textOf(lines, '\r\n'), 'lines', { format: 'ndjson' }),
    json('found.ndjson', textOf(lines), null),
    json('array.json', JSON.stringify(records), 'records'),
    json('pretty.json', JSON.stringify(records, null, 2), 'records'),
    json('rows.json', `[\n${lines.join(',\n')}\n]\n`, 'records'),
    json('after.json', records.map(r => JSON.stringify(r, null, 1)).join('\n'), null),
    json('path.json', JSON.stringify({ meta: 1, data: { items: records } }), null, { records: '$.data.items' }),
    json('pages.ndjson', textOf(lines.map(line => `{"page":[${line}]}`)), null, { records: '$.page' }),
  ]
}

const parquetRows = 3000

const select =
  `SELECT i AS id, 'name ' || (i % 50) AS name, i * 1.25 AS amount, DATE '2024-01-01' + (i % 300)::INTEGER AS day, ` +
  `CASE WHEN i % 7 = 0 THEN NULL ELSE i % 2 = 0 END AS ok, [i, i + 1] AS list, {'x': i, 'y': 'q' || i} AS more, ` +
  `(i * 3)::DECIMAL(12, 2) AS price FROM range(${parquetRows}) t(i)`

const parquetOptions: Readonly<Record<string, string>> = {
  plain: 'COMPRESSION uncompressed',
  snappy: 'COMPRESSION snappy, ROW_GROUP_SIZE 2048',
  zstd: 'COMPRESSION zstd, PARQUET_VERSION v2',
  gzip: 'COMPRESSION gzip',
}

/** Writes the Parquet files that are to be mutated, once for all that read them. */
export const writeParquetFiles = async (folder: string): Promise<void> => {
  await mkdir(folder, { recursive: true })
  const database = await openDatabase({ memory: '500MB', threads: 1 })
  const session = await database.connect()
  try {
    for (const [name, options] of Object.entries(parquetOptions))
      await session.execute(`COPY (${select}) TO '${join(folder, `${name}.parquet`)}' (FORMAT parquet, ${options})`)
  } finally {
    await database.close()
  }
}

const parquetFiles = (folder: string): Original[] =>
  Object.keys(parquetOptions).map(name => ({
    name: `${name}.parquet`,
    reader: 'parquet',
    settings: {},
    bytes: readFileSync(join(folder, `${name}.parquet`)),
    rows: parquetRows,
    counting: 'parquet',
    from: 0,
  }))

/** The sound files, by their reader. */
export const originals = (parquetFolder: string): readonly (readonly Original[])[] => [
  csvFiles(),
  jsonFiles(),
  parquetFiles(parquetFolder),
]
