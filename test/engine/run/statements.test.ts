import { expect, test } from 'vitest'
import { literal, project, values } from '#core/relation/build.ts'
import { runStatements } from '#engine/run/statements.ts'
import { databaseOfTests } from '#test/engine/duckdb/session-of-tests.ts'

const { database, session } = databaseOfTests()

test('nodes that end at the same moment drop what nobody reads any more once, and without a conflict', async () => {
  const one = runStatements(session(), 'run', 2, undefined)
  const other = one.on(await database().connect(), new Map())
  const row = project(values([{ name: 'a', type: 'INTEGER' }], [['1']]), [{ name: 'a', expression: literal(1) }])
  for (let i = 0; i < 60; i++) await one.materialise(row, `t${i}`)
  await Promise.all([one.keepOnly(new Set()), other.keepOnly(new Set())])
  const { rows } = await session().query('SELECT count(*) FROM duckdb_tables()')
  expect(rows).toEqual([[0n]])
})
