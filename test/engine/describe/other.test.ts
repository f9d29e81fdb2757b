import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Description } from '#core/source/description.ts'
import { engineOfTests, flowOf } from '#test/engine/preview/engine-of-tests.ts'

const { engine, folder, request, page } = engineOfTests()

const write = (name: string, content: string | Buffer) => writeFileSync(join(folder(), name), content)
const told = (kind: string, settings: object, file = 0): Promise<Description> =>
  engine().describe(request(flowOf({ s: [kind, { ...settings }] }, [])), 's', file)
const options = ({ findings }: Description, setting: string) =>
  findings.find(each => each.setting === setting)?.options.map(({ label, evidence }) => [label, evidence])

describe('what is told of a JSON file', () => {
  test('counts keys and their types, and shows records beside the rows that they are', async () => {
    const records = Array.from({ length: 40 }, (_, i) =>
      JSON.stringify({ id: i === 9 ? 'n/a' : i, ...(i % 2 ? { tag: null } : {}), big: 9_007_199_254_740_992 }),
    )
    write('a.ndjson', `${records.join('\n').replaceAll('740992', '740993')}\n[1]\n`)
    const description = await told('source.json', { path: 'a.ndjson', types: { id: 'BIGINT' } })
    expect(description.columns.map(({ name, evidence }) => [name, evidence])).toMatchObject(
      [
        [
          'id',
          'in 40 of 41 records: whole number 39, text 1 (first: line 10 `"n/a"`); BIGINT in 39 of 40, first that is not: line 10 `n/a`',
        ],
        ['big', 'in 40 of 41 records: whole number 40'],
        ['tag', 'in 20 of 41 records: null 20'],
      ].sort(([a], [b]) => order(description, a!) - order(description, b!)),
    )
    const row = description.lines[9]!
    expect(row).toMatchObject({ number: 10, kind: 'row', wrong: [0] })
    expect(row.values?.[order(description, 'big')]).toBe('9007199254740993')
    expect(description.lines[40]).toMatchObject({ number: 41, kind: 'fault', values: null })
    const { rows } = await page(flowOf({ s: ['source.json', { path: 'a.ndjson' }] }, []), 's', { port: 'reject' })
    expect(rows.map(([, line]) => Number(line))).toEqual([41])
  })

  test('finds the lists that a document holds, of which one is taken for its records', async () => {
    const items = Array.from({ length: 7 }, (_, i) => ({ id: i }))
    write('doc.json', JSON.stringify({ meta: { at: 1 }, data: { items, none: [] } }, null, 2))
    const whole = await told('source.json', { path: 'doc.json' })
    expect(options(whole, 'records')).toEqual([
      ['$', 'the whole document, or each line'],
      ['$.data.items', '7 objects'],
    ])
    const taken = await told('source.json', { path: 'doc.json', records: '$.data.items' })
    expect(taken.scope).toBe('all 7 records')
    expect(taken.lines.map(({ values }) => values)).toEqual(items.map(({ id }) => [String(id)]))
    expect(taken.lines[1]?.number).toBe(taken.lines[0]!.number + 3)
  })
})

const order = ({ columns }: Description, name: string) => columns.findIndex(column => column.name === name)

describe('what is told of a Parquet file', () => {
  test('is what its footer says', async () => {
    const flow = flowOf(
      {
        made: ['transform.sql', { inputs: [], sql: ["SELECT i AS id, 'n' || i AS name FROM range(3000) AS r(i)"] }],
        out: ['sink.parquet', { path: 'p-1.parquet' }],
        less: ['transform.sql', { inputs: ['made'], sql: ['SELECT id::INTEGER AS id, name FROM made'] }],
        other: ['sink.parquet', { path: 'p-2.parquet', compression: 'snappy' }],
      },
      ['made.out out.in', 'made.out less.made', 'less.out other.in'],
    )
    expect(
      (await engine().run(request(flow), { to: [], state: join(folder(), '.weir'), sha256: 'abc' })).exitCode,
    ).toBe(0)
    const description = await told('source.parquet', { path: 'p-*.parquet' })
    const facts = Object.fromEntries(description.findings.map(({ label, value }) => [label, value]))
    expect(facts).toMatchObject({ Rows: '3,000', Compression: 'zstd' })
    expect(facts['Created by']).toContain('DuckDB')
    expect(description.columns[0]).toMatchObject({ name: 'id', type: 'BIGINT' })
    expect(description.columns[0]?.evidence).toMatch(/^INT64; zstd, .*; 0 nulls$/)
    expect(description.files[1]?.differs).toBe('has `id` as INTEGER, not BIGINT')
    write('bad.parquet', Buffer.concat([Buffer.from('PAR1'), Buffer.alloc(64)]))
    expect((await told('source.parquet', { path: 'bad.parquet' })).problem?.code).toBe('E-FILE-FORMAT')
  })
})
