import { dateEdges, type Edges, lengthEdges, numberEdges } from '#core/profile/edges.ts'
import { instantText } from '#core/profile/instant.ts'
import type { ColumnProfile, Histogram, ProfileValue } from '#core/profile/types.ts'
import { call, literal, op } from '#core/relation/build.ts'
import type { Expression } from '#core/relation/expression.ts'
import type { JsonValue } from '../duckdb/value.ts'
import { type Figures, figuresOf, type Reading } from './reading.ts'
import type { Values } from './values.ts'

export type Spread = Pick<ColumnProfile, 'mean' | 'median' | 'deviation' | 'quantiles' | 'quantilesExact' | 'histogram'>

const fractions = [0.05, 0.25, 0.5, 0.75, 0.95] as const

/** More values than this are not sorted for their quantiles: it takes eight bytes each, of all columns at once. */
const mostSorted = 20_000_000

/** Sums of larger numbers, or of their squares, may be no number. */
const largest = 1e150

const microsOfDay = 86_400_000_000

const none: Spread = { mean: null, median: null, deviation: null, quantiles: [], quantilesExact: true, histogram: null }

const list = (items: readonly Expression[]): Expression => op('list', ...items)

const counted = (expression: Expression, edges: Edges | null, type: string): Readonly<Record<string, Expression>> =>
  edges === null
    ? {}
    : {
        histogram: call(
          'map_values',
          call('histogram', expression, list(edges.upper.map(edge => literal(edge, type)))),
        ),
      }

/** A column whose values are spread over a range, with what was found of it before. */
interface Spreading {
  readonly values: Values
  readonly basics: Figures
  readonly edges: Edges | null
}

const edgesOf = ({ shape, column }: Values, { min, max, shortest, longest }: Figures): Edges | null => {
  if (shape === 'number' && min !== null) return numberEdges(column.type, min as ProfileValue, max as ProfileValue)
  if (shape === 'date' && min !== null) return dateEdges(column.type, BigInt(String(min)), BigInt(String(max)))
  return shape === 'text' && shortest !== null ? lengthEdges(Number(shortest), Number(longest)) : null
}

const isSummable = ({ min, max }: Figures): boolean =>
  Math.abs(Number(min)) < largest && Math.abs(Number(max)) < largest

const moments = (numbers: Expression, exact: boolean) => ({
  mean: call('avg', numbers),
  deviation: call('stddev_samp', numbers),
  quantiles: call(exact ? 'quantile_cont' : 'approx_quantile', numbers, list(fractions.map(at => literal(at)))),
})

const measuresOf = ({ values, basics, edges }: Spreading, exact: boolean) => {
  const { column, shape, finite, real, micros, length } = values
  if (shape === 'number')
    return {
      ...(basics.min !== null && isSummable(basics) ? moments(real, exact) : {}),
      ...counted(finite, edges, column.type),
    }
  if (shape === 'date')
    return {
      ...(basics.min === null ? {} : moments(micros, exact)),
      ...counted(micros, edges, 'BIGINT'),
    }
  return shape === 'text' ? counted(length, edges, 'BIGINT') : {}
}

const histogramOf = ({ values, basics, edges }: Spreading, figures: Figures): Histogram | null => {
  if (values.shape === 'boolean' && Number(basics.count) > 0) {
    const yes = Number(basics.true)
    return { of: 'value', edges: [false, false, true], counts: [Number(basics.count) - yes, yes] }
  }
  if (edges === null || !Array.isArray(figures.histogram)) return null
  const counts = figures.histogram.map(Number)
  return { of: values.shape === 'text' ? 'length' : 'value', edges: edges.shown, counts }
}

const spreadOf = (spreading: Spreading, figures: Figures, quantilesExact: boolean): Spread => {
  const { values } = spreading
  const isDate = values.shape === 'date'
  const told = (value: JsonValue | undefined): ProfileValue | null => {
    if (value === null || value === undefined) return null
    return isDate ? instantText(BigInt(Math.round(Number(value))), values.column.type) : Number(value)
  }
  const found = Array.isArray(figures.quantiles) ? figures.quantiles.map(told) : []
  const quantiles = fractions.flatMap((at, i) => {
    const value = found[i]
    return value === null || value === undefined ? [] : [{ at, value }]
  })
  const deviation = typeof figures.deviation === 'number' ? figures.deviation : null
  return {
    mean: told(figures.mean),
    median: quantiles.find(({ at }) => at === 0.5)?.value ?? null,
    deviation: deviation !== null && isDate ? deviation / microsOfDay : deviation,
    quantiles,
    quantilesExact,
    histogram: histogramOf(spreading, figures),
  }
}

/** How the values of each column lie between the smallest and the largest: one more scan of all. */
export const readSpread = async (
  reading: Reading,
  all: readonly Values[],
  basics: readonly Figures[],
): Promise<readonly Spread[]> => {
  const sorted = all.filter(({ shape }) => shape === 'number' || shape === 'date').length
  const exact = sorted * reading.rows <= mostSorted
  const items = all.map((values, i) => ({ values, basics: basics[i]!, edges: edgesOf(values, basics[i]!) }))
  const figures = await figuresOf(reading, items, item => measuresOf(item, exact))
  return items.map((item, i) => (reading.rows === 0 ? none : spreadOf(item, figures[i]!, exact)))
}
