import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { databaseOfTests } from '#test/engine/duckdb/session-of-tests.ts'
import { compileWith, flowOf, readPort } from '#test/nodes/run-cases.ts'

const { session } = databaseOfTests()

type Text = string | null

const column = [{ name: 'b', type: 'VARCHAR' }]

/** What a node makes of the texts of one column, and which of them it flags. */
const changed = async (kind: string, settings: Record<string, unknown>, texts: readonly Text[]) => {
  const inputs = { in: { columns: column, rows: texts.map(text => [text]) } }
  const flow = await compileWith(session(), flowOf(kind, { name: 'texts', settings, inputs }))
  expect(flow.problems).toEqual([])
  const { rows, flags } = await readPort(session(), flow, 'node', 'out')
  return { values: rows.map(row => row[0]!), flagged: flags.map(rules => rules.length > 0) }
}

const texts = (unit: fc.Arbitrary<string>) =>
  fc.array(fc.option(fc.string({ unit, maxLength: 8 }), { freq: 8 }), { minLength: 1, maxLength: 40 })

const title = (text: string) =>
  text.toLowerCase().replace(/[\p{L}\p{M}'’]+/gu, word => {
    const [first = '', ...others] = word
    return first.toUpperCase() + others.join('')
  })

const steps: Readonly<Record<string, (text: string) => Text>> = {
  trim: text => text.trim(),
  collapse_spaces: text => text.replace(/\s+/g, ' '),
  remove_spaces: text => text.replace(/\s+/g, ''),
  upper: text => text.toUpperCase(),
  lower: text => text.toLowerCase(),
  title,
  sentence: text => text.toLowerCase().replace(/\p{L}/u, letter => letter.toUpperCase()),
  strip_accents: text => text.normalize('NFD').replace(/\p{M}/gu, ''),
  remove_control_characters: text => text.replace(/\p{Cc}/gu, ''),
  remove_invisible_characters: text =>
    text
      .replace(/[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]/gu, '')
      .replace(/(^|[^\u0080-\u{10ffff}]|\u00a0)(?:\u200c|\u200d)+/gu, '$1')
      .replace(/(?:\u200c|\u200d)+([^\u0080-\u{10ffff}]|\u00a0|$)/gu, '$1'),
  remove_digits: text => text.replace(/\p{Nd}/gu, ''),
  keep_digits: text => text.replace(/\P{Nd}/gu, ''),
  remove_letters: text => text.replace(/[\p{L}\p{M}]/gu, ''),
  keep_letters: text => text.replace(/[^\p{L}\p{M}]/gu, ''),
  keep_letters_and_digits: text => text.replace(/[^\p{L}\p{M}\p{Nd}]/gu, ''),
  remove_punctuation: text => text.replace(/[\p{P}\p{S}]/gu, ''),
  keep_punctuation: text => text.replace(/[^\p{P}\p{S}]/gu, ''),
  nfc: text => text.normalize('NFC'),
  empty_to_null: text => text || null,
}

describe('texts of any characters', () => {
  test('are cleaned as a naive program does it, step by step', async () => {
    const unit = fc.constantFrom(...'aBz éÉçñüÜ\u0301\u00a0\u2003\t\n\u0007_-.,\'’"€+0٣9:;'.split(''))
    const chosen = fc.array(fc.constantFrom(...Object.keys(steps)), { minLength: 1, maxLength: 4 })
    await fc.assert(
      fc.asyncProperty(texts(unit), chosen, async (given, names) => {
        const expected = given.map(text =>
          names.reduce((at: Text, name) => (at === null ? null : steps[name]!(at)), text),
        )
        const { values } = await changed('transform.clean', { groups: [{ columns: ['b'], steps: names }] }, given)
        expect(values).toEqual(expected)
      }),
      { numRuns: 60 },
    )
  })

  test('are mapped as a naive program does it, once, with or without case and spaces', async () => {
    const text = fc.option(fc.string({ unit: fc.constantFrom('a', 'A', 'b', ' '), maxLength: 3 }), { freq: 5 })
    await fc.assert(
      fc.asyncProperty(
        fc.array(text, { minLength: 1, maxLength: 30 }),
        fc.array(fc.tuple(text, text), { minLength: 1, maxLength: 6 }),
        fc.boolean(),
        fc.boolean(),
        fc.constantFrom('keep', 'null', 'flag'),
        async (given, all, ignoreCase, ignoreSpace, unmapped) => {
          const fold = (of: Text) => {
            const spaced = ignoreSpace ? of?.trim().replace(/ +/g, ' ') : of
            return (ignoreCase ? spaced?.toLowerCase() : spaced) ?? null
          }
          const pairs = all.filter(([from], i) => all.findIndex(([other]) => fold(other) === fold(from)) === i)
          const found = given.map(of => pairs.find(([from]) => fold(from) === fold(of)))
          const settings = { columns: ['b'], pairs, unmapped, ignoreCase, ignoreSpace }
          expect(await changed('transform.map_values', settings, given)).toEqual({
            values: found.map((pair, i) => (pair ? pair[1] : unmapped === 'keep' ? given[i] : null)),
            flagged: found.map((pair, i) => unmapped === 'flag' && !pair && given[i] !== null),
          })
        },
      ),
      { numRuns: 60 },
    )
  })
})

