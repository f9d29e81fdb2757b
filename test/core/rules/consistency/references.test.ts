import { describe, expect, it } from 'vitest'
import { tableOf } from '../judge.ts'
import { type Row, telling } from './telling.ts'

const { problems, told } = telling()

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
