import { describe, expect, test } from 'vitest'
import { guessType, pastedAt, tableOf } from '#renderer/fields/inline-table.ts'

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

  test('keeps numbers with a leading zero as text', () => {
    expect(guessType(['01067', '80331'])).toBe('VARCHAR')
    expect(guessType(['0.5', '12'])).toBe('DOUBLE')
  })

  test('goes over a table from a cell on, and lets rows grow', () => {
    const table = {
      columns: [
        { name: 'a', type: 'VARCHAR' },
        { name: 'b', type: 'VARCHAR' },
      ],
      rows: [['1', '2']],
    }
    expect(pastedAt(table, [['x', 'lost'], ['y']], 0, 1).rows).toEqual([
      ['1', 'x'],
      [null, 'y'],
    ])
  })
})