/** A number as people write it: null where the signs of thousands or the decimal sign stand in a wrong place. */
const numberOf = (text: string, decimal: string, thousands: string): number | null => {
  const [whole = '', fraction, ...more] = text.trim().split(decimal)
  if (more.length > 0 || (fraction !== undefined && !/^\d*$/.test(fraction))) return null
  const groups = whole.replace(/^[+-]/, '').split(thousands)
  const grouped = groups.length > 1 && /^\d{1,3}$/.test(groups[0]!) && groups.slice(1).every(g => /^\d{3}$/.test(g))
  if (groups.length > 1 ? !grouped : !/^\d*$/.test(groups[0]!)) return null
  const digits = groups.join('') + (fraction ?? '')
  if (digits === '') return null
  return Number(`${whole.startsWith('-') ? '-' : ''}${groups.join('') || '0'}.${fraction || '0'}`)
}

describe('texts of digits and signs', () => {
  const unit = fc.constantFrom(...'0123456789,.-+ '.split(''))
  const sound = fc
    .tuple(fc.integer({ min: -5_000_000, max: 5_000_000 }), fc.integer({ min: 0, max: 99 }))
    .map(([whole, cents]) => `${whole.toLocaleString('de-DE')}${cents ? `,${cents}` : ''}`)
  const numbers = fc.array(fc.option(fc.oneof(sound, fc.string({ unit, maxLength: 9 })), { freq: 8 }), {
    minLength: 1,
    maxLength: 40,
  })

  test('become numbers as a naive program reads them, and all others are flagged', async () => {
    await fc.assert(
      fc.asyncProperty(numbers, fc.constantFrom('DOUBLE', 'INTEGER', 'SMALLINT'), async (given, type) => {
        const settings = { columns: [{ column: 'b', type, decimal: ',', thousands: '.' }] }
        const limit = type === 'SMALLINT' ? 2 ** 15 : 2 ** 31
        const expected = given.map(text => {
          const value = text === null ? null : numberOf(text, ',', '.')
          const fits =
            value !== null && (type === 'DOUBLE' || (Number.isInteger(value) && value >= -limit && value < limit))
          return fits ? value : null
        })
        const { values, flagged } = await changed('transform.cast', settings, given)
        expect(values.map(value => (value === null ? null : Number(value) + 0))).toEqual(
          expected.map(value => (value === null ? null : value + 0)),
        )
        expect(flagged).toEqual(given.map((text, i) => text !== null && expected[i] === null))
      }),
      { numRuns: 60 },
    )
  })

  test('become dates by the first format that reads them, and are ambiguous where another reads another day', async () => {
    const part = fc.integer({ min: 1, max: 32 }).map(String)
    const dates = fc.array(
      fc
        .tuple(part, part, fc.integer({ min: 0, max: 99 }))
        .map(([a, b, y]) => `${a}/${b}/${String(y).padStart(2, '0')}`),
      { minLength: 1, maxLength: 40 },
    )
    const dayOf = (year: number, month: number, day: number): Text => {
      const date = new Date(Date.UTC(year, month - 1, day))
      return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date.toISOString().slice(0, 10) : null
    }
    await fc.assert(
      fc.asyncProperty(dates, fc.integer({ min: 0, max: 100 }), async (given, pivot) => {
        const settings = { columns: ['b'], formats: ['%d/%m/%y', '%m/%d/%y'], pivot }
        const read = given.map(text => {
          const [a, b, y] = text.split('/').map(Number) as [number, number, number]
          const year = y >= pivot ? 1900 + y : 2000 + y
          return [dayOf(year, b, a), dayOf(year, a, b)] as const
        })
        const { values, flagged } = await changed('transform.parse_date', settings, given)
        expect(values).toEqual(read.map(([first, second]) => first ?? second))
        expect(flagged).toEqual(
          read.map(
            ([first, second]) => (first ?? second) === null || (first !== null && second !== null && first !== second),
          ),
        )
      }),
      { numRuns: 60 },
    )
  })
})

const names = Array.from({ length: 500 }, (_, i) => `c${i}`)

test.each([
  ['transform.clean', { groups: [{ steps: ['trim'] }] }, '01.02.2024'],
  ['transform.cast', { columns: names.map(column => ({ column, type: 'DATE', format: '%d.%m.%Y' })) }, null],
  ['transform.parse_date', { columns: names, formats: ['%d.%m.%Y'], onAmbiguous: 'first', onError: 'null' }, null],
  ['transform.map_values', { columns: names, pairs: [['01.02.2024', 'soon']] }, ' 01.02.2024'],
] as const)('%s takes 500 columns', async (kind, settings, expected) => {
  const columns = names.map(name => ({ name, type: 'VARCHAR' }))
  const inputs = { in: { columns, rows: [names.map(() => ' 01.02.2024')] } }
  const flow = await compileWith(session(), flowOf(kind, { name: 'wide', settings, inputs }))
  expect(flow.problems).toEqual([])
  const { rows } = await readPort(session(), flow, 'node', 'out')
  expect(rows).toEqual([names.map(() => expected ?? '2024-02-01')])
})
