import type { ColumnProfile, Histogram } from '#core/profile/types.ts'
import type { Column } from '#core/relation/relation.ts'

/** A column's figures by plain loops over the values of its pages; edges of a histogram are taken over, and their counts are not. */
export const naiveColumn = ({ name, type }: Column, shape: ColumnProfile['shape'], cells: readonly unknown[]) => {
  const there = cells.filter(cell => cell !== null)
  const numbers = there.map(numberOf(shape, type)).filter(Number.isFinite)
  const sorted = [...numbers].sort((a, b) => a - b)
  const texts = shape === 'text' ? there.map(String) : []
  const spread = shape === 'number' || shape === 'date'
  const mean = spread && numbers.length > 0 ? sum(numbers) / numbers.length : null
  return {
    name,
    type,
    count: there.length,
    nulls: cells.length - there.length,
    distinct: new Set(there.map(cell => JSON.stringify(cell))).size,
    notFinite: spread ? there.length - numbers.length : 0,
    min: spread ? (sorted[0] ?? null) : null,
    max: spread ? (sorted.at(-1) ?? null) : null,
    mean,
    deviation:
      mean !== null && numbers.length > 1
        ? Math.sqrt(sum(numbers.map(x => (x - mean) ** 2)) / (numbers.length - 1))
        : null,
    quantiles: spread && sorted.length > 0 ? [0.05, 0.25, 0.5, 0.75, 0.95].map(at => quantile(sorted, at)) : [],
    length:
      texts.length > 0
        ? {
            min: Math.min(...texts.map(points)),
            mean: sum(texts.map(points)) / texts.length,
            max: Math.max(...texts.map(points)),
          }
        : null,
    frequent: most(there.map(cell => (typeof cell === 'object' ? JSON.stringify(cell) : String(cell)))),
    shapes: most(texts.map(shapeOfText)),
    rough: most(
      texts.map(text => shapeOfText(text).replace(/a{2,}/g, 'a+').replace(/A{2,}/g, 'A+').replace(/9{2,}/g, '9+')),
    ),
  }
}

const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0)
const points = (text: string) => [...text].length

/** A date is its milliseconds; a page shows a FLOAT by the fewest digits that mean it. */
export const numberOf =
  (shape: ColumnProfile['shape'], type: string) =>
  (cell: unknown): number => {
    if (shape !== 'date') return type === 'FLOAT' ? Math.fround(Number(cell)) : Number(cell)
    const text = String(cell)
    return Date.parse(text.includes('T') ? `${text.replace('Z', '')}Z` : `${text}T00:00:00Z`)
  }

const quantile = (sorted: readonly number[], at: number) => {
  const place = (sorted.length - 1) * at
  const low = sorted[Math.floor(place)]!
  const high = sorted[Math.ceil(place)]!
  return low + (high - low) * (place - Math.floor(place))
}

/** Every value with how often it occurs. */
const most = (values: readonly string[]): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return counts
}

const shapeOfText = (text: string) =>
  [...text]
    .slice(0, 64)
    .map(character =>
      /[\p{Ll}\p{Lm}\p{Lo}]/u.test(character)
        ? 'a'
        : /[\p{Lu}\p{Lt}]/u.test(character)
          ? 'A'
          : /\p{Nd}/u.test(character)
            ? '9'
            : character,
    )
    .join('')

/** How many numbers lie in each part of a histogram. */
export const naiveCounts = ({ edges }: Histogram, numbers: readonly number[], asNumber: (edge: unknown) => number) => {
  const at = edges.map(asNumber)
  return at.slice(1).map((upper, i) => numbers.filter(x => x <= upper && (i === 0 ? x >= at[0]! : x > at[i]!)).length)
}
