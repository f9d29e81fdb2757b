export type TokenKind = 'space' | 'comment' | 'word' | 'quoted' | 'string' | 'number' | 'parameter' | 'symbol'

/** A piece of SQL text, in UTF-16 units. `closed` is false where a quote or comment never ends. */
export interface Token {
  readonly kind: TokenKind
  readonly text: string
  readonly start: number
  readonly end: number
  readonly closed: boolean
}

/** No letter follows a comment's or a string's own marks: what they hold is told apart by them alone. */
const patterns: readonly (readonly [TokenKind, RegExp])[] = [
  ['space', /[\s\u00a0\u200b\u2060\ufeff]+/uy],
  ['comment', /--[^\n\r]*/uy],
  ['string', /[eE]'(?:[^'\\]|\\[\s\S]|'')*(?:'|$)/uy],
  ['string', /[xXbB]?'(?:[^']|'')*(?:'|$)/uy],
  ['quoted', /"(?:[^"]|"")*(?:"|$)/uy],
  ['parameter', /\$(?:[\p{L}_][\p{L}\p{N}_]*|\d+)|\?/uy],
  ['number', /(?:\d[\d_]*\.?(?:[\d_]+)?|\.\d[\d_]*)(?:[eE][+-]?\d+)?/uy],
  ['word', /[\p{L}_\u0080-\u{10ffff}][\p{L}\p{N}\p{M}_$\u0080-\u{10ffff}]*/uy],
]

const dollarTag = /\$(?:[\p{L}_][\p{L}\p{N}_]*)?\$/uy

/** Cuts SQL text into tokens that together are the text, as DuckDB's lexer would: enough to know what is quoted. */
export const tokensOf = (text: string): readonly Token[] => {
  const tokens: Token[] = []
  let at = 0
  while (at < text.length) {
    const token = blockComment(text, at) ?? dollarQuote(text, at) ?? byPattern(text, at) ?? symbol(text, at)
    tokens.push(token)
    at = token.end
  }
  return tokens
}

const token = (kind: TokenKind, text: string, start: number, end: number, closed = true): Token => ({
  kind,
  text: text.slice(start, end),
  start,
  end,
  closed,
})

const blockComment = (text: string, start: number): Token | null => {
  if (!text.startsWith('/*', start)) return null
  let depth = 1
  let at = start + 2
  while (at < text.length && depth > 0) {
    const nested = text.startsWith('/*', at)
    const ended = text.startsWith('*/', at)
    depth += nested ? 1 : ended ? -1 : 0
    at += nested || ended ? 2 : 1
  }
  return token('comment', text, start, at, depth === 0)
}

const dollarQuote = (text: string, start: number): Token | null => {
  dollarTag.lastIndex = start
  const tag = dollarTag.exec(text)?.[0]
  if (!tag) return null
  const close = text.indexOf(tag, start + tag.length)
  return close < 0 ? token('string', text, start, text.length, false) : token('string', text, start, close + tag.length)
}

const byPattern = (text: string, start: number): Token | null => {
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = start
    const found = pattern.exec(text)
    if (!found) continue
    const end = start + found[0].length
    const mark = kind === 'quoted' ? '"' : "'"
    const closed = (kind !== 'string' && kind !== 'quoted') || closes(found[0], mark)
    return token(kind, text, start, end, closed)
  }
  return null
}

/** The closing mark is its own: not the opening one, and not half of a doubled one that the end of the text cut. */
const closes = (found: string, mark: string): boolean => {
  const body = found.slice(found.indexOf(mark) + 1)
  if (!body.endsWith(mark)) return false
  if (/^[eE]/.test(found)) return /^(?:[^'\\]|\\[\s\S]|'')*'$/u.test(body)
  const marks = mark === '"' ? /"*$/ : /'*$/
  return (marks.exec(body)?.[0].length ?? 0) % 2 === 1
}

const symbol = (text: string, start: number): Token => {
  const point = text.codePointAt(start) ?? 0
  return token('symbol', text, start, start + (point > 0xffff ? 2 : 1))
}

/** Neither space nor comment. */
export const isSolid = (t: Token): boolean => t.kind !== 'space' && t.kind !== 'comment'

/** The name that a word or a quoted identifier stands for. */
export const nameOf = (t: Token): string => (t.kind === 'quoted' ? t.text.slice(1, -1).replaceAll('""', '"') : t.text)
