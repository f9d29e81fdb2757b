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
  ].map((rule, i) => ({ id: `r${i}`, ...rule }))
  const table = tableOf(
    'i INTEGER, a INTEGER, b INTEGER',
    rows.map(([, ...cells], i) => [i, ...cells]),
  )
  const verdicts = await judged(session, rules, { in: table })
  expect(verdicts.map(each => each.map(verdict => letters[verdict]).join(' '))).toEqual(rows.map(([told]) => told))
  const [problem] = await problems({ kind: 'functional_dependency', columns: ['a'], determinant: ['A'] }, 'a INTEGER')
  expect(problem).toBe('E-SETTING rules.0.columns.0: `a` is among the columns that decide it.')
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

describe('sum_equals', () => {
  const rule = { kind: 'sum_equals', columns: ['a', 'b'], total: { column: 'c' } }

  it('adds decimals exactly, and takes a null for nothing to judge', async () => {
    const rows: Row[] = [
      ['.', '0.10', 1, '1.1'],
      ['X', '0.10', 1, '1.2'],
      ['.', '92233720368547758.07', '9223372036854775807', '9315605757223323565.07'],
      ['X', '92233720368547758.07', '9223372036854775807', '9315605757223323565.08'],
      ['-', null, 1, '1'],
      ['-', '1.00', 1, null],
    ]
    expect(await told(rule, 'a DECIMAL(20,2), b BIGINT, c DECIMAL(28,2)', rows)).toEqual(rows)
  })

  it('is not misled by the tenth digit of a double, nor by sums beyond a type', async () => {
    const rows: Row[] = [
      ['.', 0.1, 0.2, 0.3],
      ['X', 0.1, 0.2, 0.3001],
      ['.', 'inf', 1, 'inf'],
      ['X', '1e308', '1e308', 1],
      ['.', '1e16', '-1e16', 1],
      ['X', 10, '-10', 1],
    ]
    expect(await told(rule, 'a DOUBLE, b DOUBLE, c DOUBLE', rows)).toEqual(rows)
    const huge: Row[] = [
      ['.', '9223372036854775807', '9223372036854775807', '18446744073709551614'],
      ['X', '9223372036854775807', '9223372036854775807', '18446744073709551615'],
    ]
    expect(await told(rule, 'a BIGINT, b BIGINT, c UBIGINT', huge)).toEqual(huge)
  })

  it('allows a tolerance against a number, and flags a text that is none as not evaluated', async () => {
    const rows: Row[] = [
      ['.', '60', 39],
      ['.', '60', 41],
      ['X', '60', 42],
      ['!', 'x', 40],
      ['-', 'x', null],
    ]
    expect(await told({ ...rule, total: 100, tolerance: 1 }, 'a VARCHAR, b INTEGER', rows)).toEqual(rows)
  })

  it('needs numbers', async () => {
    expect(await problems(rule, 'a INTEGER, b DATE, c BOOLEAN')).toEqual([
      'E-SETTING rules.0.columns.1: The rule needs numbers, and `b` is DATE.',
      'E-SETTING rules.0.total.column: The rule needs numbers, and `c` is BOOLEAN.',
    ])
  })
})

describe('group_total', () => {
  const rule = { kind: 'group_total', columns: ['a'], group: ['g'], total: { column: 't' } }

  it('holds each row against the sum of its group, of which null is one', async () => {
    const rows: Row[] = [
      ['.', 'x', '10.50', 15],
      ['.', 'x', '4.50', 15],
      ['X', 'x', null, 14],
      ['-', 'y', '7.00', null],
      ['.', 'y', '1.00', 8],
      ['X', null, '1.00', 2],
      ['X', null, '2.00', 2],
      ['.', 'z', null, 0],
    ]
    expect(await told(rule, 'g VARCHAR, a DECIMAL(8,2), t INTEGER', rows)).toEqual(rows)
  })

  it('adds up only the rows that it speaks of', async () => {
    const rows: Row[] = [
      ['.', 'x', 10, 12],
      ['-', 'x', 100, 12],
      ['.', 'x', 2, 12],
      ['-', 'x', 100, 7],
    ]
    expect(await told({ ...rule, when: 'a < 100' }, 'g VARCHAR, a DOUBLE, t DOUBLE', rows)).toEqual(rows)
  })

  it('finds what cancels out, though doubles do not to the last digit', async () => {
    const rows: Row[] = [
      ['.', 'x', 0.1],
      ['.', 'x', 0.2],
      ['.', 'x', -0.3],
      ['X', 'y', 0.1],
      ['X', 'y', -0.11],
    ]
    expect(await told({ ...rule, total: 0 }, 'g VARCHAR, a DOUBLE', rows)).toEqual(rows)
  })

  it('takes a number for the total, a tolerance, and texts that are numbers', async () => {
    const rows: Row[] = [
      ['.', 'x', '99.5'],
      ['.', 'y', '60'],
      ['.', 'y', '41'],
      ['X', 'z', '102'],
      ['!', 'z', 'much'],
    ]
    expect(await told({ ...rule, total: 100, tolerance: 1 }, 'g VARCHAR, a VARCHAR', rows)).toEqual(rows)
  })
})

