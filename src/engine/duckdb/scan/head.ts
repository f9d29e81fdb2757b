import { isUtf8 } from 'node:buffer'
import { basename } from 'node:path'
import { failure } from './problem.ts'

const signatures: readonly (readonly [string, string, string])[] = [
  ['PAR1', 'a Parquet file', 'read it with the Parquet source'],
  [
    'PK\u0003\u0004',
    'a zip archive, as Excel files are',
    'read a workbook with the Excel source, or unpack the archive',
  ],
  ['\u00d0\u00cf\u0011\u00e0', 'an old Excel or Word file', 'save it as .xlsx, and read it with the Excel source'],
  ['SQLite format 3', 'a SQLite database', 'export the table as CSV'],
  ['%PDF', 'a PDF', ''],
  ['\u001f\u008b', 'compressed with gzip', 'give it a name that ends in .gz'],
  ['(\u00b5/\u00fd', 'compressed with Zstandard', 'give it a name that ends in .zst'],
]

/** What a file is, by its first bytes, if it is something well known. */
export const knownFormat = (head: Buffer): { readonly name: string; readonly hint: string } | null => {
  const text = head.subarray(0, 16).toString('latin1')
  const found = signatures.find(([signature]) => text.startsWith(signature))
  return found ? { name: found[1], hint: found[2] } : null
}

export const looksUtf16 = (head: Buffer): boolean => {
  if ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)) return true
  const sample = head.subarray(0, 512)
  const zeros = [0, 0]
  sample.forEach((byte, at) => {
    if (byte === 0) zeros[at % 2]!++
  })
  return Math.max(...zeros) > sample.length / 4 && Math.min(...zeros) === 0
}

const control = (byte: number): boolean => byte < 0x09 || (byte > 0x0d && byte < 0x20 && byte !== 0x1b)

/** Few enough lines of a text are not UTF-8 that they are broken, and the others are sound. */
const mostlyUtf8 = (head: Buffer): boolean => {
  const lines = head.toString('latin1').split('\n').slice(0, -1)
  const broken = lines.filter(line => !isUtf8(Buffer.from(line, 'latin1'))).length
  return broken * 20 <= lines.length
}

/** Throws unless the first bytes are text in an encoding of single bytes or UTF-8; `lines`: a few broken lines do not matter. */
export const checkText = (head: Buffer, path: string, encoding: string, expected: string, lines = false): void => {
  const name = `\`${basename(path)}\``
  const format = knownFormat(head)
  if (format)
    throw failure('E-FILE-FORMAT', 'path', `${name} is ${format.name}, not ${expected}.`, format.hint || undefined)
  if (/^(utf|ucs)-?(16|32|2|4)/i.test(encoding)) return
  if (looksUtf16(head)) {
    throw failure('E-FILE-ENCODING', 'encoding', `${name} is UTF-16, not ${encoding}.`, 'set the encoding to `utf-16`')
  }
  const odd = head.reduce((sum, byte) => sum + (control(byte) ? 1 : 0), 0)
  const zeros = head.reduce((sum, byte) => sum + (byte === 0 ? 1 : 0), 0)
  if (zeros > (lines ? head.length / 100 : 0) || odd > head.length / 20) {
    throw failure(
      'E-FILE-FORMAT',
      'path',
      `${name} is not text: it holds bytes that no text has.`,
      `choose ${expected}`,
    )
  }
  if (encoding !== 'utf-8') return
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true })
  } catch (error) {
    if (lines && mostlyUtf8(head)) return
    const hint = 'set the encoding, often `windows-1252` or `latin-1`'
    throw failure('E-FILE-ENCODING', 'encoding', `${name} is not in UTF-8.`, hint, error)
  }
}
