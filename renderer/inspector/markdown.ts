/** The little Markdown that help pages are written in, as plain data. */
export type Block =
  | { readonly kind: 'heading'; readonly level: number; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'list'; readonly ordered: boolean; readonly items: readonly string[] }
  | { readonly kind: 'table'; readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] }
  | { readonly kind: 'code'; readonly text: string }

const cellsOf = (line: string): readonly string[] =>
  line
    .trim()
    .replace(/^\||\|$/g, '')
    .split(/(?<!\\)\|/)
    .map(cell => cell.trim().replaceAll('\\|', '|'))

const item = /^\s*([-*]|\d+\.)\s+(.*)$/
const isTableLine = (line: string) => line.trim().startsWith('|')
const starts = (line: string) =>
  /^#{1,6} |^```/.test(line) || item.test(line) || isTableLine(line) || line.trim() === ''

interface Taken {
  readonly block: Block | null
  readonly next: number
}

const takeWhile = (lines: readonly string[], from: number, test: (line: string) => boolean): number => {
  let end = from
  while (end < lines.length && test(lines[end] ?? '')) end++
  return end
}

const takeCode = (lines: readonly string[], at: number): Taken => {
  const end = takeWhile(lines, at + 1, line => !line.startsWith('```'))
  return { block: { kind: 'code', text: lines.slice(at + 1, end).join('\n') }, next: end + 1 }
}

const takeTable = (lines: readonly string[], at: number): Taken => {
  const end = takeWhile(lines, at, isTableLine)
  const [head = [], , ...rows] = lines.slice(at, end).map(cellsOf)
  return { block: { kind: 'table', head, rows }, next: end }
}

const takeList = (lines: readonly string[], at: number): Taken => {
  const end = takeWhile(lines, at, line => item.test(line) || (line.trim() !== '' && !starts(line)))
  const items: string[] = []
  for (const line of lines.slice(at, end)) {
    const found = item.exec(line)
    if (found) items.push(found[2] ?? '')
    else items[items.length - 1] += ` ${line.trim()}`
  }
  return { block: { kind: 'list', ordered: /^\s*\d/.test(lines[at] ?? ''), items }, next: end }
}

const take = (lines: readonly string[], at: number, breaks: boolean): Taken => {
  const line = lines[at] ?? ''
  const heading = /^(#{1,6}) (.*)$/.exec(line)
  if (line.trim() === '') return { block: null, next: at + 1 }
  if (heading)
    return { block: { kind: 'heading', level: heading[1]?.length ?? 1, text: heading[2] ?? '' }, next: at + 1 }
  if (line.startsWith('```')) return takeCode(lines, at)
  if (isTableLine(line)) return takeTable(lines, at)
  if (item.test(line)) return takeList(lines, at)
  const end = takeWhile(lines, at + 1, other => !starts(other))
  return {
    block: {
      kind: 'paragraph',
      text: lines
        .slice(at, end)
        .map(part => part.trim())
        .join(breaks ? '\n' : ' '),
    },
    next: end,
  }
}

/** Splits a page into blocks; with `breaks`, the lines of a paragraph stay lines. */
export const blocksOf = (text: string, { breaks = false } = {}): readonly Block[] => {
  const lines = text.split(/\r?\n/)
  const blocks: Block[] = []
  for (let at = 0; at < lines.length; ) {
    const { block, next } = take(lines, at, breaks)
    if (block) blocks.push(block)
    at = next
  }
  return blocks
}

export interface Span {
  readonly kind: 'plain' | 'code' | 'strong' | 'emphasis'
  readonly text: string
  readonly at: number
}

const marks = /`([^`]+)`|\*\*([^*]+)\*\*|\*([^*]+)\*|(?<![\p{L}\p{N}])_([^_]+)_(?![\p{L}\p{N}])|\[([^\]]+)\]\([^)]*\)/gu

/** Code, strong and emphasised parts of a line; of a link its text alone. */
export const spansOf = (text: string): readonly Span[] => {
  const spans: Span[] = []
  let end = 0
  for (const match of text.matchAll(marks)) {
    const [all, code, strong, emphasis, other, link] = match
    if (match.index > end) spans.push({ kind: 'plain', text: text.slice(end, match.index), at: end })
    const kind = code ? 'code' : strong ? 'strong' : emphasis || other ? 'emphasis' : 'plain'
    spans.push({ kind, text: code ?? strong ?? emphasis ?? other ?? link ?? '', at: match.index })
    end = match.index + all.length
  }
  if (end < text.length) spans.push({ kind: 'plain', text: text.slice(end), at: end })
  return spans
}
