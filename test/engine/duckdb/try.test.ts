import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Database, openDatabase } from '#engine/duckdb/instance.ts'
import { compileWith, flowOf, readPort } from '#test/nodes/run-cases.ts'

let database: Database

beforeAll(async () => {
  database = await openDatabase({})
})

afterAll(() => database.close())

describe('an expression that fails for a row', () => {
  it.each([
    ['two rules share what fails', ['CAST(t AS INTEGER) > 0', 'CAST(t AS INTEGER) > n']],
    ['one rule holds it twice', ['CAST(t AS INTEGER) > 0 OR CAST(t AS INTEGER) < -5']],
  ])('is a flag of that row where %s', async (_, texts) => {
    const session = await database.connect()
    const rules = texts.map((expression, i) => ({ id: `r${i}`, kind: 'expression', expression }))
    const columns = [
      { name: 't', type: 'VARCHAR' },
      { name: 'n', type: 'INTEGER' },
    ]
    const rows = [
      ['x', 1],
      ['7', 1],
    ]
    const flow = await compileWith(
      session,
      flowOf('validate.rules', { name: 'try', settings: { rules }, inputs: { in: { columns, rows } } }),
    )
    const { flags } = await readPort(session, flow, 'node', 'out')
    expect(flags).toEqual([rules.map(rule => rule.id), []])
  })
})
