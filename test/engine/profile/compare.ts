import { expect } from 'vitest'
import type { ColumnProfile, Profile } from '#core/profile/types.ts'
import type { Column } from '#core/relation/relation.ts'
import { naiveColumn, naiveCounts, numberOf } from './naive.ts'
import { naiveDependencies } from './naive-dependencies.ts'

const near = (got: number | null, wanted: number | null, what: string, within = 1e-9) => {
  if (got === null || wanted === null) return expect(got, what).toBe(wanted)
  expect(Math.abs(got - wanted), `${what}: ${got} for ${wanted}`).toBeLessThanOrEqual(
    within * Math.max(1, Math.abs(wanted)),
  )
}

/** Most frequent first, ties in any order: the counts are the largest there are, and each is its own value's. */
const sameCounts = (got: readonly (readonly [string, number])[], wanted: ReadonlyMap<string, number>, what: string) => {
  const largest = [...wanted.values()].sort((a, b) => b - a).slice(0, 10)
  expect(
    got.map(([, count]) => count),
    what,
  ).toEqual(largest)
  for (const [value, count] of got) expect(wanted.get(value), `${what}: ${value}`).toBe(count)
}

const day = 86_400_000

const compareColumn = (got: ColumnProfile, column: Column, cells: readonly unknown[]) => {
  const { shape, name } = got
  const wanted = naiveColumn(column, shape, cells)
  const asNumber = numberOf(shape, column.type)
  const figure = (value: unknown) => (value === null ? null : asNumber(value))
  // the mean of days is told to the day, and JavaScript reads times to the millisecond
  const step = column.type === 'DATE' ? day : shape === 'date' ? 1 : 0
  const close = (value: unknown, exact: number | null, what: string) => {
    const told = figure(value)
    if (step && told !== null && exact !== null) expect(Math.abs(told - exact), what).toBeLessThanOrEqual(step)
    // DuckDB interpolates between numbers of 32 bits in 32 bits
    else near(told, exact, what, column.type === 'FLOAT' ? 1e-6 : 1e-9)
  }
  expect(got).toMatchObject({
    name,
    type: wanted.type,
    count: wanted.count,
    nulls: wanted.nulls,
    distinct: { count: wanted.distinct, exact: true },
    notFinite: wanted.notFinite,
  })
  if (shape === 'number' || shape === 'date') {
    near(figure(got.min), wanted.min, `min of ${name}`)
    near(figure(got.max), wanted.max, `max of ${name}`)
    close(got.mean, wanted.mean, `mean of ${name}`)
    near(
      got.deviation,
      wanted.deviation === null ? null : wanted.deviation / (shape === 'date' ? day : 1),
      `deviation of ${name}`,
    )
    expect(got.quantiles).toHaveLength(wanted.quantiles.length)
    got.quantiles.forEach(({ value }, i) => {
      close(value, wanted.quantiles[i]!, `quantile ${i} of ${name}`)
    })
    expect(got.median).toEqual(got.quantiles[2]?.value ?? null)
  }
  if (got.length === null || wanted.length === null) expect(got.length).toBe(wanted.length)
  else {
    expect([got.length.min, got.length.max]).toEqual([wanted.length.min, wanted.length.max])
    near(got.length.mean, wanted.length.mean, `length of ${name}`)
  }
  const { histogram } = got
  if (histogram?.of === 'value' && shape !== 'boolean') {
    const numbers = cells
      .filter(cell => cell !== null)
      .map(asNumber)
      .filter(Number.isFinite)
    expect(histogram.counts, name).toEqual(naiveCounts(histogram, numbers, asNumber))
    expect(asNumber(histogram.edges[0])).toBe(asNumber(got.min))
    expect(asNumber(histogram.edges.at(-1))).toBe(asNumber(got.max))
  }
  if (histogram?.of === 'length') {
    const lengths = cells.filter(cell => cell !== null).map(cell => [...String(cell)].length)
    expect(histogram.counts, name).toEqual(naiveCounts(histogram, lengths, Number))
  }
  if (shape === 'boolean' && histogram)
    expect(histogram.counts).toEqual([false, true].map(value => cells.filter(cell => cell === value).length))
  if (histogram) expect(histogram.counts.length).toBe(histogram.edges.length - 1)
  else expect(wanted.count - wanted.notFinite === 0 || shape === 'other', `histogram of ${name}`).toBe(true)
  if (shape !== 'other') {
    sameCounts(
      got.frequent.map(({ value, count }) => [String(value), count]),
      wanted.frequent,
      `values of ${name}`,
    )
    const patterns = wanted.shapes.size > 100 ? wanted.rough : wanted.shapes
    sameCounts(
      got.patterns.map(({ pattern, count }) => [pattern, count]),
      patterns,
      `shapes of ${name}`,
    )
  }
}

/** Compares a profile with what plain loops find in all the rows. */
export const compareProfile = (got: Profile, columns: readonly Column[], rows: readonly (readonly unknown[])[]) => {
  expect(got.rows).toBe(rows.length)
  expect(got.scope).toBe('all')
  expect(got.columns.map(({ name, type }) => ({ name, type }))).toEqual(
    columns.map(({ name, type }) => ({ name, type })),
  )
  columns.forEach((column, i) => {
    compareColumn(
      got.columns[i]!,
      column,
      rows.map(row => row[i]),
    )
  })
  const keys = columns.filter((_, i) => {
    const cells = rows.map(row => row[i])
    const texts = new Set(cells.map(cell => JSON.stringify(cell)))
    return rows.length > 0 && !cells.includes(null) && texts.size === rows.length
  })
  expect(got.keys).toEqual(keys.map(({ name }) => [name]))
  expect(got.dependencies).toEqual(naiveDependencies(columns, rows))
}
