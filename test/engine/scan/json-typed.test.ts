import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type RecordKey, recordsIn } from '#engine/duckdb/scan/json/records.ts'
import { joinedKeys } from '#engine/duckdb/scan/json/seen.ts'
import { sourcesOfTests } from './source-of-tests.ts'

const { folder, write, json, jsonAsText } = sourcesOfTests()

const texts = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 6 }).map(text => JSON.stringify(text)),
  fc.constantFrom(
    '"12"',
    '"1.5"',
    '""',
    '"true"',
    '"\\u0041\\/"',
    '"\\ud83d\\ude00"',
    '"null"',
    '"a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"',
  ),
)
const digits = fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 1, maxLength: 20 })
const whole = digits.map(text => text.replace(/^0+(?=\d)/, ''))
const numbers = fc.oneof(
  { weight: 3, arbitrary: fc.integer().map(String) },
  { weight: 3, arbitrary: fc.double({ noDefaultInfinity: true, noNaN: true }).map(String) },
  fc
    .tuple(
      fc.constantFrom('', '-'),
      whole,
      fc.constantFrom('', '.5', '.0', '.123456789012345678', 'e2', 'E-3', '.5e+1'),
    )
    .map(parts => parts.join('')),
  fc.constantFrom(
    '-0',
    '2147483648',
    '9223372036854775807',
    '9223372036854775808',
    '9007199254740993',
    '1e400',
    '1e-07',
    '2.5E+10',
    '0.00001',
    '-1e99',
    '1e100',
    `0.${'3'.repeat(40)}`,
  ),
)
const days = fc
  .date({ min: new Date('0900-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
  .chain(day => fc.constantFrom(10, 19, 23).map(length => `"${day.toISOString().slice(0, length)}"`))
const times = fc.oneof(
  days,
  fc.constantFrom(
    '"2024-02-30"',
    '"2024-02-29"',
    '"2024-1-2"',
    '"2024-01-02 03:04"',
    '"2024-01-02T03:04:05Z"',
    '"2024-01-02 24:00:00"',
    '"epoch"',
    '"2024-01-02 03:04:05.1234567"',
    '"2024-01-02 "',
    '"10:00:00"',
  ),
)
const nested = fc.constantFrom('[1, 2]', '{"x": 1}', '[]', '{"x":{"y":[null]}}', '[{"x":1.50}]', '[1e+21,0.00000001]')
const words = fc.constantFrom('true', 'false', 'null')
const any = fc.oneof(texts, numbers, times, nested, words)

const kinds: readonly (readonly [string, fc.Arbitrary<string>])[] = [
  ...['BIGINT', 'INTEGER', 'UTINYINT', 'HUGEINT', 'DOUBLE', 'FLOAT', 'DECIMAL(9,2)'].map(
    type => [type, numbers] as const,
  ),
  ['BIGINT', fc.maxSafeInteger().map(String)],
  ['DOUBLE', fc.double({ min: -1e9, max: 1e9, noNaN: true }).map(value => value.toFixed(3))],
  ...['DATE', 'TIMESTAMP', 'TIMESTAMPTZ', 'TIME'].map(type => [type, times] as const),
  ['DATE', days],
  ['BOOLEAN', words],
  ['UUID', texts],
  ['JSON', any],
  ['INTEGER[]', nested],
  ['VARCHAR', texts],
  ['VARCHAR', any],
  ['BIGINT', any],
]

const column = fc
  .constantFrom(...kinds)
  .chain(([type, value]) =>
    fc
      .array(fc.oneof({ weight: 9, arbitrary: value }, { weight: 1, arbitrary: words }), { minLength: 1, maxLength: 4 })
      .map(values => ({ type, values })),
  )
const badLines = [
  '{"c0":1',
  '{"c1":"x',
  '{"c9":1}x',
  '[1]',
  '"c0"',
  '{"c0":1,"c0":2}',
  '{"c0":"\u0001"}',
  '{"c0":"\ud800"}',
  '\ufeff{}',
  '{"c0":1,}',
  '{"c\\u0030":1}',
  '}',
]
const file = fc.record({
  columns: fc.array(column, { minLength: 1, maxLength: 4 }),
  absent: fc.nat(7),
  spaced: fc.boolean(),
  ending: fc.constantFrom('\n', '\r\n', '\n\n'),
  guessed: fc.boolean(),
  bad: fc.oneof(
    { weight: 3, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.array(fc.tuple(fc.nat(4), fc.constantFrom(...badLines)), { maxLength: 2 }) },
  ),
  settings: fc.record({
    badCells: fc.constantFrom('flag', 'flag', 'reject'),
    badLines: fc.constantFrom('reject', 'flag', 'fail'),
    fileColumn: fc.constantFrom(null, 'from'),
  }),
})

describe('values that DuckDB converts', () => {
  test('give the same rows, flags and rejected records as texts that are taken from each record', async () => {
    let converted = 0
    await fc.assert(
      fc.asyncProperty(file, async ({ columns, absent, spaced, ending, guessed, bad, settings }) => {
        const [before, after] = spaced ? [' ', '\t'] : ['', '']
        const record = (at: number) => {
          const members = columns.flatMap(({ values }, i) =>
            at * 2 + i === absent ? [] : [`${before}"c${i}"${after}:${before}${values[at % values.length]!}${after}`],
          )
          return `{${(at === 2 ? members.toReversed() : members).join(',')}}`
        }
        const lines = Array.from({ length: 4 }, (_, at) => record(at))
        for (const [at, text] of bad) lines.splice(at, 0, text)
        write('typed.ndjson', lines.join(ending))
        const types = Object.fromEntries(columns.map(({ type }, i) => [`c${i}`, type]))
        const asked = { ...settings, format: 'ndjson', ...(guessed || columns.length === 1 ? {} : { types }) }
        const told = (error: Error) => error.message
        const own = await json('typed.ndjson', asked).catch(told)
        const text = await jsonAsText('typed.ndjson', asked).catch(told)
        if (typeof own === 'string' || typeof text === 'string') {
          expect(own).toBe(text)
          return
        }
        if (own.typed && own.typed.length > 0) converted += 1
        expect(own.problems).toEqual(text.problems)
        expect(own.out).toEqual(text.out)
        expect(own.reject).toEqual(text.reject)
      }),
      { numRuns: 120 },
    )
    expect(converted).toBeGreaterThan(40)
  })
})

const shown = (keys: readonly RecordKey[]) => keys.map(({ name, marks }) => ({ name, marks }))

describe('lines of records', () => {
  const line = fc.oneof(
    {
      weight: 5,
      arbitrary: fc
        .dictionary(fc.constantFrom('a', 'b', 'longer', 'ä'), fc.jsonValue({ maxDepth: 2 }))
        .map(value => JSON.stringify(value)),
    },
    fc.constantFrom('', ' \t', '{"a":', '[]', '{"a":1,"new":2,"a":3}'),
  )
  test('give the same keys, wherever a file is parted', async () => {
    const path = join(folder, 'parted.ndjson')
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { maxLength: 6 }),
        fc.array(fc.nat(120), { maxLength: 3 }),
        async (lines, cuts) => {
          const bytes = Buffer.from(lines.join('\n'))
          writeFileSync(path, bytes)
          const places = [...new Set(cuts.filter(cut => cut > 0 && cut < bytes.length))].toSorted((a, b) => a - b)
          const starts = [0, ...places]
          const parts = await Promise.all(
            starts.map((start, i) => recordsIn(path, { start, end: starts[i + 1] ?? null }, () => undefined)),
          )
          const all = await recordsIn(path, { start: 0, end: null }, () => undefined)
          expect(all).not.toBe(null)
          expect(parts.every(part => part !== null)).toBe(true)
          expect(shown(joinedKeys(parts.map(part => part!.keys)))).toEqual(shown(all!.keys))
          let before = 0
          const odd = parts.flatMap(part => {
            const own = part!.odd.map((value, i) => (i % 3 === 2 ? value + before : value))
            before += part!.lines
            return own
          })
          expect([before, odd]).toEqual([all!.lines, all!.odd])
          const ends = parts.flatMap(part => (part!.lines > 0 ? [part!.from, part!.to] : []))
          expect(ends).toEqual(ends.toSorted((a, b) => a - b))
        },
      ),
      { numRuns: 100 },
    )
  })

  test('are none where one is not what JSON says, or has a key twice', async () => {
    const path = join(folder, 'mutated.ndjson')
    const edit = fc.record({
      at: fc.nat(60),
      drop: fc.nat(2),
      put: fc.constantFrom(
        '',
        '"',
        '\\',
        '{',
        '}',
        '[',
        ',',
        ':',
        '0',
        '-',
        '.',
        'e',
        '\u0001',
        '\r',
        '\\u00',
        'NaN',
        '//',
      ),
    })
    let [taken, refused] = [0, 0]
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.jsonValue({ maxDepth: 2 }), { minKeys: 1 }),
        edit,
        async (value, { at, drop, put }) => {
          const sound = JSON.stringify(value)
          const text = sound.slice(0, at) + put + sound.slice(at + drop)
          writeFileSync(path, text)
          const found = await recordsIn(path, { start: 0, end: null }, () => undefined)
          if (found === null || found.odd.length > 0) {
            refused += 1
            expect(found?.keys ?? [], text).toEqual([])
            return
          }
          taken += 1
          expect(Object.keys(JSON.parse(text)), text).toHaveLength(found.keys.length)
        },
      ),
      { numRuns: 400 },
    )
    expect(Math.min(taken, refused)).toBeGreaterThan(50)
    for (const text of [
      '{"a":1,"a":2}',
      '{"a":1,"\\u0061":2}',
      '{"a":\r1}\n',
      '5',
      '[1]',
      '{"a":1}{"a":2}',
      '{"":1}',
    ]) {
      writeFileSync(path, text)
      const found = await recordsIn(path, { start: 0, end: null }, () => undefined)
      expect(found === null || found.odd.length > 0, text).toBe(true)
    }
  })
})
