import type { ParseOutcome } from '#core/compile/types.ts'
import type { TextRange } from '#core/problem.ts'
import { isSolid, nameOf, type Token, tokensOf } from './tokens.ts'

export type Refusal = Extract<ParseOutcome, { ok: false }>

/** A text that cannot break out of the parentheses it is put into, with its tokens' places in the wrapped SQL. */
export interface Typed {
  readonly ok: true
  readonly text: string
  readonly tokens: readonly Token[]
  /** `SELECT (⏎text⏎)`, sides quoted, odd spaces made plain. */
  readonly sql: string
  /** Token that begins at a UTF-8 byte offset of `sql`. */
  readonly at: ReadonlyMap<number, number>
}

export const refuse = (
  message: string,
  place?: TextRange,
  options: { readonly code?: string; readonly hint?: string } = {},
): Refusal => ({
  ok: false,
  code: options.code ?? 'E-EXPRESSION',
  message: `${message}.`,
  ...(place ? { start: place.start, end: place.end } : {}),
  ...(options.hint ? { hint: options.hint } : {}),
})

const encoder = new TextEncoder()
const closing: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' }

/** Looks at a text before DuckDB does: whatever could end, hide or add to the SQL around it is refused here. */
export const wrap = (text: string, sides: boolean): Typed | Refusal => {
  const tokens = tokensOf(text)
  const refused = unsound(tokens, text) ?? severalAt(tokens)
  return refused ?? put(text, tokens, ['SELECT (\n', '\n)'], index => rewritten(tokens, index, sides))
}

/** A text between two others, token by token, so that places in the whole can be told from places in the text. */
export const put = (
  text: string,
  tokens: readonly Token[],
  [head, tail]: readonly [string, string],
  piece: (index: number) => string = index => rewritten(tokens, index, false),
): Typed => {
  const at = new Map<number, number>()
  let sql = head
  let bytes = encoder.encode(head).length
  tokens.forEach((_, index) => {
    at.set(bytes, index)
    const printed = piece(index)
    sql += printed
    bytes += encoder.encode(printed).length
  })
  return { ok: true, text, tokens, sql: sql + tail, at }
}

/** `left` and `right` are keywords, so a side must be quoted; DuckDB's own swap of Unicode spaces would shift all places. */
const rewritten = (tokens: readonly Token[], index: number, sides: boolean): string => {
  const token = tokens[index]!
  if (token.kind === 'space') return token.text.replaceAll(/[^ \t\r\n]/gu, ' ')
  return sides && isSide(tokens, index) ? `"${token.text.toLowerCase()}"` : token.text
}

const isSide = (tokens: readonly Token[], index: number): boolean => {
  const token = tokens[index]!
  if (token.kind !== 'word' || !/^(?:left|right)$/i.test(token.text)) return false
  const before = tokens.slice(0, index).findLast(isSolid)
  return before?.text !== '.' && solidAfter(tokens, index)?.text === '.'
}

const solidAfter = (tokens: readonly Token[], index: number): Token | undefined =>
  tokens.find((token, i) => i > index && isSolid(token))

const unclosed: Readonly<Partial<Record<Token['kind'], string>>> = {
  string: 'The text in quotes that begins here never ends',
  quoted: 'The name in double quotes that begins here never ends',
  comment: 'The comment that begins here never ends',
}

/** A quote, comment or parenthesis that would reach past the end of the text. */
export const unsound = (tokens: readonly Token[], text: string): Refusal | null => {
  if (!tokens.some(isSolid)) return refuse('There is nothing here yet', { start: 0, end: text.length })
  const open: Token[] = []
  for (const token of tokens) {
    if (!token.closed) return refuse(unclosed[token.kind] ?? 'What begins here never ends', token)
    if (token.text.includes('\0')) return refuse('A text cannot hold the character with the number zero', token)
    if (token.kind !== 'symbol') continue
    if (token.text === ';') return refuse('A `;` has no place here', token)
    if ('([{'.includes(token.text)) open.push(token)
    if (token.text in closing && open.pop()?.text !== closing[token.text])
      return refuse(`This \`${token.text}\` closes nothing that was opened`, token)
  }
  const left = open.at(-1)
  return left ? refuse(`This \`${left.text}\` is never closed`, left) : null
}

const severalAt = (tokens: readonly Token[]): Refusal | null => {
  let depth = 0
  for (const token of tokens.filter(t => t.kind === 'symbol')) {
    depth += '([{'.includes(token.text) ? 1 : token.text in closing ? -1 : 0
    if (token.text === ',' && depth === 0)
      return refuse('There is more than one expression here: a comma stands outside all parentheses', token)
  }
  return null
}

/** The place of the token at, or last before, a byte offset of the wrapped SQL. */
export const placeOf = (typed: Typed, offset: number): TextRange | undefined => {
  let best = -1
  for (const [byte, index] of typed.at) {
    const token = typed.tokens[index]!
    if (byte <= offset && isSolid(token)) best = Math.max(best, index)
  }
  const token = typed.tokens[best]
  return token && { start: token.start, end: token.end }
}

/** Where a column's name stands, from the token it begins with; with a side, the side and the name behind its dot. */
export const referenceAt = (typed: Typed, offset: number, sided: boolean): TextRange | null => {
  const first = typed.at.get(offset)
  if (first === undefined) return null
  const token = typed.tokens[first]!
  if (!sided) return { start: token.start, end: token.end }
  const rest = typed.tokens.slice(first + 1).filter(isSolid)
  const name = rest[0]?.text === '.' ? rest[1] : undefined
  return name ? { start: token.start, end: name.end } : null
}

/** The first token that a word or quoted name like this stands in, for problems whose place DuckDB does not tell. */
export const placeOfName = (typed: Typed, name: string): TextRange | undefined => {
  const found = typed.tokens.find(
    t => (t.kind === 'word' || t.kind === 'quoted') && nameOf(t).toLowerCase() === name.toLowerCase(),
  )
  return found && { start: found.start, end: found.end }
}