describe('no_gaps', () => {
  const rule = { kind: 'no_gaps', columns: ['a'] }

  it('flags the number after each gap, in no order and with doubles', async () => {
    const rows: Row[] = [
      ['.', 3],
      ['.', 1],
      ['X', 7],
      ['.', 2],
      ['.', 2],
      ['X', 7],
      ['-', null],
      ['.', 8],
      ['X', '9223372036854775807'],
    ]
    expect(await told(rule, 'a BIGINT', rows)).toEqual(rows)
  })

  it('judges groups apart, of which null is one, and only the rows that it speaks of', async () => {
    const rows: Row[] = [
      ['.', 1, 'x', true],
      ['-', 2, 'x', false],
      ['X', 3, 'x', true],
      ['.', 2, 'y', true],
      ['.', 5, null, true],
      ['X', 7, null, true],
    ]
    expect(await told({ ...rule, group: ['g'], when: 'w' }, 'a INTEGER, g VARCHAR, w BOOLEAN', rows)).toEqual(rows)
  })

  it('takes steps of a fraction, and texts that are numbers', async () => {
    const rows: Row[] = [
      ['.', '0.1'],
      ['.', '0.2'],
      ['.', '0.3'],
      ['.', '0.4'],
      ['X', '0.6'],
      ['!', 'x'],
    ]
    expect(await told({ ...rule, step: 0.1 }, 'a VARCHAR', rows)).toEqual(rows)
    expect((await told({ ...rule, step: 0.1 }, 'a DECIMAL(4,1)', rows.slice(0, 5))).map(([v]) => v)).toEqual([
      ...'....X',
    ])
  })

  it('counts days and times in a unit, months by the calendar', async () => {
    const days: Row[] = [
      ['.', '2024-02-28'],
      ['.', '2024-02-29'],
      ['X', '2024-03-02'],
    ]
    expect(await told(rule, 'a DATE', days)).toEqual(days)
    const weeks: Row[] = [
      ['.', '2024-02-01'],
      ['.', '2024-02-08'],
      ['X', '2024-02-16'],
    ]
    expect(await told({ ...rule, unit: 'week' }, 'a DATE', weeks)).toEqual(weeks)
    const months: Row[] = [
      ['.', '2024-01-31'],
      ['.', '2024-02-29'],
      ['.', '2024-03-31'],
      ['X', '2024-05-01'],
      ['.', 'infinity'],
    ]
    expect(await told({ ...rule, unit: 'month' }, 'a TIMESTAMP', months)).toEqual(months)
    const hours: Row[] = [
      ['.', '2024-01-01 10:59:59'],
      ['.', '2024-01-01 11:59:59'],
      ['X', '2024-01-01 13:00:00'],
    ]
    expect(await told({ ...rule, unit: 'hour' }, 'a TIMESTAMP', hours)).toEqual(hours)
  })

  it('needs numbers, days or times', async () => {
    expect(await problems(rule, 'a BOOLEAN')).toEqual([
      'E-SETTING rules.0.columns.0: The rule needs numbers, days or times, and `a` is BOOLEAN.',
    ])
  })
})

describe('ranges_disjoint', () => {
  const rule = { kind: 'ranges_disjoint', columns: ['a', 'b'] }

  it('flags each of two that overlap, and one that ends before it begins', async () => {
    const rows: Row[] = [
      ['X', 1, 5],
      ['X', 4, 6],
      ['.', 6, 8],
      ['X', 10, 20],
      ['X', 12, 13],
      ['X', 14, 14],
      ['.', 20, 20],
      ['.', 20, 20],
      ['X', 31, 30],
      ['X', 40, 41],
      ['X', 40, 41],
      ['-', null, 4],
      ['-', 4, null],
    ]
    expect(await told(rule, 'a INTEGER, b BIGINT', rows)).toEqual(rows)
    const apart = await told({ ...rule, touching: false }, 'a INTEGER, b BIGINT', rows)
    expect(apart.map(([verdict]) => verdict)).toEqual([...'XXXXXXXXXXX--'])
  })

  it('lets a range without an end go on where it may', async () => {
    const rows: Row[] = [
      ['.', '2024-01-01', '2024-02-01', 'x'],
      ['X', '2024-02-01', null, 'x'],
      ['X', '2024-03-01', '2024-03-02', 'x'],
      ['.', '2024-01-01', null, 'y'],
      ['X', '2024-01-01', null, null],
      ['X', '2024-01-01', null, null],
      ['-', null, null, 'x'],
    ]
    expect(await told({ ...rule, openEnd: true, group: ['g'] }, 'a DATE, b DATE, g VARCHAR', rows)).toEqual(rows)
  })

  it('looks only at the rows that it speaks of', async () => {
    const rows: Row[] = [
      ['.', 1, 5],
      ['-', 2, 99],
      ['.', 6, 7],
    ]
    expect(await told({ ...rule, when: 'b < 99' }, 'a INTEGER, b INTEGER', rows)).toEqual(rows)
  })
})

