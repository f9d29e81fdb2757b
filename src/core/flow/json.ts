/** A place in a text, both from 1. */
export interface TextPlace {
  readonly line: number
  readonly column: number
}

/** What JSON allows but a document should not have: a key given twice, or a number that loses digits. */
export interface JsonNote {
  readonly about: 'twice' | 'digits'
  readonly path: readonly (string | number)[]
  readonly text: string
  readonly place: TextPlace
}

export type JsonOutcome =
  | { readonly ok: true; readonly value: unknown; readonly notes: readonly JsonNote[] }
  | { readonly ok: false; readonly message: string; readonly place: TextPlace }

const deepest = 200
const space = /[ \t\n\r]*/y
const number = /-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?/y
const word = /[A-Za-z_]+/y
const escapes: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
}
const words: Readonly<Record<string, unknown>> = { true: true, false: false, null: null }

class Stop extends Error {
  constructor(
    message: string,
    readonly at: number,
  ) {
    super(message)
  }
}

/** Line and column of an offset. */
export const placeOf = (text: string, offset: number): TextPlace => {
  const before = text.slice(0, offset)
  const line = before.split('\n').length
  return { line, column: offset - before.lastIndexOf('\n') }
}

const losesDigits = (written: string): boolean =>
  /^-?[0-9]+$/.test(written) && !Number.isSafeInteger(Number(written)) && String(Number(written)) !== written

/** Reads JSON as JSON.parse does, and also says where it breaks and which keys come twice. */
export const readJson = (text: string): JsonOutcome => {
  const notes: JsonNote[] = []
  const path: (string | number)[] = []
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0

  const match = (pattern: RegExp): string => {
    pattern.lastIndex = at
    const found = pattern.exec(text)?.[0] ?? ''
    at += found.length
    return found
  }
  const seen = (): string => {
    if (at >= text.length) return 'the end of the file'
    return text[at] === '/'
      ? 'a comment, which JSON does not have'
      : `\`${String.fromCodePoint(text.codePointAt(at)!)}\``
  }
  const fail = (expected: string): never => {
    throw new Stop(`expected ${expected}, found ${seen()}`, at)
  }
  const note = (about: JsonNote['about'], what: string, offset: number) =>
    notes.push({ about, path: [...path], text: what, place: placeOf(text, offset) })

  const string = (): string => {
    const start = at
    let result = ''
    for (at++; ; ) {
      const from = at
      while (text.charCodeAt(at) >= 32 && text[at] !== '"' && text[at] !== '\\') at++
      result += text.slice(from, at)
      const next = text[at]
      if (next === '"') {
        at++
        return result
      }
      if (next !== '\\') throw new Stop('a text is not closed with `"` on its line', start)
      const code = text[at + 1] ?? ''
      const hex = text.slice(at + 2, at + 6)
      if (code === 'u' && /^[0-9a-fA-F]{4}$/.test(hex)) {
        result += String.fromCharCode(Number.parseInt(hex, 16))
        at += 6
      } else {
        const meant = escapes[code]
        if (meant === undefined)
          throw new Stop(`\`\\${code}\` is no escape of JSON; write \`\\\\\` for a backslash`, at)
        result += meant
        at += 2
      }
    }
  }

  const object = (): Record<string, unknown> => {
    const entries = new Map<string, unknown>()
    at++
    match(space)
    if (text[at] === '}') {
      at++
      return {}
    }
    for (;;) {
      if (text[at] !== '"') fail(entries.size > 0 ? 'a key in quotes after the comma' : 'a key in quotes or `}`')
      const start = at
      const key = string()
      path.push(key)
      if (entries.has(key)) note('twice', key, start)
      match(space)
      if (text[at] !== ':') fail('`:` after the key')
      at++
      entries.set(key, value())
      path.pop()
      if (text[at] === '}') break
      if (text[at] !== ',') fail('`,` or `}`')
      at++
      match(space)
    }
    at++
    return Object.fromEntries(entries)
  }

  const array = (): unknown[] => {
    const items: unknown[] = []
    at++
    match(space)
    if (text[at] === ']') {
      at++
      return items
    }
    for (;;) {
      path.push(items.length)
      items.push(value())
      path.pop()
      if (text[at] === ']') break
      if (text[at] !== ',') fail('`,` or `]`')
      at++
    }
    at++
    return items
  }

  const scalar = (): unknown => {
    const start = at
    const digits = match(number)
    if (digits !== '') {
      if (losesDigits(digits)) note('digits', digits, start)
      return Number(digits)
    }
    const name = match(word)
    if (Object.hasOwn(words, name)) return words[name]
    at = start
    return fail('a value')
  }

  const value = (): unknown => {
    match(space)
    if (path.length > deepest) throw new Stop(`it is nested more than ${deepest} levels deep`, at)
    const first = text[at]
    const result = first === '{' ? object() : first === '[' ? array() : first === '"' ? string() : scalar()
    match(space)
    return result
  }

  try {
    const result = value()
    if (at < text.length) fail('the end of the file')
    return { ok: true, value: result, notes }
  } catch (stop) {
    if (!(stop instanceof Stop)) throw stop
    return { ok: false, message: stop.message, place: placeOf(text, stop.at) }
  }
}
