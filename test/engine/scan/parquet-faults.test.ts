import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { sourcesOfTests } from './source-of-tests.ts'

const { write, parquet, execute, folder } = sourcesOfTests()

/** Writes a file for each SELECT into a folder and reads all of them. */
const several = async (name: string, selects: readonly string[], settings: Record<string, unknown> = {}) => {
  write(`${name}/.keep`, '')
  for (const [i, select] of selects.entries())
    await execute(`COPY (${select}) TO '${folder}/${name}/${i + 1}.parquet' (FORMAT parquet)`)
  return parquet(`${name}/*.parquet`, settings)
}

describe('files in which a column has another type', () => {
  const widened: readonly (readonly [string, string, string, readonly (string | null)[]])[] = [
    ['1', '2.5::DOUBLE', 'DOUBLE', ['1.0', '2.5']],
    ['1', '9000000000', 'BIGINT', ['1', '9000000000']],
    ['true', '7', 'INTEGER', ['1', '7']],
    ['1.25::DECIMAL(5, 2)', '1.12345::DECIMAL(12, 5)', 'DECIMAL(12,5)', ['1.25000', '1.12345']],
    [
      "DATE '2024-01-01'",
      "TIMESTAMP '2024-01-01 10:00:00'",
      'TIMESTAMP',
      ['2024-01-01 00:00:00', '2024-01-01 10:00:00'],
    ],
    ["'x'", '1', 'VARCHAR', ['x', '1']],
    ['[1]', "['x']", 'VARCHAR[]', ['[1]', '[x]']],
    ["{'x': 1}", "{'x': 1, 'y': 2}", 'STRUCT("x" INTEGER, "y" INTEGER)', ["{'x': 1, 'y': NULL}", "{'x': 1, 'y': 2}"]],
  ]
  for (const [i, [first, second, type, values]] of widened.entries()) {
    test(`are read as ${type}, and it says so`, async () => {
      const { out, problems } = await several(`widened-${i}`, [`SELECT ${first} AS a`, `SELECT ${second} AS a`])
      expect(out.types).toEqual([type])
      expect(out.rows.flat()).toEqual(values)
      expect(problems).toMatchObject([{ code: 'W-FILE-TYPES', severity: 'warning', setting: 'path' }])
      expect(problems[0]!.message).toMatch(/^`a` is .* in `1.parquet` and .* in `2.parquet`: it is read as /)
    })
  }

  test('have what does not fit the first type flagged with its text', async () => {
    const selects = [1, 2, 3, 4, 5, 6, 7, 8].map(i =>
      i === 7 ? "SELECT 'seven' AS a, 7 AS b" : `SELECT ${i} AS a, ${i} AS b`,
    )
    const { out } = await several('seventh', selects)
    expect(out.types).toEqual(['INTEGER', 'INTEGER'])
    expect(out.rows.map(row => row[0])).toEqual(['1', '2', '3', '4', '5', '6', null, '8'])
    expect(out.flags.flat()).toEqual(['a is not an INTEGER: seven'])
    const dates = await several('dates', ["SELECT DATE '2024-01-01' AS a", "SELECT 'n/a' AS a"], { fileColumn: 'f' })
    expect(dates.out.rows).toEqual([
      ['2024-01-01', 'dates/1.parquet'],
      [null, 'dates/2.parquet'],
    ])
    expect(dates.out.flags.flat()).toEqual(['a is not a DATE: n/a'])
  })

  test('are a problem that names column, files and types where no type holds both', async () => {
    const { problems } = await several('apart', ["SELECT {'x': 1} AS a", 'SELECT 5 AS a'], { unionByName: true })
    expect(problems).toMatchObject([{ code: 'E-FILE-COLUMNS' }])
    expect(problems[0]!.message).toBe(
      '`a` is STRUCT("x" INTEGER) in `1.parquet` and INTEGER in `2.parquet`: no type holds both.',
    )
  })
})

