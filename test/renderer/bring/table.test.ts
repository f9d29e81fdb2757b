import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { pastedAt, tableOf } from '#renderer/bring/table.ts'

describe('a pasted table', () => {
  test('takes its first line as names where it looks like names', () => {
    const table = tableOf([
      ['code', 'rows', 'day'],
      ['DE', '12', '2024-05-01'],
      ['FR', '', '2024-05-02'],
    ])
    expect(table.columns).toEqual([
      { name: 'code', type: 'VARCHAR' },
      { name: 'rows', type: 'BIGINT' },
      { name: 'day', type: 'DATE' },
    ])
    expect(table.rows).toEqual([
      ['DE', '12', '2024-05-01'],
      ['FR', null, '2024-05-02'],
    ])
  })

  test('names its columns itself where the first line holds values', () => {
    const table = tableOf([
      ['1', 'a'],
      ['2', 'b'],
    ])
    expect(table.columns.map(column => column.name)).toEqual(['column_1', 'column_2'])
    expect(table.rows).toHaveLength(2)
  })

  test('keeps a name that is left out or given twice apart, where what is below shows that it is a header', () => {
    const table = tableOf([
      ['', 'amount', 'Amount'],
      ['a', '1', '2'],
    ])
    expect(table.columns.map(column => column.name)).toEqual(['column_1', 'amount', 'Amount_2'])
  })

  test('takes the first line the other way when told so', () => {
    const lines = [
      ['Ann', 'Bela'],
      ['Cid', 'Dora'],
    ]
    expect(tableOf(lines).header).toBe(true)
    expect(tableOf(lines, false).rows).toEqual(lines)
  })

  test('fills short lines up with null, and tells how many', () => {
    const table = tableOf([['a', 'b', 'c'], ['1', '2', '3'], ['4'], ['5', '6']])
    expect(table.rows).toEqual([
      ['1', '2', '3'],
      ['4', null, null],
      ['5', '6', null],
    ])
    expect(table.told).toEqual(['2 short lines filled up with empty cells'])
  })

  test('has as many rows as lines, a header apart, and each row as many cells as there are columns', () => {
    const cell = fc.constantFrom('', 'a', 'b', '1', '02', '1,5', '1.000', '2024-01-01', '1/2/2024', ' ')
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 6 }), lines => {
        const table = tableOf(lines)
        expect(table.rows.length + (table.header ? 1 : 0)).toBe(lines.length)
        expect(new Set(table.rows.map(row => row.length)).size).toBeLessThanOrEqual(1)
        expect(table.columns).toHaveLength(Math.max(...lines.map(line => line.length)))
        expect(new Set(table.columns.map(column => column.name.toLowerCase())).size).toBe(table.columns.length)
      }),
    )
  })
})

describe('cells pasted into a table', () => {
  const table = {
    columns: [
      { name: 'a', type: 'VARCHAR' },
      { name: 'b', type: 'VARCHAR' },
    ],
    rows: [['1', '2']],
  }

  test('go over it from a cell on; rows and columns grow, which is told', () => {
    const placed = pastedAt(table, [['x', '7'], ['y']], 0, 1)
    expect(placed.table.columns.at(-1)).toEqual({ name: 'column_3', type: 'BIGINT' })
    expect(placed.table.rows).toEqual([
      ['1', 'x', '7'],
      [null, 'y', null],
    ])
    expect(placed.told).toEqual(['1 column added', '1 line shorter than the others: the cells beyond are as they were'])
  })

  test('make a cell null where they are empty, and leave those alone that they do not cover', () => {
    expect(pastedAt(table, [['']], 0, 0).table.rows).toEqual([[null, '2']])
  })
})
