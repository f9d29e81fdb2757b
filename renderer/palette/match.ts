const same = 5

/** How well words fit a text: the same, its start, start of a word, somewhere; 0 is not at all. */
export const matched = (text: string, query: string): number => {
  const lower = text.toLowerCase()
  if (lower === query) return same
  if (lower.startsWith(query)) return 4
  if (lower.split(/[^a-z0-9]+/).some(word => word.startsWith(query))) return 3
  return query.split(/\s+/).every(word => lower.includes(word)) ? 2 : 0
}

export interface Match {
  readonly score: number
  /** The other name by which it was found, where its own fits less well. */
  readonly alias: string | null
}

/** How well something fits by its own names, by others' names for it, or else by its sentence. */
export const matchOf = (
  query: string,
  own: readonly string[],
  others: readonly string[],
  sentence: string,
): Match | null => {
  const title = Math.max(...own.map(name => matched(name, query)))
  const best = others.reduce<Match>(
    (top, name) => {
      const fit = matched(name, query)
      const score = fit === same ? fit - 0.1 : fit - 0.5
      return score > top.score ? { score, alias: name } : top
    },
    { score: title, alias: null },
  )
  if (best.score > 0) return best
  return matched(sentence, query) > 0 ? { score: 1, alias: null } : null
}