describe('matches', () => {
  const rule = { kind: 'matches', keys: ['k'], columns: ['a', 'b'], input: 'ledger' }
  const types = 'k INTEGER, a DECIMAL(8,2), b VARCHAR'

  it('flags keys without a partner, and each value that no partner holds', async () => {
    const ledger = tableOf(types, [
      [1, '1.00', 'x'],
      [2, '2.00', null],
      [3, '3.00', 'x'],
      [3, '4.00', 'y'],
      [null, '5.00', 'x'],
    ])
    const rows: Row[] = [
      ['. . .', 1, '1.00', 'x'],
      ['. X .', 1, '1.01', 'x'],
      ['. . X', 1, '1.00', null],
      ['. . .', 2, '2.00', null],
      ['. X X', 2, null, 'x'],
      ['. . .', 3, '4.00', 'x'],
      ['X . .', 4, '4.00', 'x'],
      ['- - -', null, '5.00', 'x'],
    ]
    expect(await told(rule, types, rows, { ledger })).toEqual(rows)
  })

  it('compares numbers within a tolerance, and values of other types as they read', async () => {
    const ledger = tableOf('key VARCHAR, amount VARCHAR, note INTEGER', [
      ['1', '10.5', 7],
      ['2', 'much', null],
    ])
    const rows: Row[] = [
      ['. . .', 1, '10.00', '7.0'],
      ['. . X', 1, '11.00', 'x'],
      ['. X .', 1, '11.01', '7'],
      ['. X .', 2, '1.00', null],
      ['. X X', 2, null, '1'],
    ]
    const other = { ...rule, inputKeys: ['key'], inputColumns: ['amount', 'note'], tolerance: 0.5 }
    expect(await told(other, types, rows, { ledger })).toEqual(rows)
  })

  it('takes numbers that no decimal holds together', async () => {
    const ledger = tableOf('k BIGINT, a DECIMAL(38,30)', [['9223372036854775807', '1.5']])
    const rows: Row[] = [
      ['. .', '9223372036854775807', '1.5'],
      ['. X', '9223372036854775807', '1e20'],
      ['X .', '99999999999999999999999999999', '1.5'],
    ]
    const one = { ...rule, columns: ['a'] }
    expect(await told(one, 'k DECIMAL(38,8), a DECIMAL(30,2)', rows, { ledger })).toEqual(rows)
  })

  it('finds no partner where the second input is empty', async () => {
    const rows: Row[] = [['X . .', 1, '1.00', 'x']]
    expect(await told(rule, types, rows, { ledger: tableOf(types, []) })).toEqual(rows)
  })

  it('needs as many keys as the second input', async () => {
    expect(await problems({ ...rule, inputKeys: ['k', 'a'] }, types, { ledger: tableOf(types, []) })).toEqual([
      'E-SETTING rules.0.inputKeys: The rule compares 1 columns with 2.',
    ])
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
    expect(await judged(session, rules, { in: table })).toEqual([
      ['bad', 'good'],
      ['good', 'bad'],
    ])
  })
})

describe('pair_in_set', () => {
  const rule = { kind: 'pair_in_set', columns: ['a', 'b'] }

  it('flags what is no pair of the list, with nulls as the list has them', async () => {
    const rows: Row[] = [
      ['.', 'card', 1],
      ['.', 'card', 2],
      ['X', 'card', 3],
      ['X', 'cash', 1],
      ['.', 'cash', null],
      ['-', 'card', null],
      ['-', null, 1],
      ['.', null, null],
    ]
    const pairs = [
      ['card', 1],
      ['card', '2'],
      ['cash', null],
      [null, null],
    ]
    expect(await told({ ...rule, pairs }, 'a VARCHAR, b INTEGER', rows)).toEqual(rows)
    const failing = await told({ ...rule, pairs, nulls: 'fail' }, 'a VARCHAR, b INTEGER', rows)
    expect(failing.map(([verdict]) => verdict)).toEqual([...'..XX.XX.'])
  })

  it('ignores case where asked to, and flags all for an empty list', async () => {
    const rows: Row[] = [
      ['.', 'Card', 'VISA'],
      ['X', 'cash', 'visa'],
    ]
    const folded = { ...rule, pairs: [['CARD', 'visa']], ignoreCase: true }
    expect(await told(folded, 'a VARCHAR, b VARCHAR', rows)).toEqual(rows)
    expect((await told({ ...rule, pairs: [] }, 'a VARCHAR, b VARCHAR', rows)).map(([v]) => v)).toEqual(['X', 'X'])
  })
})