describe('files with other columns', () => {
  test('are a problem that names the column, whichever file has it', async () => {
    const lacks = await several('lacks', ['SELECT 1 AS a, 2 AS b', 'SELECT 3 AS a'])
    expect(lacks.problems.map(p => p.message)).toEqual(['`2.parquet` has no column `b`, which `1.parquet` has.'])
    const more = await several('more', ['SELECT 1 AS a', 'SELECT 3 AS a, 4 AS c'])
    expect(more.problems.map(p => p.message)).toEqual(['`2.parquet` has a column `c`, which `1.parquet` has not.'])
  })

  test('that differ by case and order alone, or have no rows, are read as one', async () => {
    const { out, problems } = await several('alike', [
      "SELECT 1 AS a, 'x' AS b WHERE false",
      "SELECT 'y' AS B, 2 AS A",
      "SELECT 3 AS a, 'z' AS b",
    ])
    expect(problems).toEqual([])
    expect(out.rows).toEqual([
      ['2', 'y'],
      ['3', 'z'],
    ])
  })

  test('in partitions of mixed kinds keep the text of each partition', async () => {
    await execute(
      `COPY (SELECT i AS id, CASE i WHEN 0 THEN '7' WHEN 1 THEN 'x' ELSE '007' END AS p FROM range(3) t(i)) TO '${folder}/hive' (FORMAT parquet, PARTITION_BY (p))`,
    )
    await execute(`COPY (SELECT 2.5::DOUBLE AS id) TO '${folder}/hive/p=x/more.parquet' (FORMAT parquet)`)
    const { out } = await parquet('hive/**/*.parquet', { hivePartitions: true })
    expect(out.types).toEqual(['DOUBLE', 'VARCHAR'])
    expect(out.rows.map(row => row.join()).sort()).toEqual(['0.0,7', '1.0,x', '2.0,007', '2.5,x'])
  })
})

test('a damaged footer among several files is a problem that names the file', async () => {
  await several('footer', ['SELECT 1 AS a', 'SELECT 2 AS a', 'SELECT 3 AS a'])
  const bytes = readFileSync(join(folder, 'footer/2.parquet'))
  bytes[bytes.length - 30]! ^= 0xff
  bytes[bytes.length - 60]! ^= 0xff
  write('footer/2.parquet', bytes)
  write('cut/2.parquet', readFileSync(join(folder, 'footer/1.parquet')).subarray(0, -5))
  for (const path of ['footer/*.parquet', 'cut/*.parquet']) {
    const { problems } = await parquet(path)
    expect(problems).toMatchObject([{ code: 'E-FILE-FORMAT', setting: 'path' }])
    expect(problems[0]!.message).toMatch(/^`2.parquet` cannot be read as Parquet: /)
  }
})

test('a file with a name that is not UTF-8 is a problem that names it', async () => {
  await several('names', ['SELECT 1 AS "name"'])
  const bytes = readFileSync(join(folder, 'names/1.parquet'))
  bytes[bytes.indexOf('name')] = 0xff
  write('names/1.parquet', bytes)
  expect((await parquet('names/1.parquet')).problems).toMatchObject([
    { code: 'E-FILE-FORMAT', message: '`1.parquet` has a column `\ufffdame`, whose name is not in UTF-8.' },
  ])
})

test('a file that is rewritten within a second is read anew', async () => {
  await several('anew', ['SELECT 1 AS a', 'SELECT 2 AS b'])
  const [one, two] = ['anew/1.parquet', 'anew/2.parquet'].map(name => readFileSync(join(folder, name)))
  for (const bytes of [one!, two!, one!, two!]) {
    write('anew/1.parquet', bytes)
    const { out } = await parquet('anew/1.parquet')
    expect([out.columns, out.rows]).toEqual(bytes === one ? [['a'], [['1']]] : [['b'], [['2']]])
  }
})
