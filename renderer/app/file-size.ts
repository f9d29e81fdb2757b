/** Bytes of memory, as a status bar says them. */
export const bytes = (count: number): string => {
  const [size, unit] = count >= 1e9 ? [1e9, 'GB'] : [1e6, 'MB']
  const value = count / size
  return `${value >= 10 || unit === 'MB' ? Math.round(value) : Number(value.toFixed(1))} ${unit}`
}

/** Bytes of a file, in the unit that fits. */
export const fileSize = (count: number) => (count < 1e6 ? `${Math.max(1, Math.round(count / 1000))} kB` : bytes(count))
