import { describe, expect, it } from 'vitest'
import { type Row, telling } from './telling.ts'

const { problems, told } = telling()

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
