import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { literal, project, values } from '#core/relation/build.ts'
import { type CellFormat, convert } from '#core/source/convert.ts'
import { fits } from '#core/source/fits.ts'
import { recordsPath } from '#core/source/json.ts'
import { printRelation } from '#core/sql/print.ts'
import { databaseOfTests } from '#test/engine/duckdb/session-of-tests.ts'

const { session } = databaseOfTests()

const plain: CellFormat = { decimal: '.', format: null, json: false, guessed: false }

const convertAll = async (
  texts: readonly string[],
  type: string,
  format = plain,
): Promise<readonly (string | null)[]> => {
  const one = values([{ name: 'x', type: 'INTEGER' }], [['1']])
  const relation = project(
    one,
    texts.map((text, i) => ({ name: `c${i}`, expression: convert(literal(text), type, format) })),
  )
  const { rows } = await session().query(printRelation(relation))
  return rows[0]!.map(cell => (cell === null ? null : String(cell)))
}

describe('a cell’s text', () => {
  test('is a whole number only if nothing is lost', async () => {
    expect(await convertAll(['7', ' -7 ', '1.0', '1.7', '1e2', '', 'x', '9223372036854775808'], 'BIGINT')).toEqual([
      '7',
      '-7',
      '1',
      null,
      '100',
      null,
      null,
      null,
    ])
  })

  test('is a number with the decimal sign that is set, and no other', async () => {
    const comma = { ...plain, decimal: ',' }
    expect(await convertAll(['1,5', '1.5', '-0,25', '7', '1.234,5'], 'DECIMAL(9,2)', comma)).toEqual([
      '1.50',
      null,
      '-0.25',
      '7.00',
      null,
    ])
    expect(await convertAll(['7', '1.0', '1,5'], 'INTEGER', comma)).toEqual(['7', null, null])
  })

  test('is a date only without a time, and only in its format', async () => {
    expect(await convertAll(['2024-02-29', '2023-02-29', '2024-01-01 10:00'], 'DATE')).toEqual([
      '2024-02-29',
      null,
      null,
    ])
    const german = { ...plain, format: '%d.%m.%Y' }
    expect(await convertAll(['29.02.2024', '2024-02-29', '31.02.2024'], 'DATE', german)).toEqual([
      '2024-02-29',
      null,
      null,
    ])
  })

  test('that is the text of a whole number comes back as it was', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), { minLength: 1, maxLength: 50 }),
        async numbers => {
          const texts = numbers.map(String)
          expect(await convertAll(texts, 'BIGINT')).toEqual(texts)
        },
      ),
      { numRuns: 10 },
    )
  })

  test('with decimals is a whole number only if they are zero', async () => {
    const parts = fc.tuple(fc.integer(), fc.integer({ min: 0, max: 999 }))
    await fc.assert(
      fc.asyncProperty(fc.array(parts, { minLength: 1, maxLength: 50 }), async cells => {
        const found = await convertAll(
          cells.map(([whole, rest]) => `${whole}.${rest}`),
          'BIGINT',
        )
        expect(found).toEqual(cells.map(([whole, rest]) => (rest === 0 ? String(whole) : null)))
      }),
      { numRuns: 10 },
    )
  })
})

describe('what a typed-in cell fits', () => {
  const types = [
    'TINYINT',
    'INTEGER',
    'BIGINT',
    'UBIGINT',
    'DOUBLE',
    'DECIMAL(6,2)',
    'BOOLEAN',
    'DATE',
    'TIMESTAMP',
    'TIME',
    'UUID',
    'VARCHAR',
  ]
  const digit = fc.integer({ min: 0, max: 99 })
  const text = fc.oneof(
    fc.string({ maxLength: 8 }).filter(s => !s.includes('\0')),
    fc.integer().map(String),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
    fc.tuple(fc.integer({ min: 1, max: 3000 }), digit, digit).map(([y, m, d]) => `${y}-${m}-${d}`),
    fc.tuple(digit, digit, digit).map(([h, m, s]) => `2024-01-31 ${h}:${m}:${s}`),
    fc.tuple(digit, digit).map(([h, m]) => `${h}:${m}`),
    fc.uuid(),
    fc.constantFrom(
      'true',
      'no',
      'T',
      '0',
      '1',
      'nan',
      '-inf',
      '2024-01-31T10:00:00Z',
      '2024-02-30',
      '99999.99',
      '12345.6',
    ),
  )

  test('DuckDB converts', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...types),
        fc.array(text, { minLength: 1, maxLength: 40 }),
        async (type, texts) => {
          const fitting = texts.filter(cell => fits(cell, type))
          if (fitting.length === 0) return
          const relation = values(
            [{ name: 'c', type }],
            fitting.map(cell => [cell]),
          )
          const { rows } = await session().query(printRelation(relation))
          expect(rows).toHaveLength(fitting.length)
        },
      ),
      { numRuns: 150 },
    )
  })

  test('is left to DuckDB for types that are not plain', () => {
    expect(fits('[1]', 'INTEGER[]')).toBeNull()
    expect(fits('x', "ENUM('x')")).toBeNull()
  })

  test.each([
    ['128', 'TINYINT'],
    ['1.5', 'int'],
    ['1,5', 'DOUBLE'],
    ['10000', 'DECIMAL(6,2)'],
    ['maybe', 'bool'],
    ['2023-02-29', 'DATE'],
    ['2024-01-31 25:00', 'TIMESTAMP'],
    ['not-a-uuid', 'UUID'],
  ])('does not take %s for %s', (cell, type) => {
    expect(fits(cell, type)).toBe(false)
  })
})

describe('a records path', () => {
  test.each([
    ['$', '$'],
    ['$.data.items', '$."data"."items"'],
    ['$.pages[0]."the rows"', '$."pages"[0]."the rows"'],
    ['$.a-b', '$."a-b"'],
  ])('%s is read key by key', (typed, path) => {
    expect(recordsPath(typed)).toBe(path)
  })

  test.each(['', 'data', '$data', '$.', '$.a b', '$..a', '$[x]', "$.a'"])('%s is none', typed => {
    expect(recordsPath(typed)).toBeNull()
  })
})
