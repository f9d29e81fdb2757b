import { isUtf8 } from 'node:buffer'
import iconv from 'iconv-lite'
import type { CellSigns } from '#core/source/csv-cells.ts'
import type { Finding, FindingOption } from '#core/source/description.ts'
import { knownEncoding, nativeEncoding } from '../encoding.ts'
import type { CsvSettings } from '../scan/csv/readable.ts'
import { cellCounts, type HeadLine, usualCells } from './csv-lines.ts'
import type { Beginning } from './head.ts'
import { counted, number, quoted, signName } from './words.ts'

export interface CsvFacts {
  readonly head: Beginning
  readonly settings: CsvSettings
  readonly signs: CellSigns
  readonly header: boolean
  readonly skip: number
  /** Lines that are neither skipped nor empty. */
  readonly lines: readonly HeadLine[]
}

const delimiters = [',', ';', '\t', '|']

const delimiterEvidence = ({ head, signs, skip }: CsvFacts, delim: string): string => {
  const counts = cellCounts(head, { ...signs, delim }, skip)
  const { cells, lines } = usualCells(counts)
  const sign = `\`${signName(delim)}\``
  if (cells > 1) return `${sign} in ${number(lines)} of ${counted(counts.length, 'line')}, ${cells} cells each`
  const any = counts.filter(each => each > 1).length
  return any === 0 ? `${sign} in no line` : `${sign} in ${number(any)} of ${counted(counts.length, 'line')}`
}

export const delimiterFinding = (facts: CsvFacts): Finding => {
  const { signs, settings } = facts
  const others = delimiters.filter(each => each !== signs.delim)
  const options = [signs.delim, ...others].map(value => ({
    value,
    label: signName(value),
    evidence: delimiterEvidence(facts, value),
  }))
  return {
    setting: 'delimiter',
    label: 'Delimiter',
    value: signName(signs.delim),
    given: settings.delimiter !== null,
    evidence: options.slice(0, 1).map(each => each.evidence),
    options,
  }
}

const times = (text: string, part: string): number => (part === '' ? 0 : text.split(part).length - 1)

export const quoteFinding = ({ lines, signs, settings, head }: CsvFacts): Finding => {
  const cells = lines.reduce((sum, line) => sum + line.cells.filter(cell => cell.quoted).length, 0)
  const broken = lines.filter(line => line.fault !== null && /quote/i.test(line.fault)).length
  const options = ['"', "'"].map(value => ({
    value,
    label: value,
    evidence: `${number(times(head.text, value))} in the text`,
  }))
  return {
    setting: 'quote',
    label: 'Quote',
    value: signName(signs.quote),
    given: settings.quote !== null,
    evidence: [
      signs.quote === ''
        ? 'no sign stands around cells'
        : cells === 0
          ? `no cell is quoted; \`${signs.quote}\` is taken, should one be`
          : `\`${signs.quote}\` around ${counted(cells, 'cell')}`,
      ...(broken > 0 ? [`${counted(broken, 'line is', 'lines are')} wrongly quoted`] : []),
    ],
    options,
  }
}

export const escapeFinding = ({ head, signs, settings }: CsvFacts): Finding => {
  const { quote } = signs
  const doubled = times(head.text, `${quote}${quote}`)
  const slashed = times(head.text, `\\${quote}`)
  const options = [
    { value: quote, label: `${quote}${quote}`, evidence: `${number(doubled)} in the text` },
    { value: '\\', label: `\\${quote}`, evidence: `${number(slashed)} in the text` },
  ]
  return {
    setting: 'escape',
    label: 'Escape',
    value: `${signs.escape || quote}${quote}`,
    given: settings.escape !== null,
    evidence: [
      doubled + slashed === 0
        ? 'no quote stands within a quoted cell'
        : `\`${quote}${quote}\` ${number(doubled)} times, \`\\${quote}\` ${number(slashed)} times`,
    ],
    options: quote === '' ? [] : options,
  }
}

export const skipFinding = ({ lines, skip, settings, head }: CsvFacts): Finding => {
  const above = head.text
    .split(/\r\n|\r|\n/)
    .slice(0, skip)
    .find(line => line.trim() !== '')
  const first = lines[0]
  return {
    setting: 'skip',
    label: 'Skip lines',
    value: number(skip),
    given: settings.skip > 0,
    evidence: [
      skip === 0
        ? `line ${number(first?.number ?? 1)} is the first of the table`
        : `${counted(skip, 'line stands', 'lines stand')} above the table${above === undefined ? '' : `, the first ${quoted(above)}`}`,
    ],
    options: [],
  }
}

