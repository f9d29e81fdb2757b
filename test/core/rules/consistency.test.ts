import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Database, openDatabase } from '#engine/duckdb/instance.ts'
import type { Session } from '#engine/duckdb/session.ts'
import { compileWith, flowOf, type Table } from '#test/nodes/run-cases.ts'
import { type Cell, judged, problemsWith, tableOf, type Verdict } from './judge.ts'

let database: Database
let session: Session

beforeAll(async () => {
  database = await openDatabase({})
  session = await database.connect()
})

afterAll(() => database.close())

/** A row behind what is expected of it: one verdict, or one for each of the rule's judgements with spaces between. */
type Row = readonly [string, ...Cell[]]

const letters: Readonly<Record<Verdict, string>> = { good: '.', bad: 'X', skipped: '-', failed: '!' }

/** Each row of a table with the letters of what was judged: `.` good, `X` bad, `-` not judged, `!` could not be evaluated. */
const told = async (
  rule: object,
  columns: string,
  rows: readonly Row[],
  others: Readonly<Record<string, Table>> = {},
): Promise<readonly Row[]> => {
  const table = tableOf(
    `i INTEGER, ${columns}`,
    rows.map(([, ...cells], i) => [i, ...cells]),
  )
  const verdicts = await judged(session, [{ id: 'r', ...rule }], { in: table, ...others })
  return verdicts.map((each, i) => [each.map(verdict => letters[verdict]).join(' '), ...rows[i]!.slice(1)])
}

const problems = (rule: object, columns: string, others: Readonly<Record<string, Table>> = {}) =>
  problemsWith(session, [{ id: 'r', ...rule }], { in: tableOf(`i INTEGER, ${columns}`, []), ...others })

describe('not_reference', () => {
  const rule = { kind: 'not_reference', columns: ['a', 'b'], input: 'blocked' }

  it('flags what is known, with other types, and is not misled by nulls', async () => {
    const rows: Row[] = [
      ['X', 1, 'x'],
      ['.', 1, 'y'],
      ['.', 2, 'x'],
      ['-', 1, null],
      ['-', null, 'x'],
    ]
    const blocked = tableOf('a VARCHAR, b VARCHAR', [
      ['1', 'x'],
      ['2', null],
      [null, 'x'],
    ])
    expect(await told(rule, 'a INTEGER, b VARCHAR', rows, { blocked })).toEqual(rows)
  })

  it('flags nothing where nothing is known', async () => {
    const rows: Row[] = [['.', 1, 'x']]
    expect(await told(rule, 'a INTEGER, b VARCHAR', rows, { blocked: tableOf('a INTEGER, b VARCHAR', []) })).toEqual(
      rows,
    )
  })

  it('needs a column for each column', async () => {
    expect(
      await problems({ ...rule, inputColumns: ['a'] }, 'a INTEGER, b VARCHAR', { blocked: tableOf('a INTEGER', []) }),
    ).toEqual(['E-SETTING rules.0.inputColumns: The rule compares 2 columns with 1.'])
  })
})

describe('pair_equal', () => {
  const rule = { kind: 'pair_equal', columns: ['a', 'b'] }
  const rows: Row[] = [
    ['.', 1, '1'],
    ['.', 1, '1.0'],
    ['X', 1, '2'],
    ['X', 1, 'x'],
    ['X', 1, null],
    ['X', null, '1'],
    ['-', null, null],
  ]

  it('takes one null for a difference, and does not judge two', async () => {
    expect(await told(rule, 'a INTEGER, b VARCHAR', rows)).toEqual(rows)
  })

  it('lets two nulls pass or fail where the rule says so', async () => {
    const last = (letter: string) => rows.with(-1, [letter, null, null])
    expect(await told({ ...rule, nulls: 'fail' }, 'a INTEGER, b VARCHAR', rows)).toEqual(last('X'))
    expect(await told({ ...rule, nulls: 'pass' }, 'a INTEGER, b VARCHAR', rows)).toEqual(last('.'))
  })

  it('needs two columns', async () => {
    expect((await problems({ ...rule, columns: ['a'] }, 'a INTEGER'))[0]).toContain('E-SETTING rules.0.columns')
  })
})

describe('pair_greater', () => {
  const rows: Row[] = [
    ['.', 2, 1],
    ['X', 1, 1],
    ['X', 1, 2],
    ['-', 1, null],
    ['-', null, null],
  ]

  it('flags what is not greater', async () => {
    expect(await told({ kind: 'pair_greater', columns: ['a', 'b'] }, 'a INTEGER, b DOUBLE', rows)).toEqual(rows)
  })

  it('lets equal values be where they may', async () => {
    expect(
      await told({ kind: 'pair_greater', columns: ['a', 'b'], orEqual: true }, 'a INTEGER, b DOUBLE', rows),
    ).toEqual(rows.with(1, ['.', 1, 1]))
  })
})

