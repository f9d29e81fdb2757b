import { randomUUID } from 'node:crypto'
import { mkdir, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { column, limit, project } from '#core/relation/build.ts'
import type { Column, Relation, ScanInfo, ScanRequest } from '#core/relation/relation.ts'
import {
  documentOptions,
  documents,
  type JsonForm,
  json,
  records,
  recordsPath,
  soundRecords,
} from '#core/source/json.ts'
import { printRelation } from '#core/sql/print.ts'
import { quoteLiteral, quotePath } from '#core/sql/quote.ts'
import type { Stamp } from './encoding.ts'
import { fileNames, readHead } from './scan-files.ts'
import { checkText } from './scan-head.ts'
import { checkFileColumn, uniqueNames } from './scan-names.ts'
import { failure, firstLine } from './scan-problem.ts'
import { typesGiven, withTypes } from './scan-types.ts'
import type { ScanWorld } from './scan-world.ts'

interface JsonSettings {
  readonly format: 'auto' | 'array' | 'ndjson'
  readonly records: string
  readonly types: Readonly<Record<string, string>>
  readonly fileColumn: string | null
}

const sampleRows = 20480

const parses = (text: string): boolean => {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** How records lie in a file, by its first bytes. */
const formOf = (head: string, whole: boolean, settings: JsonSettings, name: string): JsonForm => {
  if (settings.format === 'ndjson') return 'newline_delimited'
  const text = head.replace(/^\ufeff/, '').trimStart()
  if (settings.format === 'array' || text.startsWith('[')) {
    if (text.startsWith('[') || settings.records !== '$') return text.startsWith('[') ? 'array' : 'unstructured'
    throw failure(
      'E-FILE-FORMAT',
      'format',
      `${name} is not a JSON array: it does not begin with [.`,
      'set the format to auto',
    )
  }
  if (!text.startsWith('{')) {
    const begin = text.slice(0, 20).split('\n', 1)[0]
    throw failure('E-FILE-FORMAT', 'path', `${name} is not JSON: it begins with \`${begin}\`.`, 'choose a JSON file')
  }
  const lines = text.split('\n').filter(line => line.trim())
  const complete = whole ? lines : lines.slice(0, -1)
  if (complete.length === 1 && settings.records !== '$') return 'unstructured'
  return complete.slice(0, 5).some(parses) ? 'newline_delimited' : 'unstructured'
}

const look = async (file: Stamp, settings: JsonSettings): Promise<JsonForm> => {
  const bytes = await readHead(file)
  checkText(bytes, file.path, 'utf-8', 'JSON')
  const head = bytes.toString()
  const name = `\`${basename(file.path)}\``
  if (!head.replace(/^\ufeff/, '').trim())
    throw failure('E-FILE-EMPTY', 'path', `${name} holds nothing but empty lines.`)
  return formOf(head, file.size < 65536, settings, name)
}

/** The JSON reader takes a document whole; a compressed one may be many times as long. */
const documentSize = (files: readonly Stamp[], form: JsonForm): number => {
  const largest = Math.max(...files.map(file => (/\.(gz|zst)$/.test(file.path) ? file.size * 30 : file.size)))
  return form === 'unstructured' ? Math.min(Math.max(16_777_216, largest + 1024), 4_294_967_295) : 16_777_216
}

interface Found {
  readonly keys: readonly string[]
  readonly types: readonly string[]
}

const failed = (files: readonly Stamp[]) => (error: unknown) => {
  const name = files.length === 1 ? `\`${basename(files[0]!.path)}\`` : 'One of the files'
  throw failure(
    'E-FILE-FORMAT',
    'path',
    `${name} is not valid JSON: ${firstLine(error).replace(/ in file ".*?"/, '')}.`,
    undefined,
    error,
  )
}

/** Keys and types of a sample of records. DuckDB's own look at a file gives up where one line is no object, so it is shown those that are. */
const sniffRecords = async (sound: Relation, files: readonly Stamp[], world: ScanWorld): Promise<Found> => {
  const { connection, tempFolder } = world
  await mkdir(tempFolder, { recursive: true })
  const target = join(tempFolder, `${randomUUID()}.ndjson`)
  const sample = project(limit(sound, sampleRows), [{ name: 'record', expression: column(json.record) }])
  const path = quotePath(target)
  try {
    await connection
      .execute(
        `COPY (${printRelation(sample)}) TO ${quoteLiteral(target)} (FORMAT csv, HEADER false, QUOTE '', ESCAPE '', DELIMITER '\u001f')`,
      )
      .catch(failed(files))
    const lines = `read_csv(${path}, auto_detect = false, header = false, delim = '\u001f', quote = '', escape = '', max_line_size = 16777216, columns = {'r': 'VARCHAR'})`
    const { rows } = await connection.query(
      `SELECT k FROM (SELECT unnest(keys) AS k, generate_subscripts(keys, 1) AS i, n FROM ` +
        `(SELECT json_keys(r) AS keys, row_number() OVER () AS n FROM ${lines})) GROUP BY k ORDER BY min(n * 100000 + i)`,
    )
    const keys = rows.map(row => String(row[0]))
    if (keys.length === 0) return { keys, types: [] }
    const columns = await connection.describe(
      `SELECT * FROM read_json(${path}, format = 'newline_delimited', sample_size = -1, map_inference_threshold = -1)`,
    )
    const types = keys.map((key, i) =>
      columns.length === keys.length ? columns[i]!.type : (columns.find(c => c.name === key)?.type ?? 'VARCHAR'),
    )
    return { keys, types: await plainTypes(keys, types, lines, world) }
  } finally {
    await rm(target, { force: true })
  }
}

const pointer = (key: string): string => `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`

/** DuckDB calls a key JSON if its values are of several types; where all of them are scalars they are texts here. */
const plainTypes = async (keys: readonly string[], types: readonly string[], lines: string, world: ScanWorld) => {
  const open = keys.filter((_, i) => types[i] === 'JSON')
  if (open.length === 0) return types
  const nested = open.map(key => `count_if(json_type(r, ${quoteLiteral(pointer(key))}) IN ('OBJECT', 'ARRAY'))`)
  const { rows } = await world.connection.query(`SELECT ${nested.join(', ')} FROM ${lines}`)
  return types.map((type, i) => (type === 'JSON' && Number(rows[0]![open.indexOf(keys[i]!)]) === 0 ? 'VARCHAR' : type))
}

/** Looks at the files of a JSON source: how records lie in them, and the keys and types of a sample. */
export const resolveJson = async (
  request: ScanRequest,
  world: ScanWorld,
  files: readonly Stamp[],
): Promise<ScanInfo> => {
  const settings = request.options as unknown as JsonSettings
  const path = recordsPath(settings.records)
  if (path === null) {
    const message = `\`${settings.records}\` is not a records path.`
    throw failure('E-RECORDS-PATH', 'records', message, 'write `$` for the whole document, or `$.data.items`')
  }
  const forms = new Set<JsonForm>()
  for (const file of files) forms.add(await look(file, settings))
  // The JSON reader takes lines as well, if only it may: a broken one then fails.
  const form = forms.size === 1 ? [...forms][0]! : 'unstructured'
  if (forms.size > 1 && forms.has('array')) {
    throw failure(
      'E-FILE-FORMAT',
      'path',
      'Some of the files are JSON arrays, others are not.',
      'read them with two sources',
    )
  }
  const paths = files.map(file => file.path)
  const read: ScanInfo = { ...documentOptions(form, documentSize(files, form)), files: paths, columns: [] }
  const all = records(documents(read), path)
  const found = await sniffRecords(soundRecords(all), files, world)
  if (found.keys.length === 0 && path !== '$') await checkPath(read, settings.records, path, files, world)
  const keys = found.keys.length > 0 ? found.keys : Object.keys(settings.types)
  if (keys.length === 0) {
    throw failure(
      'E-FILE-EMPTY',
      'path',
      `There are no records in \`${request.path}\`, so its columns are not known.`,
      'set types to name them',
    )
  }
  const { names, warnings } = uniqueNames(keys)
  checkFileColumn(settings.fileColumn, names)
  const given = await typesGiven(world.connection, names, settings.types)
  const columns = withTypes(
    names.map((name, i): Column => ({ name, type: found.types[i] ?? 'VARCHAR' })),
    given,
  )
  return {
    ...read,
    columns,
    pointers: Object.fromEntries(names.map((name, i) => [name, pointer(keys[i]!)])),
    fileNames: fileNames(request.path, world.folder, files, {}),
    warnings,
  }
}

const checkPath = async (
  read: ScanInfo,
  typed: string,
  path: string,
  files: readonly Stamp[],
  world: ScanWorld,
): Promise<void> => {
  const documentsText = printRelation(limit(documents(read), 1))
  const { rows } = await world.connection
    .query(
      `SELECT json_type(${json.document}, ${quoteLiteral(path)}), array_to_string(json_keys(${json.document}), ', ') FROM (${documentsText})`,
    )
    .catch(failed(files))
  if (rows[0]?.[0] === 'ARRAY' || rows[0]?.[0] === 'OBJECT') return
  const hint = rows[0]?.[1] ? `the document has ${rows[0][1]}` : undefined
  throw failure('E-RECORDS-PATH', 'records', `There are no records at \`${typed}\`.`, hint)
}
