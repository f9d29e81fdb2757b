import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { flowOf, flowRunner } from './flow-world.ts'
import { temporaryFolder } from './temp-folder.ts'

const runner = flowRunner()

const two = (n: number) => String(n).padStart(2, '0')
const date = fc
  .date({ min: new Date('1900-03-01T00:00:00Z'), max: new Date('9999-12-31T00:00:00Z'), noInvalidDate: true })
  .map(day => day.toISOString().slice(0, 10))
const clock = fc.tuple(fc.nat(23), fc.nat(59), fc.nat(59)).map(all => all.map(two).join(':'))

/** Texts that a cell can hold: an empty one is none. */
const text = fc
  .oneof(
    fc.string({ minLength: 1, maxLength: 12, unit: 'binary' }),
    fc.constantFrom('_x0041_', '_x005F_', ' ', '\t', '\r\n', '<&>"\'', ']]>', '=1+1', '#N/A', 'true', '1', 'ü 1', '😀'),
  )
  .filter(each => !each.includes('\u0000'))

/** By type: values as they are written into an inline table, and as DuckDB shows them. */
const values = {
  BIGINT: fc.integer({ min: -999_999_999_999_999, max: 999_999_999_999_999 }).map(String),
  DOUBLE: fc
    .double({ noNaN: true, noDefaultInfinity: true })
    .filter(n => !Object.is(n, -0) && (n === 0 || Math.abs(n) > 1e-300))
    .map(String),
  BOOLEAN: fc.boolean().map(String),
  VARCHAR: text,
  DATE: date,
  TIMESTAMP: fc.tuple(date, clock).map(([day, time]) => `${day} ${time}`),
  TIME: clock,
} as const

const types = Object.keys(values) as (keyof typeof values)[]
const name = fc.oneof(
  fc.constantFrom('a"b', 'select', 'ü 1', "it's", '_x0041_', 'A,b', '1', 'x\ny'),
  fc.stringMatching(/^[a-z][a-z ]{0,5}[a-z]$/),
)

const table = fc.uniqueArray(name, { minLength: 1, maxLength: 6, selector: each => each.toLowerCase() }).chain(names =>
  fc.array(fc.constantFrom(...types), { minLength: names.length, maxLength: names.length }).chain(kinds =>
    fc
      .array(fc.tuple(...kinds.map(kind => fc.option(values[kind], { freq: 4 }))), { minLength: 1, maxLength: 8 })
      // Of a row without values nothing stands in a sheet, and a column without them has no type there.
      .map(rows => rows.filter(row => row.some(cell => cell !== null)))
      .filter(rows => kinds.every((_, i) => rows.some(row => row[i] !== null)))
      .map(rows => ({ columns: names.map((each, i) => ({ name: each, type: kinds[i]! })), rows })),
  ),
)

const same = (column: string) => `CAST("${column.replaceAll('"', '""')}" AS VARCHAR)`

test('a table that is written to a sheet and read again is the same, with its names, types and nulls', async () => {
  const folder = await temporaryFolder()
  await fc.assert(
    fc.asyncProperty(table, async ({ columns, rows }) => {
      const numbered = {
        columns: [{ name: '#', type: 'BIGINT' }, ...columns],
        rows: rows.map((row, i) => [`${i}`, ...row]),
      }
      const written = await runner.run(
        folder,
        flowOf(
          {
            rows: ['source.inline', numbered],
            o: ['sink.excel', { path: 'o.xlsx' }],
            p: ['sink.parquet', { path: 'o.parquet' }],
          },
          ['rows.out o.in', 'rows.out p.in'],
        ),
      )
      expect(written.problems).toEqual([])
      const given = Object.fromEntries(numbered.columns.map(each => [each.name, each.type]))
      const back = flowOf(
        { book: ['source.excel', { path: 'o.xlsx', types: given }], b: ['sink.parquet', { path: 'b.parquet' }] },
        ['book.out b.in'],
      )
      expect((await runner.run(folder, back)).problems).toEqual([])
      const all = async (file: string) =>
        runner.rows(
          `SELECT ${numbered.columns.map(each => same(each.name)).join(', ')} FROM '${join(folder, file)}' ORDER BY CAST("#" AS BIGINT)`,
        )
      expect(await all('b.parquet')).toEqual(await all('o.parquet'))
    }),
    { numRuns: 12 },
  )
})
