import fc from 'fast-check'
import Papa from 'papaparse'
import { describe, expect, test } from 'vitest'
import { toJson, toTsv } from '#renderer/grid/copy.ts'

const columns = [
  { name: 'id', type: 'BIGINT' },
  { name: 'note', type: 'VARCHAR' },
]

describe('copying as TSV', () => {
  test('puts tabs between cells and newlines between rows', () => {
    expect(
      toTsv(
        {
          columns,
          rows: [
            [1, 'a'],
            [2, 'b'],
          ],
        },
        false,
      ),
    ).toBe('1\ta\n2\tb')
  })

  test('leaves the cell of a null empty', () => {
    expect(toTsv({ columns, rows: [[null, 'null']] }, false)).toBe('\tnull')
  })

  test('writes the column names first when asked to', () => {
    expect(toTsv({ columns, rows: [[1, 'a']] }, true)).toBe('id\tnote\n1\ta')
  })

  test('is read back as the same texts, whatever they hold', () => {
    const row = fc.tuple(fc.integer(), fc.string({ minLength: 1 }))
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 8 }), rows => {
        const read = Papa.parse<string[]>(toTsv({ columns, rows }, false), { delimiter: '\t', newline: '\n' }).data
        expect(read).toEqual(rows.map(cells => cells.map(String)))
      }),
    )
  })
})

describe('copying as JSON', () => {
  test('gives one object for one row, and a list for several', () => {
    expect(JSON.parse(toJson({ columns, rows: [[1, 'a']] }))).toEqual({ id: 1, note: 'a' })
    expect(
      JSON.parse(
        toJson({
          columns,
          rows: [
            [1, 'a'],
            [2, null],
          ],
        }),
      ),
    ).toEqual([
      { id: 1, note: 'a' },
      { id: 2, note: null },
    ])
  })
})
