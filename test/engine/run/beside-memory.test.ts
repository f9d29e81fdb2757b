import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { DatabaseError } from '#engine/duckdb/error.ts'
import { flowOf, flowRunner } from './flow-world.ts'
import { temporaryFolder } from './temp-folder.ts'

const runner = flowRunner()

const summed = 'SELECT sum(sin(a.i * b.i)) > 0 AS s FROM rows, range(2000) a(i), range(2000) b(i)'

/** Two branches; what each comes to is read twice, so that both are tables. */
const flow = flowOf(
  {
    rows: ['source.inline', { columns: [{ name: 'n', type: 'INTEGER' }], rows: [['1'], ['2']] }],
    long: ['transform.sql', { inputs: ['rows'], sql: [summed] }],
    large: ['transform.sql', { inputs: ['rows'], sql: ['SELECT n + 1 AS n FROM rows'] }],
    a: ['sink.csv', { path: 'a.csv' }],
    b: ['sink.csv', { path: 'b.csv' }],
    c: ['sink.csv', { path: 'c.csv' }],
    d: ['sink.csv', { path: 'd.csv' }],
  },
  ['rows.out long.rows', 'rows.out large.rows', 'long.out a.in', 'long.out b.in', 'large.out c.in', 'large.out d.in'],
)

const makes = (node: string, statement: string): boolean => new RegExp(`^CREATE TABLE "[^"]*_${node}"`).test(statement)

test('What lacks memory beside another node is done again when that has ended, and the run succeeds', async () => {
  const folder = await temporaryFolder()
  let isLong = false
  let refused = 0
  const before = (statement: string) => {
    if (makes('long', statement)) isLong = true
    if (!isLong || !makes('large', statement)) return
    refused += 1
    throw new DatabaseError(statement, new Error('Out of Memory Error: failed to pin block of size 256.0 KiB'))
  }
  const tamper = ({ statement, value }: { readonly statement: string; readonly value: number }) => {
    if (makes('long', statement)) isLong = false
    return value
  }
  const { report, exitCode, problems } = await runner.run(folder, flow, { before, tamper })
  expect({ exitCode, problems }).toEqual({ exitCode: 0, problems: [] })
  expect(refused).toBeGreaterThan(0)
  expect(report.nodes.large).toMatchObject({ status: 'ran', ports: { out: { rows: 2 } } })
  expect(await readFile(join(folder, 'd.csv'), 'utf8')).toBe('n\n2\n3\n')
  expect(await runner.tables()).toEqual([])
})

test('What lacks memory though it is alone ends the run', async () => {
  const folder = await temporaryFolder()
  const before = (statement: string) => {
    if (!makes('large', statement)) return
    throw new DatabaseError(statement, new Error('Out of Memory Error: failed to pin block of size 256.0 KiB'))
  }
  const { report, exitCode, problems } = await runner.run(folder, flow, { before })
  expect(exitCode).toBe(1)
  expect(problems).toMatchObject([{ code: 'E-MEMORY', node: 'large' }])
  expect(report.nodes.large?.status).toBe('failed')
  expect(report.sinks.a?.published).toBe(false)
})
