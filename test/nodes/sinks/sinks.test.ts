import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, describe, expect, test } from 'vitest'
import type { FileRequest } from '#core/node/kind.ts'
import { values } from '#core/relation/build.ts'
import { copyStatement } from '#engine/duckdb/copy.ts'
import { databaseOfTests } from '#test/engine/duckdb/session-of-tests.ts'
import { type Case, compileWith, flowOf } from '#test/nodes/run-cases.ts'

const { session } = databaseOfTests()
const folder = mkdtempSync(join(tmpdir(), 'weir-sinks-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const input = {
  columns: [
    { name: 'id', type: 'INTEGER' },
    { name: 'name', type: 'VARCHAR' },
  ],
  rows: [
    [1, 'Ann'],
    [2, null],
    [3, 'a;"b"'],
  ],
}

const compiled = async (kind: string, settings: Record<string, unknown>) => {
  const of: Case = { name: 'sink', settings, inputs: { in: input } }
  const flow = await compileWith(session(), flowOf(kind, of))
  return { problems: flow.problems, sink: flow.nodes.node?.compiled?.sink ?? null }
}

/** Writes the rows as the sink asks, to a path in the folder of this test. */
const written = async (kind: string, settings: Record<string, unknown> & { path: string }): Promise<FileRequest> => {
  const sink = (await compiled(kind, settings)).sink as FileRequest
  if (sink.format === 'excel') throw new Error('DuckDB writes no workbooks')
  const rows = values(
    input.columns,
    input.rows.map(row => row.map(cell => (cell === null ? null : String(cell)))),
  )
  await session().execute(copyStatement(rows, join(folder, settings.path), sink.format, sink.options))
  return sink
}

const text = (name: string) => readFileSync(join(folder, name), 'utf8')

describe('sink.csv', () => {
  test('writes a header, quotes where needed, and nothing for null', async () => {
    const sink = await written('sink.csv', { path: 'plain.csv' })
    expect(text('plain.csv')).toBe('id,name\n1,Ann\n2,\n3,"a;""b"""\n')
    expect(sink).toMatchObject({ ifExists: 'replace', flagged: 'keep', lineEnd: 'lf' })
    expect(sink.batch).toBeUndefined()
  })

  test('writes the dialect that is set', async () => {
    await written('sink.csv', { path: 'set.csv', delimiter: ';', quote: "'", header: false, nullText: 'NULL' })
    expect(text('set.csv')).toBe(`1;Ann\n2;NULL\n3;'a;"b"'\n`)
  })

  test('compresses as the path ends, or as it is told', async () => {
    await written('sink.csv', { path: 'packed.csv.gz' })
    await written('sink.csv', { path: 'told.csv', compression: 'gzip' })
    await written('sink.csv', { path: 'not.csv.gz', compression: 'none' })
    expect(gunzipSync(readFileSync(join(folder, 'packed.csv.gz'))).toString()).toMatch(/^id,name\n/)
    expect(gunzipSync(readFileSync(join(folder, 'told.csv'))).toString()).toMatch(/^id,name\n/)
    expect(text('not.csv.gz')).toMatch(/^id,name\n/)
  })

  test('names its batch', async () => {
    const { sink } = await compiled('sink.csv', { path: 'a.csv', ifExists: 'append', batch: 'today', lineEnd: 'crlf' })
    expect(sink).toMatchObject({ ifExists: 'append', batch: 'today', lineEnd: 'crlf' })
  })

  test('without a path is a problem of the setting', async () => {
    expect((await compiled('sink.csv', { path: '' })).problems).toMatchObject([{ code: 'E-SETTING', setting: 'path' }])
  })
})

describe('sink.json', () => {
  test('writes a record on each line, or an array', async () => {
    await written('sink.json', { path: 'lines.ndjson' })
    await written('sink.json', { path: 'array.json', format: 'array' })
    const records = input.rows.map(([id, name]) => ({ id, name }))
    expect(
      text('lines.ndjson')
        .trimEnd()
        .split('\n')
        .map(line => JSON.parse(line)),
    ).toEqual(records)
    expect(JSON.parse(text('array.json'))).toEqual(records)
  })

  test('does not append to an array', async () => {
    const { problems } = await compiled('sink.json', { path: 'a.json', format: 'array', ifExists: 'append' })
    expect(problems).toMatchObject([{ code: 'E-SETTING', setting: 'ifExists' }])
  })
})

describe('sink.parquet', () => {
  test.each(['zstd', 'snappy', 'gzip', 'lz4', 'none'])('writes with compression %s', async compression => {
    await written('sink.parquet', { path: `${compression}.parquet`, compression })
    const { rows } = await session().query(`SELECT id, name FROM read_parquet('${folder}/${compression}.parquet')`)
    expect(rows.map(row => row.map(String))).toEqual([
      ['1', 'Ann'],
      ['2', 'null'],
      ['3', 'a;"b"'],
    ])
  })

  test('writes a folder of partitions', async () => {
    await written('sink.parquet', { path: 'parts', partitionBy: ['ID'] })
    expect(existsSync(join(folder, 'parts/id=1'))).toBe(true)
  })

  test('reports partitions that are no columns, or leave none', async () => {
    expect((await compiled('sink.parquet', { path: 'p', partitionBy: ['nme'] })).problems).toMatchObject([
      { code: 'E-COLUMN-UNKNOWN', setting: 'partitionBy.0', hint: 'did you mean `name`?' },
    ])
    expect((await compiled('sink.parquet', { path: 'p', partitionBy: ['id', 'name'] })).problems).toMatchObject([
      { code: 'E-SETTING', setting: 'partitionBy' },
    ])
  })
})
