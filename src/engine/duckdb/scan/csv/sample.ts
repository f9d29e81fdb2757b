import { CsvLines, type Line } from './lines.ts'

/** The lines of a sample that are a table under some delimiter. */
export interface Sample {
  readonly delim: string
  readonly quote: string
  readonly escape: string
  readonly columns: number
  /** Nothing but lines that fit, without a delimiter at their ends. */
  readonly text: string
  /** Every line fits. */
  readonly whole: boolean
  /** Lines end with a delimiter that no cell follows. */
  readonly trailing: boolean
  /** How many physical lines stand before the first that fits. */
  readonly before: number
  /** The first line's cells, or null where its quotes are wrong. */
  readonly first: number | null
}

interface Given {
  readonly delim: string | null
  readonly quote: string | null
  readonly escape?: string | null
  readonly skip: number
}

interface Seen {
  readonly text: string
  readonly cut: string
  readonly number: number
  readonly cells: number
  readonly lastEmpty: boolean
  readonly sound: boolean
  readonly stray: boolean
}

/** Strays that so many lines have are how the file is written: inches, say. */
export const isHabit = (strays: number, lines: number): boolean => strays >= 2 && strays * 20 >= lines

/** Whether carriage returns alone end the lines of a file that begins like this. */
export const endsWithReturns = (head: string): boolean => !head.includes('\n') && head.includes('\r')

/** The bytes of signs as a reader of lines wants them. */
export const signsOf = (
  signs: { readonly delim: string; readonly quote: string; readonly escape: string },
  head: string,
  latin: boolean,
) => {
  const bytes = (text: string) => Buffer.from(text, latin ? 'latin1' : 'utf8')
  return {
    delim: bytes(signs.delim),
    quote: bytes(signs.quote)[0] ?? -1,
    escape: bytes(signs.escape || signs.quote)[0] ?? -1,
    returns: endsWithReturns(head),
    utf8: !latin,
  }
}

const seenIn = (
  text: string,
  signs: { readonly delim: string; readonly quote: string; readonly escape: string },
  skip: number,
  whole: boolean,
): readonly Seen[] => {
  const seen: Seen[] = []
  const take = (line: Line, bytes: Buffer) => {
    if (line.start === line.end || (line.ending === 0 && !whole)) return
    const cut = Math.max(line.start, line.last - Buffer.byteLength(signs.delim))
    const own = bytes.toString('utf8', line.start, line.end)
    seen.push({
      text: own,
      cut: bytes.toString('utf8', line.start, cut),
      number: line.number,
      cells: line.cells,
      lastEmpty: line.lastEmpty,
      // What stands for bytes that were no characters would be one to the sniffer.
      sound: line.fault === null && line.pieces === null && !own.includes('\ufffd'),
      stray: line.stray,
    })
  }
  const lines = new CsvLines(signsOf(signs, text, false), null, skip, take)
  lines.push(Buffer.from(text))
  // Of a cut text the end may be the middle of a long quoted cell, whose lines are none of the table's.
  if (whole || seen.length < 3) lines.end()
  return seen
}

const mostCommon = (counts: readonly number[]): number => {
  const times = new Map<number, number>()
  for (const count of counts) times.set(count, (times.get(count) ?? 0) + 1)
  return [...times].reduce((best, one) => (one[1] > best[1] ? one : best), [0, 0])[0]
}

const sampleOf = (
  seen: readonly Seen[],
  signs: { readonly delim: string; readonly quote: string; readonly escape: string },
  skip: number,
) => {
  const habit = isHabit(seen.filter(line => line.stray).length, seen.length)
  const sound = seen.filter(line => line.sound && (habit || !line.stray))
  const cells = mostCommon(sound.map(line => line.cells))
  const [first] = seen
  const trailing =
    sound.length > 1 &&
    sound.slice(1).every(line => line.cells !== cells || line.lastEmpty) &&
    (first!.cells === cells - 1 || (first!.cells === cells && first!.lastEmpty))
  const columns = trailing ? cells - 1 : cells
  const fits = (line: Seen) =>
    line.sound &&
    (habit || !line.stray) &&
    (line.cells === cells || (trailing && line.cells === columns && !line.lastEmpty))
  const fitting = seen.filter(fits)
  const text = fitting.map(line => `${trailing && line.cells === cells ? line.cut : line.text}\n`).join('')
  return {
    ...signs,
    columns,
    text,
    whole: fitting.length === seen.length,
    trailing,
    before: (fitting[0]?.number ?? 1) - 1 - skip,
    first: first?.sound && (habit || !first.stray) ? first.cells - (trailing && first.lastEmpty ? 1 : 0) : null,
    share: seen.length === 0 ? 0 : fitting.length / seen.length,
  }
}

const candidates = [',', ';', '\t', '|']

/**
 * What of a file's beginning is a table: the lines that have as many cells as most. The sniffer is shown these alone, where ragged or
 * wrongly quoted lines keep it from seeing the table.
 */
export const tableIn = (head: string, whole: boolean, given: Given): Sample | null => {
  const quotes: readonly (readonly [string, string])[] =
    given.quote !== null
      ? [[given.quote, given.escape ?? given.quote]]
      : [
          ['"', given.escape ?? '"'],
          ...(head.includes('\\"') && !given.escape ? [['"', '\\'] as const] : []),
          ...(head.includes("'") ? [["'", given.escape ?? "'"] as const] : []),
        ]
  let best: ReturnType<typeof sampleOf> | null = null
  for (const delim of given.delim === null ? candidates : [given.delim])
    for (const pair of quotes) {
      const signs = { delim, quote: pair[0], escape: pair[1] }
      const found = sampleOf(seenIn(head, signs, given.skip, whole), signs, given.skip)
      if (found.columns < 2 || found.share < 0.5 || (best && found.share <= best.share)) continue
      best = found
    }
  return best
}
