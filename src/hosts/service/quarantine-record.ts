import type { RecordShape } from '#core/node/kind.ts'

interface Member {
  readonly key: string
  /** Where its value stands in the record's text. */
  readonly start: number
  readonly end: number
}

const string = /"(?:[^"\\]|\\.)*"/y
const space = /\s*/y

const behind = (pattern: RegExp, text: string, at: number): number => {
  pattern.lastIndex = at
  return pattern.test(text) ? pattern.lastIndex : at
}

/** Behind the value that begins here. */
const valueEnd = (text: string, from: number): number => {
  let depth = 0
  for (let at = from; ; ) {
    const sign = text[at]!
    if (sign === '"') at = behind(string, text, at)
    else if (depth === 0 && /[\s,}\]]/.test(sign)) return at
    else {
      at += 1
      if (sign === '{' || sign === '[') depth += 1
      else if (sign === '}' || sign === ']') depth -= 1
    }
    if (depth === 0 && /["}\]]/.test(sign)) return at
  }
}

const isObject = (text: string): boolean => {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
  } catch {
    return false
  }
}

/** The members of a record; null: the text is no record, or has a key twice. */
const membersOf = (text: string): readonly Member[] | null => {
  if (!isObject(text)) return null
  const members: Member[] = []
  let at = behind(space, text, behind(space, text, 0) + 1)
  while (text[at] !== '}') {
    const keyEnd = behind(string, text, at)
    const start = behind(space, text, behind(space, text, keyEnd) + 1)
    const end = valueEnd(text, start)
    members.push({ key: JSON.parse(text.slice(at, keyEnd)) as string, start, end })
    at = behind(space, text, end)
    if (text[at] === ',') at = behind(space, text, at + 1)
  }
  return new Set(members.map(({ key }) => key)).size === members.length ? members : null
}

const cellOf = (value: string): string =>
  value === 'null' ? '' : value.startsWith('"') ? (JSON.parse(value) as string) : value

/** The values of a record's keys as texts, those of its columns; null: it has to be corrected as text. */
export const splitRecord = (raw: string, { keys }: RecordShape): readonly string[] | null => {
  const members = membersOf(raw)
  const byKey = new Map(members?.map(({ key, start, end }) => [key, cellOf(raw.slice(start, end))]))
  return members && keys.map(key => byKey.get(key) ?? '')
}

const isValue = (text: string): boolean => {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

const valueText = (text: string, isText: boolean): string => {
  if (isText) return JSON.stringify(text)
  return text.trim() === '' ? 'null' : isValue(text) ? text : JSON.stringify(text)
}

/** A record with other values of some keys, all else as it stands in its text. */
export const joinRecord = (cells: readonly string[], raw: string, shape: RecordShape): string | null => {
  const members = membersOf(raw)
  const before = splitRecord(raw, shape)
  if (!members || !before || cells.length !== shape.keys.length) return null
  const texts = new Map<string, string>()
  for (const [i, key] of shape.keys.entries())
    if (cells[i] !== before[i]) texts.set(key, valueText(cells[i]!, shape.texts[i] === true))
  let joined = raw
  for (const { key, start, end } of members.toReversed()) {
    const text = texts.get(key)
    if (text !== undefined) joined = joined.slice(0, start) + text + joined.slice(end)
    texts.delete(key)
  }
  const added = [...texts].map(([key, text]) => `${JSON.stringify(key)}:${text}`).join(',')
  const close = joined.lastIndexOf('}')
  return added === ''
    ? joined
    : `${joined.slice(0, close)}${members.length > 0 ? ',' : ''}${added}${joined.slice(close)}`
}
