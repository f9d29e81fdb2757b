import { describe, expect, it } from 'vitest'
import { type Row, telling } from './telling.ts'

const { problems, told } = telling()

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
