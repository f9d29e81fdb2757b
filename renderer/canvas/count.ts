const exact = new Intl.NumberFormat('en-US')

/** A count as cards, panels and edges with room show it: 1,482,896. */
export const formatCount = (count: number): string => exact.format(count)

const steps = [
  [1e9, 'B'],
  [1e6, 'M'],
  [1e3, 'k'],
] as const

/** A count in three digits, for narrow gaps: 1.48 M, 730 k. */
export const shortCount = (count: number): string => {
  const step = steps.find(([size]) => count >= size)
  if (!step || count < 10_000) return formatCount(count)
  const value = count / step[0]
  return `${value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2)} ${step[1]}`
}

/** A time as a card shows it: 0.6 s, 12 ms. */
export const formatTime = (ms: number): string => {
  if (ms < 100) return `${Math.max(1, Math.round(ms))} ms`
  return ms < 60_000
    ? `${(ms / 1000).toFixed(1)} s`
    : `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`
}
