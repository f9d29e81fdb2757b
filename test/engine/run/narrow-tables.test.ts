import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { flowOf, flowRunner } from './flow-world.ts'
import { temporaryFolder } from './temp-folder.ts'

const columns = [
  ...['g', 'p', 'q'].map(name => ({ name, type: 'VARCHAR' })),
  ...['x', 'd', 's'].map(name => ({ name, type: 'BIGINT' })),
]

const runner = flowRunner()

test('A table that two nodes read has the columns that they read, and no others', async () => {
  const folder = await temporaryFolder()
  const values = columns.map(({ type }) => (type === 'VARCHAR' ? 'a' : '1'))
  const flow = flowOf(
    {
      source: ['source.inline', { columns, rows: [values] }],
      made: ['transform.formula', { columns: [{ name: 'y', expression: 'x + s' }] }],
      alone: ['transform.dedupe', { keys: ['g'], order: [{ column: 'd' }] }],
      a: ['transform.aggregate', { keys: ['g'], measures: [{ name: 'y', function: 'sum', column: 'y' }] }],
      b: ['transform.aggregate', { keys: ['x'], measures: [{ name: 'n', function: 'count' }] }],
      sink_a: ['sink.csv', { path: 'a.csv' }],
      sink_b: ['sink.csv', { path: 'b.csv' }],
    },
    [
      'source.out made.in',
      'made.out alone.in',
      'alone.unique a.in',
      'alone.unique b.in',
      'a.out sink_a.in',
      'b.out sink_b.in',
    ],
  )
  const tables: string[] = []
  const before = (statement: string) => {
    if (/^CREATE TABLE "[^"]*_alone"/.test(statement)) tables.push(statement)
  }
  const { exitCode, problems } = await runner.run(folder, flow, { before })
  expect({ exitCode, problems }).toEqual({ exitCode: 0, problems: [] })
  const shown = tables.map(statement =>
    [...statement.slice(statement.lastIndexOf('SELECT ')).matchAll(/ AS "(\w+)"(?=,| FROM)/g)].map(match => match[1]),
  )
  expect(shown).toEqual([['g', 'x', 'y', '__weir_rank']])
  expect(await readFile(join(folder, 'a.csv'), 'utf8')).toBe('g,y\na,2\n')
})
