import fc from 'fast-check'
import { expect, test } from 'vitest'
import { JsonPieces } from '#engine/duckdb/scan/json/split.ts'

const piecesOf = (text: string) => [...new JsonPieces(Buffer.from(text)).pieces()]
const textsOf = (text: string) => piecesOf(text).map(({ start, end }) => Buffer.from(text).toString('utf8', start, end))

const record = fc.record({ id: fc.integer(), name: fc.string({ unit: 'grapheme' }), tags: fc.array(fc.jsonValue()) })
const layout = fc.constantFrom<(records: readonly unknown[]) => string>(
  records => JSON.stringify(records),
  records => JSON.stringify(records, null, 2),
  records => `[\n${records.map(r => JSON.stringify(r)).join(',\n')}\n]\n`,
  records => records.map(r => JSON.stringify(r, null, 1)).join('\n'),
)

test('a sound file is parted into its records, however they are laid out', () => {
  fc.assert(
    fc.property(fc.array(record, { maxLength: 8 }), layout, (records, lay) => {
      expect(textsOf(lay(records)).map(text => JSON.parse(text))).toEqual(JSON.parse(JSON.stringify(records)))
      expect(piecesOf(lay(records)).every(({ fault }) => fault === null)).toBe(true)
    }),
  )
})

const mutation = fc.record({
  at: fc.nat(),
  drop: fc.nat({ max: 12 }),
  put: fc.constantFrom('', '', '"', '{', '}', '[', ']', ',', '\n', '\\', '{"id":1', 'null'),
})

test('no byte of a broken file is lost: between the pieces there is nothing but space, commas and the brackets of lists', () => {
  fc.assert(
    fc.property(
      fc.array(record, { minLength: 1, maxLength: 8 }),
      layout,
      fc.array(mutation, { minLength: 1, maxLength: 4 }),
      (records, lay, mutations) => {
        const broken = mutations.reduce((text, { at, drop, put }) => {
          const place = at % (text.length + 1)
          return text.slice(0, place) + put + text.slice(place + drop)
        }, lay(records))
        const bytes = Buffer.from(broken)
        let last = 0
        for (const { start, end } of [...new JsonPieces(bytes).pieces(), { start: bytes.length, end: bytes.length }]) {
          expect(start).toBeGreaterThanOrEqual(last)
          expect(bytes.toString('utf8', last, start)).toMatch(/^[\s,[\]]*$/)
          last = end
        }
      },
    ),
    { numRuns: 500 },
  )
})

test('after a record that does not end, reading goes on at the next that looks as those before', () => {
  const records = [1, 2, 3, 4].map(id => ({ id, k: [{ id: 10 + id }] }))
  const lines = records.map(r => `  ${JSON.stringify(r)}`)
  const broken = `[\n${lines.join(',\n').replace('{"id":2,"k":[{"id":12}]}', '{"id":2,"k":[{"id":12}')}\n]`
  expect(textsOf(broken)).toEqual([
    '{"id":1,"k":[{"id":11}]}',
    '{"id":2,"k":[{"id":12}',
    '{"id":3,"k":[{"id":13}]}',
    '{"id":4,"k":[{"id":14}]}',
  ])
})
