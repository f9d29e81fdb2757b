import { describe, expect, it } from 'vitest'
import { judged, tableOf } from '../judge.ts'
import { type Row, telling } from './telling.ts'

const { problems, session, told, toldOf } = telling()

describe('functional_dependency', () => {
  const rule = { kind: 'functional_dependency', columns: ['b'], determinant: ['a'] }
  const types = 'a VARCHAR, b VARCHAR'
  const rows: Row[] = [
    ['.', 'k', 'x'],
    ['.', 'k', 'x'],
    ['X', 'k', 'y'],
    ['-', 'k', null],
    ['-', null, 'y'],
    ['.', 'tie', 'x'],
    ['.', 'tie', 'y'],
    ['.', 'two', 'x'],
    ['.', 'two', 'x'],
    ['.', 'two', 'y'],
    ['.', 'two', 'y'],
    ['X', 'two', 'z'],
    ['.', 'one', 'x'],
  ]

  it('flags what is outvoted in its group, and of a tie only what both outvote', async () => {
    expect(await told(rule, types, rows)).toEqual(rows)
  })

  it('flags every row of a group that disagrees where all are asked for', async () => {
    const all = await told({ ...rule, mode: 'all' }, types, rows)
    expect(all.map(([verdict]) => verdict)).toEqual([...'XXX--XXXXXXX.'])
  })

  it('judges each column by itself, by several together, over the rows that it speaks of', async () => {
    const own: Row[] = [
      ['. X', 'k', 1, 'x', 'q'],
      ['. .', 'k', 1, 'x', 'p'],
      ['. .', 'k', 1, 'x', 'p'],
      ['X .', 'k', 1, 'y', 'p'],
      ['- -', 'k', 1, 'out', 'out'],
      ['. .', 'k', 2, 'z', 'z'],
    ]
    expect(
      await told(
        { ...rule, columns: ['c', 'd'], determinant: ['A', 'B'], when: "c <> 'out'" },
        'a VARCHAR, b INTEGER, c VARCHAR, d VARCHAR',
        own,
      ),
    ).toEqual(own)
  })
})

describe('failing_rows', () => {
  const rule = { kind: 'failing_rows', sql: ['SELECT *', 'FROM rows', 'WHERE a < 0'] }
  const types = 'a INTEGER, b VARCHAR'

  it('flags the rows that its query gives, by all columns, nulls among them', async () => {
    const rows: Row[] = [
      ['X', -1, null],
      ['X', -1, 'x'],
      ['.', 1, 'x'],
      ['.', null, 'x'],
    ]
    expect(await told(rule, types, rows)).toEqual(rows)
  })

  it('finds them by a key, of another type too, whatever else the query gives', async () => {
    const rows: Row[] = [
      ['X', 1, 'x'],
      ['X', 1, 'y'],
      ['.', 2, 'x'],
      ['X', null, 'x'],
      ['X', null, 'y'],
      ['.', 3, 'x'],
    ]
    const grouped = ['SELECT count(*) AS n, CAST(A AS VARCHAR) AS A', 'FROM rows GROUP BY A', 'HAVING n > 1']
    expect(await told({ ...rule, columns: ['a'], sql: grouped }, types, rows)).toEqual(rows)
  })

  it('sees the rows that it speaks of alone, further inputs and parameters', async () => {
    const rows: Row[] = [
      ['X', 1, 'x'],
      ['.', 2, 'x'],
      ['-', 1, 'y'],
      ['.', 3, 'x'],
    ]
    const blocked = tableOf('id INTEGER', [[1], [2]])
    const sql = ['SELECT a FROM rows JOIN blocked ON id = a', 'WHERE a < (SELECT count(*) FROM rows) - 1']
    expect(await told({ ...rule, columns: ['a'], sql, when: "b = 'x'" }, types, rows, { blocked })).toEqual(rows)
  })

  it.each([
    [{ sql: ['SELECT a FROM rows'] }, /^E-COLUMN-UNKNOWN rules\.0\.sql: The query does not give `i`, `b`, by which/],
    [{ sql: ['SELECT c FROM rows'] }, /^E-COLUMN-UNKNOWN rules\.0\.sql: .*`c`/],
    [{ sql: ['DELETE FROM rows'] }, /^E-SQL rules\.0\.sql: /],
    [{ sql: ['SELECT * FROM other'] }, /^E-SQL rules\.0\.sql: .*`other`/],
    [{ columns: ['c'] }, /^E-COLUMN-UNKNOWN rules\.0\.columns\.0: There is no column `c`/],
  ])('with %j is a problem of the flow', async (more, message) => {
    const found = await problems({ ...rule, ...more }, types)
    expect(found).toHaveLength(1)
    expect(found[0]).toMatch(message)
  })

  it('needs the name `rows` for itself', async () => {
    expect(await problems(rule, types, { rows: tableOf('a INTEGER', []) })).toEqual([
      'E-RULE-INPUT rules.0.sql: A query calls the judged rows `rows`, and so is a further input of this node called.',
    ])
  })

  it('has as many queries in one node as there are rules of it', async () => {
    const table = tableOf(types, [
      [-1, 'x'],
      [1, 'y'],
    ])
    const rules = [
      { id: 'one', ...rule },
      { id: 'two', ...rule, sql: ["SELECT * FROM rows WHERE b = 'y'"] },
    ]
    expect(await judged(session(), rules, { in: table })).toEqual([
      ['bad', 'good'],
      ['good', 'bad'],
    ])
  })
})

it('a column named twice, or in a group of its own, is judged all the same', async () => {
  const rows: Row[] = [
    ['. . . . .', 1, 2],
    ['. . . . .', 2, 3],
  ]
  const rules = [
    { kind: 'primary_key', columns: ['a', 'A'] },
    { kind: 'duplicate_row', columns: ['a', 'a'] },
    { kind: 'no_gaps', columns: ['a'], group: ['a', 'b'] },
    { kind: 'ranges_disjoint', columns: ['a', 'a'], group: ['a'] },
    { kind: 'group_total', columns: ['a'], group: ['b', 'a'], total: { column: 'a' } },
  ]
  expect(await toldOf(rules, 'a INTEGER, b INTEGER', rows)).toEqual(rows)
  const [problem] = await problems({ kind: 'functional_dependency', columns: ['a'], determinant: ['A'] }, 'a INTEGER')
  expect(problem).toBe('E-SETTING rules.0.columns.0: `a` is among the columns that decide it.')
})