export const lineEndFinding = ({ lines }: CsvFacts): Finding => {
  const of = (end: HeadLine['end']) => lines.filter(line => line.end === end).length
  const found = (['lf', 'crlf', 'cr'] as const).map(end => [end, of(end)] as const).filter(([, n]) => n > 0)
  return {
    setting: null,
    label: 'Line ends',
    value: found.map(([end]) => end.toUpperCase()).join(', ') || 'none',
    given: false,
    evidence: [
      found.map(([end, n]) => `${end.toUpperCase()} after ${counted(n, 'line')}`).join(', ') || 'one line alone',
    ],
    options: [],
  }
}

const firstAt = (lines: readonly HeadLine[], pattern: RegExp) => {
  let cells = 0
  let first: { line: number; text: string } | null = null
  for (const line of lines)
    for (const cell of line.cells)
      if (pattern.test(cell.text)) {
        cells += 1
        first ??= { line: line.number, text: cell.text }
      }
  return { cells, first }
}

export const decimalFinding = ({ lines, settings }: CsvFacts): Finding => {
  const patterns = { '.': /^\s*[-+]?\d+\.\d+\s*$/, ',': /^\s*[-+]?\d+,\d+\s*$/ }
  const options = (['.', ','] as const).map((value): FindingOption => {
    const { cells, first } = firstAt(lines, patterns[value])
    const label = value === '.' ? 'point' : 'comma'
    const evidence =
      first === null
        ? `no cell is a number with a ${label}`
        : `${counted(cells, 'cell')} as ${quoted(first.text)}, the first in line ${number(first.line)}`
    return { value, label, evidence }
  })
  return {
    setting: 'decimal',
    label: 'Decimal sign',
    value: settings.decimal === '.' ? 'point' : 'comma',
    given: settings.decimal !== '.',
    evidence: options.map(({ evidence }) => evidence!),
    options,
  }
}

/** Bytes of a text that are whole characters, where it was cut in the middle of one. */
const upToLineEnd = (raw: Buffer): Buffer => {
  const end = raw.lastIndexOf(10)
  return end < 0 ? raw : raw.subarray(0, end + 1)
}

const marks: readonly (readonly [string, readonly number[]])[] = [
  ['UTF-8', [0xef, 0xbb, 0xbf]],
  ['UTF-16 LE', [0xff, 0xfe]],
  ['UTF-16 BE', [0xfe, 0xff]],
]

const size = (bytes: number): string =>
  bytes < 2048 ? counted(bytes, 'byte') : `${number(Math.round(bytes / 1024))} KB`

export const utf8Evidence = (raw: Buffer): string => {
  if (isUtf8(upToLineEnd(raw))) return `no invalid UTF-8 in the first ${size(raw.length)}`
  const lines = raw.toString('latin1').split('\n')
  const wrong = lines.flatMap((line, i) => (isUtf8(Buffer.from(line, 'latin1')) ? [] : [i + 1]))
  return `${counted(wrong.length, 'line holds', 'lines hold')} bytes that UTF-8 does not have, the first is line ${number(wrong[0] ?? 1)}`
}

/** The first text that is not plain ASCII, as an encoding reads it. */
const asRead = (raw: Buffer, encoding: string): string | null => {
  const at = raw.findIndex(byte => byte > 0x7f)
  if (at < 0) return null
  const from = Math.max(raw.lastIndexOf(10, at) + 1, at - 12)
  const end = raw.indexOf(10, at)
  return iconv.decode(raw.subarray(from, Math.min(end < 0 ? raw.length : end, at + 24)), encoding).trim()
}

const offered = ['utf-8', 'windows-1252', 'latin-1', 'utf-16']

export const encodingFinding = ({ head: { raw }, settings }: CsvFacts): Finding => {
  const mark = marks.find(([, bytes]) => bytes.every((byte, i) => raw[i] === byte))?.[0]
  const { encoding } = settings
  const evidenceOf = (name: string): string | null => {
    if (nativeEncoding(name) === 'utf-8') return utf8Evidence(raw)
    const read = knownEncoding(name) ? asRead(raw, name) : null
    return read === null ? null : `reads ${quoted(read)}`
  }
  const own = evidenceOf(encoding)
  return {
    setting: 'encoding',
    label: 'Encoding',
    value: encoding,
    given: encoding !== 'utf-8',
    evidence: [own ?? `all of the first ${size(raw.length)} is ASCII`, `byte order mark: ${mark ?? 'none'}`],
    options: [...new Set([...offered, encoding])].map(value => ({ value, label: value, evidence: evidenceOf(value) })),
  }
}
