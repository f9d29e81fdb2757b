import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { expect, test } from 'vitest'
import { flowOf, flowRunner } from './flow-world.ts'
import { temporaryFolder } from './temp-folder.ts'

const runner = flowRunner()

test('Files keep the order of a long Parquet file whose rows a validator judged in no order', async () => {
  const folder = await temporaryFolder()
  const path = (name: string) => join(folder, name)
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  await connection.run(
    `COPY (SELECT i, hash(i) AS code, i % 10 AS k FROM range(600000) AS r(i)) TO '${path('many.parquet')}' (FORMAT parquet)`,
  )
  const flow = flowOf(
    {
      source: ['source.parquet', { path: 'many.parquet' }],
      some: ['transform.filter', { where: 'k <> 7' }],
      check: ['validate.rules', { rules: [{ id: 'k', kind: 'range', columns: ['k'], max: 8 }] }],
      sums: ['transform.aggregate', { keys: ['k'], measures: [{ name: 'n', function: 'count' }] }],
      good: ['sink.parquet', { path: 'good.parquet' }],
      bad: ['sink.csv', { path: 'bad.csv' }],
      counts: ['sink.csv', { path: 'counts.csv' }],
    },
    [
      'source.out some.in',
      'some.match check.in',
      'check.pass good.in',
      'check.reject bad.in',
      'check.pass sums.in',
      'sums.out counts.in',
    ],
  )
  const tables: string[] = []
  const before = (statement: string) => {
    if (/^CREATE TABLE "[^"]*_check"/.test(statement)) tables.push(statement)
  }
  const { exitCode, problems } = await runner.run(folder, flow, { before })
  expect({ exitCode, problems }).toEqual({ exitCode: 0, problems: [] })
  expect(tables.map(statement => statement.includes('"__weir_place"'))).toEqual([true])
  const unordered = async (file: string) => {
    const found = await connection.runAndReadAll(
      `SELECT count(*), count_if(i <= before), min(i) FROM (SELECT i, lag(i) OVER () AS before FROM '${path(file)}')`,
    )
    return found.getRows()[0]!.map(Number)
  }
  expect(await unordered('good.parquet')).toEqual([480_000, 0, 0])
  expect(await unordered('bad.csv')).toEqual([60_000, 0, 9])
  connection.closeSync()
  instance.closeSync()
})
