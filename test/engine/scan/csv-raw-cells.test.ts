import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sourcesOfTests } from './source-of-tests.ts'

const { write, csv } = sourcesOfTests()

/** What a cell is in `out`, and the text that its flag keeps. */
const cellOf = async (file: string, cells: readonly string[], settings: Record<string, unknown>) => {
  write(file, `id;v\n${cells.map((cell, i) => `${i};${cell}\n`).join('')}`)
  const { problems, out, reject } = await csv(file, { delimiter: ';', quote: '"', header: true, ...settings })
  expect(problems).toEqual([])
  expect(reject.rows).toEqual([])
  return out.rows.map((row, i) => [row[1], out.flags[i]!.map(flag => flag.replace(/^v is not an? [^:]*: /, ''))])
}

const fits = (value: string | null) => [value, []]
const flagged = (text: string) => [null, [text]]

describe('a cell that is no number keeps its text', () => {
  test('with a decimal comma, thousands signs, signs and spaces', async () => {
    const settings = { decimal: ',', types: { v: 'DECIMAL(12,2)' } }
    expect(
      await cellOf(
        'comma.csv',
        ['1,50', '1.234,50', '1 234,50', "1'234,50", '2.5', '-0,5', '+3', '"7,25"', '1,2,3'],
        settings,
      ),
    ).toEqual([
      fits('1.50'),
      flagged('1.234,50'),
      flagged('1 234,50'),
      flagged("1'234,50"),
      flagged('2.5'),
      fits('-0.50'),
      fits('3.00'),
      fits('7.25'),
      flagged('1,2,3'),
    ])
  })

  test('with a decimal point', async () => {
    expect(
      await cellOf('point.csv', ['1.5', '1,234.50', '"1,234"', '1,5', '12 EUR', '€5', '1.5.', '--1', '0x1F'], {
        types: { v: 'DOUBLE' },
      }),
    ).toEqual([fits('1.5'), ...['1,234.50', '1,234', '1,5', '12 EUR', '€5', '1.5.', '--1', '0x1F'].map(flagged)])
  })

  test('where it is a fraction, too large, or whole but for what stands around it', async () => {
    expect(
      await cellOf('whole.csv', ['5', '5.0', '5.5', '99999999999999999999', '5-', '"5"', '"5 "x"'].slice(0, 6), {
        types: { v: 'BIGINT' },
      }),
    ).toEqual([fits('5'), expect.anything(), flagged('5.5'), flagged('99999999999999999999'), flagged('5-'), fits('5')])
  })
})

test.each(['BIGINT', 'DECIMAL(12,2)', 'DOUBLE', 'HUGEINT'])(
  'a sign alone, or an exponent without digits, is no %s',
  async type => {
    const cells = ['-', '- ', '+  ', '1e ', '"-\t"', ' - ', '"- "', 'x']
    expect(await cellOf('signs.csv', cells, { types: { v: type } })).toEqual(
      cells.map(cell => flagged(cell.replaceAll('"', ''))),
    )
    // Alone in its file, so that nothing else keeps DuckDB from converting the column itself.
    for (const cell of cells.slice(0, -1)) {
      const found = await cellOf('sign.csv', ['1', cell, '2'], { types: { v: type } })
      expect(found[1]).toEqual(flagged(cell.replaceAll('"', '')))
    }
  },
)

describe('a null text', () => {
  test('is null alone, and flagged with anything around it', async () => {
    const settings = { nulls: ['NA', '-', 'n/a'], types: { v: 'BIGINT' } }
    expect(await cellOf('nulls.csv', ['NA', '"NA"', '-', 'n/a', 'na', 'NA.', '- ', '""', '', '-1'], settings)).toEqual([
      fits(null),
      fits(null),
      fits(null),
      fits(null),
      flagged('na'),
      flagged('NA.'),
      flagged('- '),
      flagged(''),
      flagged(''),
      fits('-1'),
    ])
  })

  test('may be a number', async () => {
    const settings = { nulls: ['-999', '0'], types: { v: 'INTEGER' } }
    expect(await cellOf('numbers.csv', ['-999', '0', '00', '999', '0.0x'], settings)).toEqual([
      fits(null),
      fits(null),
      fits('0'),
      fits('999'),
      flagged('0.0x'),
    ])
  })
})

test('the text of a cell that does not fit is that of the file, whatever stands in it', async () => {
  const sign = fc.constantFrom('1', ',', ';', '"', "'", '\n', '\r\n', ' ', '.', '€', '\\', '{', '}', '\t', '%', '😀')
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(sign, { minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 12 }),
      async parts => {
        const texts = parts.map(signs => `x${signs.join('')}x`)
        const quoted = texts.map(text => `"${text.replaceAll('"', '""')}"`)
        for (const badLines of ['reject', 'flag'])
          expect(await cellOf('any.csv', quoted, { types: { v: 'BIGINT' }, badLines })).toEqual(texts.map(flagged))
      },
    ),
    { numRuns: 20 },
  )
})