describe('date_order', () => {
  const rule = { kind: 'date_order', columns: ['a', 'b', 'c'] }

  it('compares all that are there, nulls left out', async () => {
    const rows: Row[] = [
      ['.', '2024-01-01', '2024-01-01 00:00:00', '2024-01-03'],
      ['X', '2024-01-02', '2024-01-01 00:00:00', '2024-01-03'],
      ['X', '2024-01-04', null, '2024-01-03'],
      ['.', null, '2024-01-01 00:00:00', '2024-01-03'],
      ['-', '2024-01-04', null, null],
      ['-', null, null, null],
    ]
    const types = 'a DATE, b TIMESTAMP, c DATE'
    expect(await told(rule, types, rows)).toEqual(rows)
    expect((await told({ ...rule, strict: true }, types, rows)).map(([verdict]) => verdict)).toEqual([...'XXX.--'])
    expect((await told({ ...rule, nulls: 'fail' }, types, rows)).map(([verdict]) => verdict)).toEqual([...'.XXXXX'])
  })

  it('reads texts as times where they are some, else compares them as text', async () => {
    const rows: Row[] = [
      ['.', '2024-01-09', '2024-1-10', null],
      ['X', '2024-1-10', '2024-01-09', null],
      ['X', 'b', 'a', null],
      ['.', 'a', 'b', null],
    ]
    expect(await told(rule, 'a VARCHAR, b VARCHAR, c DATE', rows)).toEqual(rows)
  })
})

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

describe.each([
  ['increasing', 1],
  ['decreasing', -1],
] as const)('%s', (kind, sign) => {
  const rule = { kind, columns: ['a'] }
  const signed = (rows: readonly (readonly [string, number | null, ...Cell[]])[]): Row[] =>
    rows.map(([verdict, value, ...cells]) => [verdict, value === null ? null : value * sign, ...cells])

  it('compares with the last row that was judged, in the order of the input', async () => {
    const rows = signed([
      ['.', 2],
      ['.', 3],
      ['-', null],
      ['X', 1],
      ['.', 2],
      ['.', 2],
      ['-', null],
      ['.', 4],
    ])
    expect(await told(rule, 'a INTEGER', rows)).toEqual(rows)
    const strict = await told({ ...rule, strict: true }, 'a INTEGER', rows)
    expect(strict.map(([verdict]) => verdict)).toEqual([...'..-X.X-.'])
  })

  it('compares within groups, of which null is one, leaving out rows that it does not speak of', async () => {
    const rows = signed([
      ['.', 5, 'x', 1],
      ['.', 1, 'y', 1],
      ['.', 3, null, 1],
      ['-', 9, 'x', 0],
      ['.', 6, 'x', 1],
      ['X', 0, 'y', 1],
      ['X', 2, null, 1],
    ])
    expect(await told({ ...rule, group: ['g'], when: 'w = 1' }, 'a INTEGER, g VARCHAR, w INTEGER', rows)).toEqual(rows)
  })

  it('compares in the order given, with ties in the order of the input', async () => {
    const rows = signed([
      ['X', 1, 2],
      ['.', 3, 1],
      ['.', 2, 2],
      ['.', 9, 3],
    ])
    expect(await told({ ...rule, order: [{ column: 'o' }] }, 'a INTEGER, o INTEGER', rows)).toEqual(rows)
  })
})

describe('a rule that compares rows with those before', () => {
  it('needs an order where the rows have none', async () => {
    const settings = { rules: [{ id: 'r', kind: 'increasing', columns: ['i'] }] }
    const flow = flowOf('validate.rules', { name: 'free', settings, inputs: { in: tableOf('i INTEGER', []) } })
    const { problems: found } = await compileWith(session, {
      ...flow,
      nodes: { ...flow.nodes, once: { kind: 'transform.dedupe', version: 1, settings: {} } },
      edges: [
        { from: 'in_table.out', to: 'once.in' },
        { from: 'once.unique', to: 'node.in' },
      ],
    })
    expect(found).toMatchObject([{ code: 'E-SETTING', node: 'node', setting: 'rules.0.order' }])
  })

  it('names a column of its order or group that is not there', async () => {
    expect(
      await problems({ kind: 'increasing', columns: ['i'], order: [{ column: 'b' }], group: ['c'] }, 'a INTEGER'),
    ).toEqual([
      'E-COLUMN-UNKNOWN rules.0.order.0.column: There is no column `b` in the input.',
      'E-COLUMN-UNKNOWN rules.0.group.0: There is no column `c` in the input.',
    ])
  })
})
