import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Database, openDatabase } from '#engine/duckdb/instance.ts'
import type { Session } from '#engine/duckdb/session.ts'
import { correlation, mad, mean, median, quantile, stdev } from './naive-statistics.ts'
import { judgements, outcomes } from './outcomes.ts'

let database: Database
let session: Session

beforeAll(async () => {
  database = await openDatabase({})
  session = await database.connect()
})

afterAll(() => database.close())

interface Row {
  readonly x: number | null
  readonly y: number | null
  readonly g: string | null
  readonly on: boolean | null
}

const number = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: -20, max: 20 }) },
  { weight: 2, arbitrary: fc.constantFrom(0.1, 0.7, -3.3, 1000, -5000) },
  { weight: 1, arbitrary: fc.constantFrom(Number.NaN, Infinity, -Infinity, 1e200) },
  { weight: 1, arbitrary: fc.constant(null) },
)

const row: fc.Arbitrary<Row> = fc.record({
  x: number,
  y: number,
  g: fc.constantFrom('a', 'b', null),
  on: fc.constantFrom(true, true, false, null),
})

const rows = fc.array(row, { maxLength: 40 })

const tableOf = (all: readonly Row[]) => ({
  columns: [
    { name: 'x', type: 'DOUBLE' },
    { name: 'y', type: 'DOUBLE' },
    { name: 'g', type: 'VARCHAR' },
    { name: 'on', type: 'BOOLEAN' },
  ],
  rows: all.map(each =>
    [each.x, each.y, each.g, each.on].map(cell => (typeof cell === 'number' ? String(cell) : cell)),
  ),
})

const usable = (value: number | null): value is number => value !== null && Math.abs(value) <= 1e150

/** Above 0: too far out; about 0: the last digit decides, which is the database's own. */
type Excess = (value: number, beside: readonly number[]) => number | null

const less = (a: number | null, b: number | null): number | null => (a === null || b === null ? null : b - a)

const excesses: Readonly<Record<string, Excess>> = {
  z_score: (value, beside) => {
    const [middle, spread] = [mean(beside), stdev(beside)]
    if (middle === null || !spread || Math.min(...beside) === Math.max(...beside)) return null
    return Math.abs(value - middle) - 1.5 * spread
  },
  iqr_outlier: (value, beside) => {
    const [low, high] = [quantile(beside, 0.25), quantile(beside, 0.75)]
    if (low === null || high === null) return null
    return Math.max(low - 1.5 * (high - low) - value, value - high - 1.5 * (high - low))
  },
  mad_outlier: (value, beside) => {
    const [middle, spread] = [median(beside), mad(beside)]
    return middle === null || !spread ? null : 0.6745 * Math.abs(value - middle) - 3.5 * spread
  },
  percentile_outlier: (value, beside) => {
    const [low, high] = [less(value, quantile(beside, 0.1)), less(quantile(beside, 0.9), value)]
    return low === null || high === null ? null : Math.max(low, high)
  },
}

const settings: Readonly<Record<string, object>> = {
  z_score: { threshold: 1.5 },
  percentile_outlier: { low: 0.1, high: 0.9 },
}

interface Variant {
  readonly group: boolean
  readonly when: boolean
}

/** One letter, or several of which each will do. */
const expected = (excess: Excess, each: Row, all: readonly Row[], { group, when }: Variant): string => {
  const speaksOf = (of: Row) => !when || of.on === true
  if (!speaksOf(each) || each.x === null) return '-'
  if (!usable(each.x)) return 'X'
  const beside = all.filter(other => speaksOf(other) && (!group || other.g === each.g)).map(other => other.x)
  const out = excess(each.x, beside.filter(usable))
  if (out === null || out < -1e-9) return '.'
  return out > 1e-9 ? 'X' : '.X'
}

const close = (found: unknown, wanted: number | null) => {
  if (wanted === null) expect(found).toBeNull()
  else expect(Math.abs(Number(found) - wanted)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(wanted)))
}

describe('random numbers', () => {
  it('are outliers where the statistics of their group say so', async () => {
    const variants = [false, true].flatMap(group => [false, true].map((when): Variant => ({ group, when })))
    const asked = Object.keys(excesses).flatMap(kind => variants.map(variant => ({ kind, variant })))
    const rules = asked.map(({ kind, variant }) => ({
      kind,
      columns: ['x'],
      ...settings[kind],
      ...(variant.group ? { group: ['g'] } : {}),
      ...(variant.when ? { when: '"on"' } : {}),
    }))
    await fc.assert(
      fc.asyncProperty(rows, async all => {
        const found = await judgements(session, { rules, table: tableOf(all) })
        asked.forEach(({ kind, variant }, i) => {
          all.forEach((each, at) => {
            const letters = expected(excesses[kind]!, each, all, variant)
            expect(letters, `${kind} ${JSON.stringify(variant)} of ${each.x}`).toContain(found[i]![at])
          })
        })
      }),
      { numRuns: 25 },
    )
  })

  it('are rare where few of them are alike', async () => {
    const rules = [
      { kind: 'rare_value', columns: ['x'], count: 3 },
      { kind: 'rare_value', columns: ['x'], share: 0.125, when: '"on"' },
    ]
    await fc.assert(
      fc.asyncProperty(rows, async all => {
        const letters = (of: readonly Row[], isRare: (count: number, total: number) => boolean) => {
          const known = of.filter(each => each.x !== null)
          return all.map(each => {
            if (each.x === null || !of.includes(each)) return '-'
            return isRare(known.filter(other => Object.is(other.x, each.x) || other.x === each.x).length, known.length)
              ? 'X'
              : '.'
          })
        }
        const wanted = [
          letters(all, count => count < 3),
          letters(
            all.filter(each => each.on === true),
            (count, total) => count < 0.125 * total,
          ),
        ]
        expect(await judgements(session, { rules, table: tableOf(all) })).toEqual(wanted.map(each => each.join('')))
      }),
      { numRuns: 20 },
    )
  })

  it('have the statistics of the naive loops', async () => {
    const kinds = ['mean', 'median', 'stdev', 'sum', 'quantile', 'correlation']
    const rules = kinds.map(kind => ({
      kind,
      columns: kind === 'correlation' ? ['x', 'y'] : ['x'],
      ...(kind === 'quantile' ? { quantile: 0.3 } : {}),
      when: '"on"',
    }))
    await fc.assert(
      fc.asyncProperty(rows, async all => {
        const spoken = all.filter(each => each.on === true)
        const xs = spoken.map(each => each.x).filter(usable)
        const pairs = spoken.flatMap(({ x, y }) => (usable(x) && usable(y) ? [[x, y] as const] : []))
        const found = (await outcomes(session, { rules, table: tableOf(all) })).map(([observed]) => observed)
        const total = xs.length === 0 ? null : xs.reduce((sum, value) => sum + value, 0)
        const wanted = [mean(xs), median(xs), stdev(xs), total, quantile(xs, 0.3), correlation(pairs)]
        wanted.forEach((value, i) => {
          close(found[i], value)
        })
      }),
      { numRuns: 30 },
    )
  })
})
