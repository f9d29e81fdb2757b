/** Statistics in plain words, the check on what the database says; null where there are none. */
export const mean = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length

/** Between two neighbours it is interpolated. */
export const quantile = (values: readonly number[], share: number): number | null => {
  if (values.length === 0) return null
  const sorted = values.toSorted((a, b) => a - b)
  const place = (sorted.length - 1) * share
  const low = sorted[Math.floor(place)]!
  const high = sorted[Math.ceil(place)]!
  return low + (high - low) * (place - Math.floor(place))
}

export const median = (values: readonly number[]): number | null => quantile(values, 0.5)

/** The standard deviation of a sample. */
export const stdev = (values: readonly number[]): number | null => {
  const middle = mean(values)
  if (middle === null || values.length < 2) return null
  return Math.sqrt(values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1))
}

/** The median of all distances from the median. */
export const mad = (values: readonly number[]): number | null => {
  const middle = median(values)
  return middle === null ? null : median(values.map(value => Math.abs(value - middle)))
}

export const correlation = (pairs: readonly (readonly [number, number])[]): number | null => {
  const [xs, ys] = [pairs.map(pair => pair[0]), pairs.map(pair => pair[1])]
  const [x, y, sx, sy] = [mean(xs), mean(ys), stdev(xs), stdev(ys)]
  if (x === null || y === null || !sx || !sy) return null
  return pairs.reduce((sum, pair) => sum + (pair[0] - x) * (pair[1] - y), 0) / (pairs.length - 1) / sx / sy
}
