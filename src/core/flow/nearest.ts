/** Edits between two names: letters added, left out, changed, or two neighbours swapped. */
export const distance = (a: string, b: string): number => {
  let before: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const change = a[i - 1] === b[j - 1] ? 0 : 1
      let cost = Math.min(row[j - 1]! + 1, last[j]! + 1, last[j - 1]! + change)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, before[j - 2]! + 1)
      row.push(cost)
    }
    before = last
    last = row
  }
  return last[b.length]!
}

const begins = (a: string, b: string): boolean =>
  Math.min(a.length, b.length) >= 3 && (a.startsWith(b) || b.startsWith(a))

/** The candidate most like a name, without case; null where none is near enough to be meant. */
export const nearest = (name: string, candidates: Iterable<string>): string | null => {
  const known = [...candidates]
  const wanted = name.toLowerCase()
  let best: string | null = null
  let least = Number.POSITIVE_INFINITY
  for (const candidate of known) {
    const other = candidate.toLowerCase()
    const longer = Math.max(wanted.length, other.length)
    const limit = wanted.length < 2 ? 0 : Math.max(1, Math.floor(longer / 3))
    if (Math.abs(other.length - wanted.length) > limit) continue
    const edits = distance(wanted, other)
    if (edits <= limit && edits < least) {
      best = candidate
      least = edits
    }
  }
  return best ?? known.find(candidate => begins(candidate.toLowerCase(), wanted)) ?? null
}

/** A hint with the nearest known name, as the part of a problem; nothing where none is near. */
export const didYouMean = (name: string, candidates: Iterable<string>): { readonly hint?: string } => {
  const near = nearest(name, candidates)
  return near === null ? {} : { hint: `did you mean \`${near}\`?` }
}
