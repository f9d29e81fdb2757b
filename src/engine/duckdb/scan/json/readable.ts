import { basename } from 'node:path'
import type { ScanInfo } from '#core/relation/relation.ts'
import { documentOptions, type JsonForm, longestRecord } from '#core/source/json.ts'
import type { Stamp } from '../../encoding.ts'
import { DatabaseError, lackedMemory, wasInterrupted } from '../../error.ts'
import { failure, firstLine } from '../problem.ts'
import type { ScanWorld } from '../world.ts'
import { isWholeList, recordLines, soundLines } from './copy.ts'

export interface Formed {
  readonly file: Stamp
  readonly form: JsonForm
  /** A copy of our own, in which the lines that DuckDB cannot take are marked. */
  readonly marked?: boolean
  /** The path of the file that it is a copy of. */
  readonly of?: string
}

/** The files as DuckDB reads them, all in one form: themselves, or copies. */
export interface Readable {
  readonly form: JsonForm
  readonly paths: readonly string[]
  readonly copies: Readonly<Record<string, string>>
}

/** The JSON reader takes a document whole; a compressed one may be many times as long. */
const documentSize = (files: readonly Stamp[], form: JsonForm): number => {
  const largest = Math.max(...files.map(file => (/\.(gz|zst)$/.test(file.path) ? file.size * 30 : file.size)))
  return form === 'unstructured' ? Math.min(Math.max(longestRecord, largest + 1024), 4_294_967_295) : longestRecord
}

/** Whether an error may be the file's fault. */
export const isOfFile = (error: unknown): error is DatabaseError =>
  error instanceof DatabaseError && !wasInterrupted(error) && !lackedMemory(error)

export const notJson = (files: readonly Stamp[], error: unknown) => {
  const name = files.length === 1 ? `\`${basename(files[0]!.path)}\`` : 'One of the files'
  const message = `${name} is not valid JSON: ${firstLine(error).replace(/ in file ".*?"/, '')}.`
  return failure('E-FILE-FORMAT', 'path', message, undefined, error)
}

export const readAs = (readable: Readable, files: readonly Stamp[]): ScanInfo => ({
  ...documentOptions(readable.form, documentSize(files, readable.form)),
  files: readable.paths,
  columns: [],
})

const markedLines = async ({ file, marked }: Formed, { tempFolder }: ScanWorld): Promise<string | null> =>
  marked ? null : soundLines(file, tempFolder)

/** Files of lines, each as it is or as a copy in which what DuckDB cannot take is marked; others are shown to it as they are. */
export const asTheyAre = async (
  formed: readonly Formed[],
  world: ScanWorld,
  whole: boolean,
): Promise<Readable | null> => {
  const forms = new Set(formed.map(({ form }) => form))
  if (forms.size > 1) return null
  const [form] = forms
  const copies: Record<string, string> = {}
  const paths: string[] = []
  for (const each of formed) {
    const { file } = each
    if (form === 'array' && !(await isWholeList(file))) return null
    const copy = form === 'newline_delimited' && whole ? await markedLines(each, world) : null
    if (copy !== null) copies[copy] = file.path
    paths.push(copy ?? file.path)
  }
  return { form: form!, paths, copies }
}

/** All files as lines: documents and lists taken apart, where they are broken or stand among files of lines. */
export const asLines = async (formed: readonly Formed[], world: ScanWorld): Promise<Readable> => {
  const copies: Record<string, string> = {}
  const paths: string[] = []
  for (const each of formed) {
    const { file, form } = each
    const copy = await (form === 'newline_delimited' ? markedLines(each, world) : recordLines(file, world.tempFolder))
    if (copy !== null) copies[copy] = file.path
    paths.push(copy ?? file.path)
  }
  return { form: 'newline_delimited', paths, copies }
}
