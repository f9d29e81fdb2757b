import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readRecords } from '#renderer/bring/records.ts'

const tableOf = (text: string) => {
  const found = readRecords(text)
  if (found === null || typeof found === 'string') throw new Error(String(found))
  return found
}

describe('records of JSON', () => {
  test('are a table of their keys, in a list and on lines alike', () => {
    const records = [
      { id: 1, price: 1.5, paid: true, day: '2024-01-05', zip: '01067' },
      { id: 2, price: 2, paid: false, day: '2024-01-06', zip: '' },
    ]
    const expected = {
      columns: [
        { name: 'id', type: 'BIGINT' },
        { name: 'price', type: 'DOUBLE' },
        { name: 'paid', type: 'BOOLEAN' },
        { name: 'day', type: 'DATE' },
        { name: 'zip', type: 'VARCHAR' },
      ],
      rows: [
        ['1', '1.5', 'true', '2024-01-05', '01067'],
        ['2', '2', 'false', '2024-01-06', ''],
      ],
      told: [],
    }
    expect(readRecords(JSON.stringify(records, null, 2))).toEqual(expected)
    expect(readRecords(`\ufeff${records.map(record => JSON.stringify(record)).join('\r\n')}\n\n`)).toEqual(expected)
  })

  test('keep all digits of a number, and what is nested as JSON, and tell of it', () => {
    expect(
      tableOf('[{"n": 12345678901234567890, "at": {"x": 1.50, "of": ["a\\"1"]}}, {"n": 1, "m": "a"}, {"m": 2}]'),
    ).toEqual({
      columns: [
        { name: 'n', type: 'VARCHAR' },
        { name: 'at', type: 'VARCHAR' },
        { name: 'm', type: 'VARCHAR' },
      ],
      rows: [
        ['12345678901234567890', '{"x":1.50,"of":["a\\"1"]}', null],
        ['1', null, 'a'],
        [null, null, '2'],
      ],
      told: [
        '3 records without all of the keys filled up with empty cells',
        '`n` kept as text: a number would lose digits',
        '`at` kept as JSON text',
        '`m` kept as text: its values are of several types',
      ],
    })
  })

  test('have names of their own, whatever their keys are', () => {
    const { columns } = tableOf('[{"a": 1, "A": 2, "": 3, "__proto__": 4, "toString": 5}, {}]')
    expect(columns.map(({ name }) => name)).toEqual(['a', 'A_2', 'column_3', '__proto__', 'toString'])
  })

  test('name the entry or line that is none', () => {
    expect(readRecords('[{"a": 1}, 2]')).toContain('Entry 2')
    expect(readRecords('{"a": 1}\n\n{"a": \n')).toContain('Line 3')
    expect(readRecords('{curly},b\n1,2\n')).toBeNull()
  })

  test('come out as they are in any JSON', () => {
    const value = fc.oneof(
      fc.string(),
      fc.integer(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.boolean(),
      fc.jsonValue(),
    )
    fc.assert(
      fc.property(
        fc.array(fc.dictionary(fc.constantFrom('a', 'b', 'c"'), value, { minKeys: 1 }), { minLength: 1 }),
        records => {
          const { columns, rows } = tableOf(JSON.stringify(records))
          const keys = [...new Set(records.flatMap(record => Object.keys(record)))]
          expect(columns.map(({ name }) => name)).toEqual(keys)
          const texts = records.map(record =>
            keys.map(key => {
              const cell = record[key] ?? null
              return cell === null || typeof cell === 'string' ? cell : JSON.stringify(cell)
            }),
          )
          expect(rows).toEqual(texts)
        },
      ),
      { numRuns: 60 },
    )
  })
})
