import { Buffer } from 'node:buffer'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sourcesOfTests } from './source-of-tests.ts'
import { partsOfBook, workbookOf, zipOf } from './workbook.ts'

const { write, excel } = sourcesOfTests()
let made = 0

const book = {
  sheets: [
    {
      name: 'One',
      rows: [
        ['a', 'b', 'c'],
        ...Array.from({ length: 60 }, (_, i) => [i, `text ${i * 7919}`, { n: 45_000 + i, style: 1 }]),
      ],
      merged: ['A2:A4'],
    },
  ],
  formats: ['yyyy-mm-dd'],
}

/** What comes of a workbook: its rows, or the codes of its problems; never an error of the program. */
const outcome = async (bytes: Buffer, settings: Record<string, unknown> = {}) => {
  made += 1
  write(`m${made}.xlsx`, bytes)
  const { out, problems } = await excel(`m${made}.xlsx`, settings)
  const errors = problems.filter(({ severity }) => severity === 'error')
  return { rows: out.rows, codes: errors.map(({ code }) => code), messages: errors.map(({ message }) => message) }
}

test('bytes of a workbook that are others, or not there, are told, or change nothing that is read', async () => {
  const whole = await workbookOf(book)
  const { rows } = await outcome(whole)
  expect(rows).toHaveLength(60)
  await fc.assert(
    fc.asyncProperty(
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.oneof(
        fc.constant('cut' as const),
        fc.record({ bit: fc.integer({ min: 0, max: 7 }), times: fc.integer({ min: 1, max: 4 }) }),
      ),
      async (place, how) => {
        const at = Math.min(whole.length - 1, Math.floor(place * whole.length))
        let bytes = whole.subarray(0, at)
        if (how !== 'cut') {
          bytes = Buffer.from(whole)
          for (let i = at; i < Math.min(at + how.times, bytes.length); i++) bytes[i] = bytes[i]! ^ (1 << how.bit)
        }
        const found = await outcome(bytes)
        if (found.codes.length > 0) expect(['E-FILE-FORMAT', 'E-FILE-SHEET', 'E-FILE-EMPTY']).toContain(found.codes[0])
        // What names a part, or says what it is, is under no sum.
        else expect(found.rows).toHaveLength(60)
      },
    ),
    { numRuns: 120 },
  )
})

const targets = [
  'xl/workbook.xml',
  'xl/_rels/workbook.xml.rels',
  'xl/styles.xml',
  'xl/sharedStrings.xml',
  'xl/worksheets/sheet1.xml',
]

test('signs of its parts that are others are told, or read as what they say', async () => {
  const parts = partsOfBook(book)
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...targets),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.integer({ min: 0, max: 12 }),
      fc.oneof(
        fc.constantFrom(
          '<',
          '>',
          '"',
          '&',
          '/',
          '',
          '&#x110000;',
          '&#0;',
          '-1',
          '9e99',
          '\u0000',
          '<row>',
          '</c>',
          '<!--',
          '<![CDATA[',
        ),
        fc.string({ maxLength: 4 }),
      ),
      fc.constantFrom('first', 'repeat'),
      async (path, place, left, put, merged) => {
        const xml = parts[path]!
        const at = Math.floor(place * xml.length)
        const changed = { ...parts, [path]: xml.slice(0, at) + put + xml.slice(at + left) }
        const { codes, messages } = await outcome(await zipOf(changed), { merged })
        expect(codes.length, messages.join()).toBeLessThan(2)
        expect(['E-FILE-FORMAT', 'E-FILE-SHEET', 'E-FILE-EMPTY', undefined]).toContain(codes[0])
      },
    ),
    { numRuns: 60 },
  )
})
