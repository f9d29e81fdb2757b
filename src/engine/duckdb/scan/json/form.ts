import { isUtf8 } from 'node:buffer'
import { basename } from 'node:path'
import type { JsonForm } from '#core/source/json.ts'
import type { Stamp } from '../../encoding.ts'
import { readHead } from '../files.ts'
import { knownFormat, looksUtf16 } from '../head.ts'
import { failure } from '../problem.ts'

const isObject = (text: string): boolean => {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
  } catch {
    return false
  }
}

/** Lines hold records if the first does, if one of the first five does, or half of them. */
const areRecords = (lines: readonly string[]): boolean => {
  if (lines.slice(0, 5).some(isObject)) return true
  const sound = lines.filter(isObject).length
  return sound > 0 && sound * 2 >= lines.length
}

const formOf = (
  head: string,
  whole: boolean,
  format: 'auto' | 'array' | 'ndjson',
  path: string,
  name: string,
): JsonForm => {
  if (format === 'ndjson') return 'newline_delimited'
  const text = head.replace(/^\ufeff/, '').trimStart()
  if (format === 'array' || text.startsWith('[')) {
    if (text.startsWith('[') || path !== '$') return text.startsWith('[') ? 'array' : 'unstructured'
    throw failure(
      'E-FILE-FORMAT',
      'format',
      `${name} is not a JSON array: it does not begin with [.`,
      'set the format to auto',
    )
  }
  const lines = text.split(/\r\n|\n|\r/).filter(line => line.trim())
  const complete = whole ? lines : lines.slice(0, -1)
  if (!text.startsWith('{')) {
    if (areRecords(complete)) return 'newline_delimited'
    const begin = text.slice(0, 20).split('\n', 1)[0]
    throw failure('E-FILE-FORMAT', 'path', `${name} is not JSON: it begins with \`${begin}\`.`, 'choose a JSON file')
  }
  if (complete.length === 1 && path !== '$') return 'unstructured'
  return areRecords(complete) ? 'newline_delimited' : 'unstructured'
}

const notUtf8 = (head: Buffer): boolean => {
  const lines = head.toString('latin1').split('\n').slice(0, -1)
  return lines.length > 4 && lines.filter(line => !isUtf8(Buffer.from(line, 'latin1'))).length * 2 > lines.length
}

/** Throws where the first bytes are no text at all; single records that are broken are told one by one. */
const checkHead = (head: Buffer, name: string): void => {
  const format = knownFormat(head)
  if (format) throw failure('E-FILE-FORMAT', 'path', `${name} is ${format.name}, not JSON.`, format.hint || undefined)
  if (looksUtf16(head) || notUtf8(head)) {
    const encoding = looksUtf16(head) ? 'is in UTF-16' : 'is not in UTF-8'
    throw failure('E-FILE-ENCODING', 'path', `${name} ${encoding}, and JSON has to be in UTF-8.`, 'save it as UTF-8')
  }
}

/** How records lie in a file, by its first bytes; null: there is nothing but empty lines. */
export const lookAtForm = async (
  file: Stamp,
  format: 'auto' | 'array' | 'ndjson',
  path: string,
): Promise<JsonForm | null> => {
  const bytes = await readHead(file)
  const name = `\`${basename(file.path)}\``
  checkHead(bytes, name)
  const head = bytes.toString()
  const whole = file.size < 65536
  if (whole && !head.replace(/^\ufeff/, '').trim()) return null
  return formOf(head, whole, format, path, name)
}
