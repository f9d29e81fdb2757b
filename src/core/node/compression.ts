/** How text is packed: as the ending of the path says, or as named. */
export const textCompressions = ['auto', 'none', 'gzip', 'zstd'] as const

/** The compression of a text file in DuckDB's words. */
export const compressionOf = (path: string, chosen: (typeof textCompressions)[number]): string => {
  if (chosen !== 'auto') return chosen
  if (/\.gz$/i.test(path)) return 'gzip'
  return /\.zst$/i.test(path) ? 'zstd' : 'none'
}
