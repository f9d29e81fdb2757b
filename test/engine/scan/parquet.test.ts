import { beforeAll, describe, expect, test } from 'vitest'
import { sourcesOfTests } from './source-of-tests.ts'

const { write, parquet, execute, folder } = sourcesOfTests()

beforeAll(async () => {
  write('.keep', '')
  const copy = (select: string, path: string, options = '') =>
    execute(`COPY (${select}) TO '${folder}/${path}' (FORMAT parquet${options})`)
  write('part/.keep', '')
  await copy("SELECT 1 AS id, 'a' AS name, DATE '2024-01-31' AS day", 'one.parquet')
  await copy('SELECT 1 AS a, 2 AS "A_", 3 AS "__weir_x"', 'names.parquet')
  await copy('SELECT 1 AS a, 2 AS b', 'part/1.parquet')
  await copy('SELECT 3 AS a, 4 AS c', 'part/2.parquet')
  await copy("SELECT i AS id, 'r' || i % 2 AS region FROM range(4) t(i)", 'hive', ', PARTITION_BY (region)')
})

describe('Parquet files', () => {
  test('give their columns and types', async () => {
    const { out, problems } = await parquet('one.parquet')
    expect(problems).toEqual([])
    expect(out).toMatchObject({
      columns: ['id', 'name', 'day'],
      types: ['INTEGER', 'VARCHAR', 'DATE'],
      rows: [['1', 'a', '2024-01-31']],
    })
  })

  test('give only the columns that are named, in that order', async () => {
    expect((await parquet('one.parquet', { columns: ['DAY', 'id'] })).out.columns).toEqual(['day', 'id'])
    expect((await parquet('one.parquet', { columns: ['nmae'] })).problems).toMatchObject([
      { code: 'E-COLUMN-UNKNOWN', setting: 'columns.0', hint: 'did you mean `name`?' },
    ])
  })

  test('have reserved names changed, and it says so', async () => {
    const { out, problems } = await parquet('names.parquet')
    expect(out.columns).toEqual(['a', 'A_', 'weir_x'])
    expect(out.rows).toEqual([['1', '2', '3']])
    expect(problems).toMatchObject([{ code: 'W-COLUMN-RENAMED', severity: 'warning' }])
  })

  test('with other columns are a problem, unless they are united by name', async () => {
    expect((await parquet('part/*.parquet')).problems).toMatchObject([{ code: 'E-FILE-COLUMNS' }])
    const { out } = await parquet('part/*.parquet', { unionByName: true, fileColumn: 'f' })
    expect(out.columns).toEqual(['a', 'b', 'c', 'f'])
    expect(out.rows).toEqual([
      ['1', '2', null, 'part/1.parquet'],
      ['3', null, '4', 'part/2.parquet'],
    ])
  })

  test('in folders of partitions give the partition as a column if asked', async () => {
    expect((await parquet('hive/**/*.parquet')).out.columns).toEqual(['id'])
    const { out } = await parquet('hive/**/*.parquet', { hivePartitions: true })
    expect(out.columns).toEqual(['id', 'region'])
    expect(out.rows).toHaveLength(4)
  })

  test('that are none are a problem', async () => {
    write('text.parquet', 'id,name\n1,a\n')
    write('cut.parquet', 'PAR1 and then nothing')
    write('sheet.parquet', Buffer.from('PK\u0003\u0004rest', 'latin1'))
    expect((await parquet('text.parquet')).problems).toMatchObject([
      { code: 'E-FILE-FORMAT', message: '`text.parquet` is not a Parquet file.' },
    ])
    expect((await parquet('cut.parquet')).problems).toMatchObject([{ code: 'E-FILE-FORMAT', setting: 'path' }])
    expect((await parquet('sheet.parquet')).problems[0]!.message).toMatch(/zip archive/)
  })
})
