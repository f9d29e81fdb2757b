import { instantText, unitOf } from './instant.ts'
import { isFloating } from './shape.ts'
import type { ProfileValue } from './types.ts'

/** Most parts of a histogram. */
export const mostParts = 24

/** Edges of a histogram's parts, as they are printed in SQL and as they are shown. */
export interface Edges {
  /** The upper edge of each part, in the words of what is counted. */
  readonly upper: readonly string[]
  /** One more: the lower edge of the first part before them. */
  readonly shown: readonly ProfileValue[]
}

/** Edges of parts of equal width between two whole numbers; each number has its own part where they are few. */
export const wholeEdges = (min: bigint, max: bigint): readonly bigint[] => {
  const width = (max - min + BigInt(mostParts)) / BigInt(mostParts)
  const edges = [min]
  for (let upper = min + width - 1n; upper < max; upper += width) edges.push(upper)
  return [...edges, max]
}

/** Edges of parts of equal width between two numbers, none twice. */
export const realEdges = (min: number, max: number, rounded: (edge: number) => number): readonly number[] => {
  const edges = [min]
  for (let part = 1; part < mostParts; part++) {
    const edge = rounded(min * (1 - part / mostParts) + max * (part / mostParts))
    if (edge > edges.at(-1)! && edge < max) edges.push(edge)
  }
  return [...edges, max]
}

const scaleOf = (type: string): number => Number(/^DECIMAL\(\d+,\s*(\d+)\)$/.exec(type)?.[1] ?? 0)

const unitsOf = (value: ProfileValue, scale: number): bigint => {
  const [whole = '0', fraction = ''] = String(value).split('.')
  return BigInt(whole + fraction.padEnd(scale, '0'))
}

const decimalText = (units: bigint, scale: number): string => {
  if (scale === 0) return String(units)
  const sign = units < 0n ? '-' : ''
  const digits = String(units < 0n ? -units : units).padStart(scale + 1, '0')
  return `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`
}

const safe = BigInt(Number.MAX_SAFE_INTEGER)

/** A whole number as JSON holds it. */
export const wholeValue = (value: bigint): ProfileValue =>
  value <= safe && value >= -safe ? Number(value) : String(value)

/** Edges between a number column's smallest and largest value, all of them values of its type: a filter by them finds the same rows. */
export const numberEdges = (type: string, min: ProfileValue, max: ProfileValue): Edges => {
  if (isFloating(type)) {
    const rounded = type === 'FLOAT' ? Math.fround : (edge: number) => edge
    const edges = realEdges(rounded(Number(min)), rounded(Number(max)), rounded)
    return { upper: edges.slice(1).map(String), shown: edges }
  }
  const scale = scaleOf(type)
  const edges = wholeEdges(unitsOf(min, scale), unitsOf(max, scale))
  const texts = edges.map(edge => decimalText(edge, scale))
  return { upper: texts.slice(1), shown: type.startsWith('DECIMAL') ? texts : edges.map(wholeValue) }
}

const day = 86_400_000_000n
const firstYear = -62_135_596_800_000_000n
const lastYear = 253_402_300_799_999_999n

/** Edges between two instants in microseconds; null outside the years 1 to 9999, which a filter could not write. */
export const dateEdges = (type: string, min: bigint, max: bigint): Edges | null => {
  if (min < firstYear || max > lastYear) return null
  const unit = unitOf(type)
  const down = (micros: bigint) => (micros < 0n ? (micros - unit + 1n) / unit : micros / unit)
  // nanoseconds past the last microsecond belong to the last part
  const last = type === 'TIMESTAMP_NS' && max % day !== 0n ? max + 1n : max
  const edges = wholeEdges(down(min), down(last)).map(edge => edge * unit)
  return { upper: edges.slice(1).map(String), shown: edges.map(edge => instantText(edge, type) ?? '') }
}

/** Edges between lengths of texts. */
export const lengthEdges = (min: number, max: number): Edges => {
  const edges = wholeEdges(BigInt(min), BigInt(max))
  return { upper: edges.slice(1).map(String), shown: edges.map(Number) }
}
