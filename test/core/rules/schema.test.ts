import { describe, expect, it } from 'vitest'
import { sameType } from '#core/rules/schema/type-names.ts'
import { databaseOfTests } from '#test/engine/duckdb/session-of-tests.ts'
import { outcomes } from './outcomes.ts'

const { session } = databaseOfTests()

const columns = [
  { name: 'id', type: 'INTEGER' },
  { name: 'Name', type: 'VARCHAR' },
  { name: 'at', type: 'TIMESTAMP' },
]

describe('columns', () => {
  it.each([
    [{ columns: ['id'] }, []],
    [{ columns: ['name', 'ID'] }, []],
    [{ columns: ['id', 'email'] }, ['email is missing']],
    [{ columns: ['id', 'name', 'at'], others: 'forbid' }, []],
    [{ columns: ['id', 'at'], others: 'forbid' }, ['Name is not expected']],
    [{ columns: [], others: 'forbid' }, ['id is not expected', 'Name is not expected', 'at is not expected']],
    [{ columns: [] }, []],
    [{ columns: ['id', 'at'], ordered: true }, []],
    [{ columns: ['at', 'id'], ordered: true }, ['the order is id, at']],
    [{ columns: ['at', 'gone', 'name'], ordered: true }, ['gone is missing', 'the order is Name, at']],
    [{ types: { ID: 'int', name: 'TEXT', at: 'datetime' } }, []],
    [{ types: { id: 'BIGINT' } }, ['id is INTEGER, not BIGINT']],
    [{ columns: ['mail'], types: { Mail: 'VARCHAR' } }, ['mail is missing']],
    [{ columns: ['id'], types: { name: 'VARCHAR', at: 'TIMESTAMP' }, others: 'forbid' }, []],
  ] as const)('with %j differ by %j', async (settings, differences) => {
    for (const rows of [[], [[1, 'x', '2024-01-01']]])
      expect(
        await outcomes(session(), { table: { columns, rows }, rules: [{ kind: 'columns', ...settings }] }),
      ).toEqual([[differences, differences.length === 0]])
  })
})

describe('two names', () => {
  const names = ['bool', 'text', 'INT', 'int8', 'real', 'numeric', 'numeric( 9 , 2 )', 'decimal(9)', 'varchar(20)']
  const more = ['timestamptz', 'datetime', 'bytea', 'float8', 'string', 'INTEGER[]', 'hugeint', 'short', 'logical']

  it.each([...names, ...more])('of one type are alike where DuckDB says so: %s', async name => {
    const real = await session().value(`SELECT typeof(CAST(NULL AS ${name}))`)
    expect(sameType(name, String(real))).toBe(true)
    expect(sameType(name, 'MAP(INTEGER, BIT)')).toBe(false)
  })
})
