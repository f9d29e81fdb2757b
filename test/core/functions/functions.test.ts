import { describe, expect, test } from 'vitest'
import { fits } from '#core/functions/fits.ts'
import { functionList } from '#core/functions/list.ts'
import { createParse } from '#engine/duckdb/parse.ts'
import { databaseOfTests } from '#test/engine/duckdb/session-of-tests.ts'
import { readOverloads } from '#test/tools/functions/duckdb.ts'
import { leftOut, leftOutNames } from '#test/tools/functions/left-out.ts'

const { session } = databaseOfTests()

/** One value of every type that a column may have. */
const values: readonly string[] = [
  "'text'",
  ...['TINYINT', 'SMALLINT', 'INTEGER', 'BIGINT', 'HUGEINT', 'UTINYINT', 'UINTEGER', 'UBIGINT'].map(
    type => `1::${type}`,
  ),
  ...['FLOAT', 'DOUBLE', 'DECIMAL(12,2)'].map(type => `0.5::${type}`),
  ...['DATE', 'TIMESTAMP', 'TIMESTAMPTZ'].map(type => `'2024-02-29'::${type}`),
  "'12:30'::TIME",
  'INTERVAL 1 DAY',
  'true',
  "['a', NULL]",
  '[1, 2]',
  '[0.5::DOUBLE]',
  "['2024-02-29'::DATE]",
  '[1, 2]::FLOAT[2]',
  "{'a': 1, 'b': 'x'}",
  "MAP {'a': 1}",
  "MAP {1: 'x'}",
  `'{"key": [1]}'::JSON`,
  "'A'::BLOB",
  "'0101'::BIT",
  "'019482e4-1441-7aad-8127-eec99573b0a0'::UUID",
  "'x'::ENUM('x', 'y')",
  'union_value(tag := 1)',
  '1::VARIANT',
  "'POINT (1 2)'::GEOMETRY",
]

const typed = async () => {
  const { rows } = await session().query(`SELECT ${values.map(value => `typeof(${value})`).join(', ')}`)
  return values.map((value, i) => ({ value, name: `c${i}`, type: String(rows[0]![i]) }))
}

describe('the functions that are offered', () => {
  test('are all of DuckDB’s, by each of their names, but for those that the rule leaves out', async () => {
    const names = new Set(functionList.flatMap(entry => [entry.name, ...entry.also]))
    const overloads = await readOverloads()
    const missing = overloads.filter(({ name, schema }) => !names.has(name) && !leftOut(name, schema))
    expect([...new Set(missing.map(({ name }) => name))]).toEqual([])
    const known = new Set(overloads.map(({ name }) => name))
    // told of by DuckDB as tables, or by its shell alone
    const outside = new Set(['unnest', 'unlist', 'getenv'])
    expect(leftOutNames.filter(name => !known.has(name) && !outside.has(name))).toEqual([])
    expect(functionList.filter(({ name }) => leftOut(name, 'main')).map(({ name }) => name)).toEqual([])
  })

  test('have one entry for each name, a sentence, and a signature', () => {
    const names = functionList.flatMap(entry => [entry.name, ...entry.also].map(name => `${entry.use} ${name}`))
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([])
    for (const { name, about, signature } of functionList) {
      expect(about, name).toMatch(/^([A-Z0-9]|e ).*\.$|…$/)
      expect(about.length, name).toBeLessThan(110)
      expect(signature.length, name).toBeGreaterThan(2)
    }
  })

  test('are formulas that DuckDB binds on every type of column on which they are offered', async () => {
    const columns = await typed()
    const table = `SELECT ${columns.map(({ value, name }) => `${value} AS ${name}`).join(', ')}`
    const entries = functionList.filter(entry => !entry.call.startsWith('='))
    const parsed = await createParse(session())(
      entries.map(({ call, use }) => ({
        text: call.replaceAll('{}', 'c0'),
        allow: { aggregates: use === 'measure', windows: false, sides: false },
        parameters: [],
      })),
    )
    expect(entries.filter((_, i) => !parsed[i]!.ok).map(({ name }) => name)).toEqual([])
    let bound = 0
    for (const [i, { name, takes, call, use }] of entries.entries()) {
      const outcome = parsed[i]!
      const guarded = use === 'formula' && outcome.ok && !outcome.volatile
      const on = takes === 'none' ? ['c0'] : columns.filter(({ type }) => fits(takes, type)).map(each => each.name)
      const formulas = on.map(column => {
        const formula = call.replaceAll('{}', column)
        return guarded ? `try([${formula}])` : formula
      })
      await expect(
        session().query(`DESCRIBE SELECT ${formulas.join(', ')} FROM (${table})`),
        name,
      ).resolves.toBeDefined()
      bound += formulas.length
    }
    expect(bound).toBeGreaterThan(1000)
  })

  test('are offered on a type that a column may have', async () => {
    const types = (await typed()).map(({ type }) => type)
    expect(functionList.filter(({ takes }) => takes !== 'none' && !types.some(type => fits(takes, type)))).toEqual([])
  })
})
