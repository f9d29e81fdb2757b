import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { databaseOfTests } from '#test/engine/duckdb/session-of-tests.ts'
import { outcomes } from './outcomes.ts'

const { session } = databaseOfTests()

const epoch = Date.UTC(2024, 1, 20)
const dayOf = (day: number): string => new Date(epoch + day * 86_400_000).toISOString().slice(0, 10)

interface Row {
  readonly g: string | null
  readonly day: number | null
}

const row: fc.Arbitrary<Row> = fc.record({
  g: fc.constantFrom('a', 'b', null),
  day: fc.oneof({ weight: 8, arbitrary: fc.integer({ min: 0, max: 25 }) }, fc.constant(null)),
})

/** Days that a group lacks, as stretches in words. */
const stretches = (days: readonly number[], from: number | null, to: number | null): readonly string[] => {
  const there = new Set(days)
  const [first, last] = [from ?? Math.min(...days), to ?? Math.max(...days)]
  const found: string[] = []
  for (let day = first; day <= last; day++) {
    if (there.has(day)) continue
    const start = day
    while (day + 1 <= last && !there.has(day + 1)) day++
    found.push(start === day ? dayOf(day) : `${dayOf(start)} to ${dayOf(day)}`)
  }
  return found
}

describe('random days', () => {
  it('lack what a walk over the calendar misses', async () => {
    const end = fc.option(fc.integer({ min: -3, max: 28 }))
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 40 }), end, end, async (rows, from, to) => {
        const table = {
          columns: [
            { name: 'g', type: 'VARCHAR' },
            { name: 'day', type: 'DATE' },
          ],
          rows: rows.map(each => [each.g, each.day === null ? null : dayOf(each.day)]),
        }
        const ends = { from: from === null ? null : dayOf(from), to: to === null ? null : dayOf(to) }
        const rule = { kind: 'every_period', columns: ['day'], ...ends }
        const known = rows.filter((each): each is Row & { day: number } => each.day !== null)
        const groups = [...new Set(known.map(each => each.g))]
        const daysOf = (of: readonly (Row & { day: number })[]) => of.map(each => each.day)
        const whole = known.length === 0 ? [] : stretches(daysOf(known), from, to)
        const grouped = groups.flatMap(g =>
          stretches(daysOf(known.filter(each => each.g === g)), from, to).map(gap => `${g}: ${gap}`),
        )
        expect(await outcomes(session(), { rules: [rule, { ...rule, group: ['g'] }], table })).toEqual(
          [whole, grouped].map(gaps => [gaps.toSorted().slice(0, 10), gaps.length === 0]),
        )
      }),
      { numRuns: 60 },
    )
  })
})
