import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { engineOfTests, flowOf } from '#test/engine/preview/engine-of-tests.ts'
import { compareProfile } from './compare.ts'

const { engine, page, request } = engineOfTests()

type Cell = string | null

const inline = (types: readonly string[], rows: readonly (readonly Cell[])[]) =>
  flowOf(
    {
      rows: ['source.inline', { columns: types.map((type, i) => ({ name: `c${i}`, type })), rows }],
    },
    [],
  )

const made = (sql: string) => flowOf({ made: ['transform.sql', { inputs: [], sql: [sql] }] }, [])

const profiled = (flow: ReturnType<typeof inline>, quick = false) => {
  const [node] = Object.keys(flow.nodes)
  return engine().profile(request(flow), { node: node!, port: null, quick })
}

const cells: Readonly<Record<string, fc.Arbitrary<string>>> = {
  BIGINT: fc.oneof(
    fc.integer({ min: -5, max: 30 }).map(String),
    fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String),
  ),
  UTINYINT: fc.integer({ min: 0, max: 255 }).map(String),
  DOUBLE: fc.oneof(
    fc.double({ min: -1e6, max: 1e6, noNaN: true }).map(String),
    fc.constantFrom('NaN', 'Infinity', '-Infinity', '0.1', '-0', '5e-324'),
  ),
  FLOAT: fc.float({ min: -1000, max: 1000, noNaN: true }).map(String),
  'DECIMAL(9,3)': fc.integer({ min: -999_999, max: 999_999 }).map(units => (units / 1000).toFixed(3)),
  DATE: fc
    .date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
    .map(day => day.toISOString().slice(0, 10)),
  TIMESTAMP: fc
    .date({ min: new Date('1900-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
    .map(at => at.toISOString()),
  BOOLEAN: fc.constantFrom('true', 'false'),
  VARCHAR: fc.oneof(
    fc.constantFrom('DE', 'de', 'Ää9', 'x@y.z', '12-34', '', ' ', 'Ⅷ٣字'),
    // letters that old and new tables of Unicode know alike
    fc.string({ unit: fc.constantFrom(...'aZßÄǅʰ字٣9Ⅷ😀 -\'"\n\t`$'), maxLength: 20 }),
  ),
}

const tables = fc.array(fc.constantFrom(...Object.keys(cells)), { minLength: 1, maxLength: 5 }).chain(types =>
  fc.record({
    types: fc.constant(types),
    rows: fc.array(fc.tuple(...types.map(type => fc.option(cells[type]!, { freq: 6 }))), {
      minLength: 1,
      maxLength: 60,
    }),
  }),
)

describe('the profile of a port', () => {
  test('equals what plain loops find in random tables', async () => {
    await fc.assert(
      fc.asyncProperty(tables, async ({ types, rows }) => {
        const flow = inline(types, rows)
        const shown = await page(flow, 'rows', { cutAt: null })
        compareProfile(await profiled(flow), shown.columns, shown.rows)
      }),
      { numRuns: 40 },
    )
  })

  test('knows of no rows, and of nothing but nulls, that there is nothing to know', async () => {
    for (const rows of [
      [],
      [[null, null, null, null, null]],
      [
        [null, null, null, null, null],
        [null, null, null, null, null],
      ],
    ]) {
      const { columns, keys } = await profiled(inline(['BIGINT', 'DOUBLE', 'DATE', 'VARCHAR', 'BOOLEAN'], rows))
      expect(keys).toEqual([])
      for (const column of columns)
        expect(column).toMatchObject({
          count: 0,
          nulls: rows.length,
          distinct: { count: 0, exact: true },
          min: null,
          max: null,
          mean: null,
          median: null,
          deviation: null,
          quantiles: [],
          length: null,
          histogram: null,
          frequent: [],
          patterns: [],
          roughPatterns: false,
        })
    }
  })

  test('has figures for values that no sum can hold', async () => {
    const { columns } = await profiled(
      inline(
        ['DOUBLE', 'HUGEINT'],
        [
          ['1.7e308', '170141183460469231731687303715884105727'],
          ['-1.7e308', '-170141183460469231731687303715884105727'],
          ['NaN', '0'],
        ],
      ),
    )
    expect(columns[0]).toMatchObject({
      notFinite: 1,
      min: -1.7e308,
      max: 1.7e308,
      mean: null,
      deviation: null,
      distinct: { count: 3 },
    })
    expect(columns[0]?.histogram?.counts.reduce((a, b) => a + b)).toBe(2)
    expect(columns[1]).toMatchObject({ mean: 0, max: '170141183460469231731687303715884105727' })
    expect(columns[1]?.histogram?.counts.reduce((a, b) => a + b)).toBe(3)
  })

  test('has figures for dates at and past the ends of the calendar', async () => {
    const { columns } = await profiled(
      made(`SELECT unnest([DATE '2024-01-01', 'infinity'::DATE, '-infinity'::DATE]) AS d,
        unnest([TIMESTAMP '2024-01-01', 'infinity'::TIMESTAMP, '-infinity'::TIMESTAMP]) AS t,
        unnest([DATE '5000000-01-01', DATE '0044-03-15 (BC)', NULL]) AS far,
        unnest([TIMESTAMPTZ '2024-01-01 10:00:00+00', 'infinity'::TIMESTAMPTZ, NULL]) AS z,
        unnest([TIMESTAMP_NS '2024-01-01 10:00:00.000000001', TIMESTAMP_NS '2024-01-02 10:00:00.123456789', NULL]) AS ns`),
    )
    const [d, t, far, z, ns] = columns
    expect(d).toMatchObject({ notFinite: 2, min: '2024-01-01', max: '2024-01-01', histogram: { counts: [1] } })
    expect(t).toMatchObject({ notFinite: 2, min: '2024-01-01T00:00:00', median: '2024-01-01T00:00:00' })
    expect(far).toMatchObject({ count: 2, distinct: { count: 2 }, histogram: null })
    expect(z).toMatchObject({
      min: '2024-01-01T10:00:00Z',
      frequent: [{ value: '2024-01-01T10:00:00Z', count: 1 }, {}],
    })
    expect(ns?.histogram?.counts.reduce((a, b) => a + b)).toBe(2)
  })

  test('counts and groups values of every other type by their text', async () => {
    const { columns, rows } = await profiled(
      made(`SELECT unnest([[1, 2], [1, 2], NULL]) AS lists, unnest([{'a': 1}, {'a': NULL}, NULL]) AS structs,
        unnest([MAP {'k': 1}, MAP {'k': 2}, NULL]) AS maps, unnest([TIME '10:00', TIME '11:30', NULL]) AS times,
        unnest(['\\x00'::BLOB, 'b'::BLOB, NULL]) AS blobs, unnest(['{"a":1}'::JSON, '[]'::JSON, NULL]) AS jsons,
        unnest(['a'::ENUM('b', 'a'), 'b', NULL]) AS enums, unnest([INTERVAL 1 DAY, INTERVAL 2 MONTH, NULL]) AS intervals,
        unnest([uuid '00000000-0000-0000-0000-000000000001', NULL, NULL]) AS uuids, unnest(['101'::BIT, NULL, NULL]) AS bits,
        unnest([union_value(n := 1), NULL, NULL]) AS unions, NULL AS nothing`),
    )
    expect(rows).toBe(3)
    expect(columns.map(({ name, shape, count, distinct }) => [name, shape, count, distinct.count])).toEqual([
      ['lists', 'other', 2, 1],
      ['structs', 'other', 2, 2],
      ['maps', 'other', 2, 2],
      ['times', 'other', 2, 2],
      ['blobs', 'other', 2, 2],
      ['jsons', 'other', 2, 2],
      ['enums', 'text', 2, 2],
      ['intervals', 'other', 2, 2],
      ['uuids', 'other', 1, 1],
      ['bits', 'other', 1, 1],
      ['unions', 'other', 1, 1],
      ['nothing', expect.any(String), 0, 0],
    ])
    expect(columns[0]?.frequent).toEqual([{ value: '[1, 2]', count: 2, cut: false }])
    expect(columns[3]).toMatchObject({ min: '10:00:00', max: '11:30:00' })
    expect(columns[6]).toMatchObject({ min: 'a', max: 'b', patterns: [{ pattern: 'a', count: 2 }] })
  })

  test('takes 200 columns', async () => {
    const columns = Array.from({ length: 200 }, (_, i) => `${i % 2 ? `'v' || (i % ${i + 1})` : `i * ${i}`} AS c${i}`)
    const profile = await profiled(made(`SELECT ${columns.join(', ')} FROM range(50) AS r(i)`))
    expect(profile.columns).toHaveLength(200)
    expect(profile.columns[199]).toMatchObject({ count: 50, distinct: { count: 50 }, histogram: { of: 'length' } })
    expect(profile.keys).toHaveLength(99 + 76)
  })

  test('says which columns follow from another one, of those that vary and the ones that repeat', async () => {
    const { dependencies } = await profiled(
      made(`SELECT i AS id, 'Z' || (i % 40) AS zip, CASE WHEN i % 4 > 0 THEN 'C' || (i % 4) END AS city,
        i // 100 AS block, CASE WHEN i = 9999 THEN 'odd' ELSE 'C' || (i % 4) END AS nearly, 1 AS same, [i % 4] AS list
        FROM range(12000) AS r(i)`),
    )
    expect(dependencies.rows).toBe(10_000)
    expect(dependencies.found).toEqual([
      { from: 'zip', to: 'city' },
      { from: 'zip', to: 'list' },
      { from: 'city', to: 'list' },
      { from: 'nearly', to: 'city' },
      { from: 'nearly', to: 'list' },
      { from: 'list', to: 'city' },
    ])
  })

  test('cuts long texts, and says so', async () => {
    const [column] = (await profiled(made(`SELECT repeat('😀', 300) AS t UNION ALL SELECT repeat('😀', 200)`))).columns
    expect(column?.frequent.map(({ value, cut }) => [[...String(value)].length, cut])).toEqual([
      [200, false],
      [200, true],
    ])
    expect(column?.length).toEqual({ min: 200, mean: 250, max: 300 })
  })

  test('tells shapes with their runs as one where there are many', async () => {
    const [column] = (
      await profiled(
        made(`SELECT repeat('a', (i % 20)::INT + 1) || '-' || repeat('9', (i % 7)::INT) AS t FROM range(140) AS r(i)`),
      )
    ).columns
    expect(column?.patterns[0]).toEqual({ pattern: 'a+-9+', count: 95 })
    expect(column?.patterns.reduce((all, { count }) => all + count, 0)).toBe(140)
  })

  test('estimates what is too much to group, and counts what could be a key', async () => {
    const { columns, keys } = await profiled(
      made('SELECT i, i % 1200000 AS nearly, i % 2 AS two FROM range(1800000) AS r(i)'),
    )
    const [key, nearly, two] = columns
    expect(keys).toEqual([['i']])
    expect(key).toMatchObject({ distinct: { count: 1_800_000, exact: true }, frequent: [] })
    expect(nearly?.distinct.exact).toBe(false)
    expect(Math.abs(nearly!.distinct.count - 1_200_000)).toBeLessThan(120_000)
    expect(two).toMatchObject({ distinct: { count: 2, exact: true }, histogram: { counts: [900_000, 900_000] } })
  })
})
