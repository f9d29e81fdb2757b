import { describe, expect, it } from 'vitest'
import { compileWith, flowOf } from '#test/nodes/run-cases.ts'
import { type Cell, tableOf } from '../judge.ts'
import { type Row, telling } from './telling.ts'

const { problems, session, told } = telling()

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
    const { problems: found } = await compileWith(session(), {
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
