/** A value within a text of JSON: where it begins and ends, and its path. */
export interface JsonPlace {
  readonly start: number
  readonly end: number
}

/** A list of objects that a document holds, by its path: how many of its elements were seen. */
export interface JsonList {
  readonly path: string
  readonly elements: number
}

export interface JsonWalk {
  /** What lies at the path: the elements of a list, or the value itself. */
  readonly records: readonly JsonPlace[]
  readonly lists: readonly JsonList[]
  /** The text ended before its values did, or is no JSON from here on. */
  readonly stoppedAt: number | null
}

/** Where the walk cannot go on. */
class Stop extends Error {
  constructor(readonly at: number) {
    super('The text ends or is no JSON')
  }
}

/** Deeper values are not gone into. */
const deepest = 64

const isSpace = (code: number): boolean => code === 32 || code === 10 || code === 13 || code === 9

/** Finds the records of documents of which only the beginning may be at hand. `path` as `recordsPath` gives it. */
export const walkJson = (text: string, path: string): JsonWalk => {
  const records: JsonPlace[] = []
  const lists = new Map<string, number>()
  let at = 0

  const space = (): number => {
    while (isSpace(text.charCodeAt(at))) at += 1
    return at
  }
  const expect = (sign: string): void => {
    if (text[space()] !== sign) throw new Stop(at)
    at += 1
  }
  const string = (): string => {
    const start = at
    expect('"')
    for (;;) {
      const quote = text.indexOf('"', at)
      if (quote < 0) throw new Stop(start)
      let before = quote - 1
      while (text[before] === '\\') before -= 1
      at = quote + 1
      if ((quote - before) % 2 === 1) return text.slice(start + 1, quote)
    }
  }
  const items = (close: string, item: () => void): void => {
    at += 1
    if (text[space()] === close) {
      at += 1
      return
    }
    for (;;) {
      item()
      if (text[space()] === close) {
        at += 1
        return
      }
      expect(',')
    }
  }
  const value = (own: string, depth: number): void => {
    if (depth > deepest) throw new Stop(at)
    const start = space()
    const found = text[start]
    const taken = own === path
    if (found === '[') {
      let index = 0
      items(']', () => {
        const first = space()
        if (text[first] === '{' && !/\[\d+\]/.test(own)) lists.set(own, (lists.get(own) ?? 0) + 1)
        value(`${own}[${index}]`, depth + 1)
        if (taken) records.push({ start: first, end: at })
        index += 1
      })
      return
    }
    if (found === '{')
      items('}', () => {
        space()
        const key = string()
        expect(':')
        value(`${own}."${key}"`, depth + 1)
      })
    else if (found === '"') string()
    else {
      while (at < text.length && !/[\s,\]}]/.test(text[at]!)) at += 1
      // A number at the very end may go on.
      if (at === start || at === text.length) throw new Stop(start)
    }
    if (taken) records.push({ start, end: at })
  }

  let stoppedAt: number | null = null
  try {
    while (space() < text.length) value('$', 0)
  } catch (error) {
    if (!(error instanceof Stop)) throw error
    stoppedAt = error.at
  }
  return { records, lists: [...lists].map(([list, elements]) => ({ path: list, elements })), stoppedAt }
}

/** A records path as a person would write it. */
export const shownPath = (path: string): string => path.replace(/\."([A-Za-z_][\w-]*)"/g, '.$1')
