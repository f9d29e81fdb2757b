import { basename } from 'node:path'
import { limit } from '#core/relation/build.ts'
import type { Column, ScanInfo, ScanRequest } from '#core/relation/relation.ts'
import { documents, json, records, recordsPath } from '#core/source/json.ts'
import { printRelation } from '#core/sql/print.ts'
import { quoteLiteral } from '#core/sql/quote.ts'
import type { Stamp } from '../../encoding.ts'
import { fileNames } from '../files.ts'
import { checkFileColumn, uniqueNames } from '../names.ts'
import { failure, type ScanProblem, warning } from '../problem.ts'
import { typesGiven, withTypes } from '../types.ts'
import type { ScanWorld } from '../world.ts'
import { correctedRecords } from './corrected.ts'
import { lookAtForm } from './form.ts'
import { findKeys, type JsonKeys, pointerOf, type SoundLines } from './keys.ts'
import { asLines, asTheyAre, type Formed, isOfFile, notJson, type Readable, readAs } from './readable.ts'
import { type Sound, soundLines } from './sound.ts'
import { typedKeys } from './typed.ts'

interface JsonSettings {
  /** Records whose values do not fit are told with their numbers. */
  readonly numbered?: boolean
  /** Lines that are no records are rows. */
  readonly keep?: boolean
  readonly format: 'auto' | 'array' | 'ndjson'
  readonly records: string
  readonly types: Readonly<Record<string, string>>
  readonly fileColumn: string | null
}

/** What is looked through in a millisecond: files that take longer than one waits are taken as they are. */
const bytesPerMillisecond = 50_000

const keysOf = (
  readable: Readable,
  files: readonly Stamp[],
  path: string,
  world: ScanWorld,
  whole: boolean,
  sound: SoundLines | null = null,
) => {
  const read = readAs(readable, files)
  const first = files.length > 1 ? records(documents({ ...read, files: readable.paths.slice(0, 1) }), path) : null
  return findKeys(records(documents(read), path), first, world, whole, sound)
}

/** How the files are to be read, and what was found in them. */
interface Looked {
  readonly readable: Readable
  readonly found: JsonKeys
  /** Of files of lines: the keys of those that are records, where all others are left out. */
  readonly sound: Sound | null
}

const lookAtTexts = async (
  formed: readonly Formed[],
  path: string,
  world: ScanWorld,
  whole: boolean,
): Promise<Looked> => {
  const files = formed.map(({ file }) => file)
  const plain = await asTheyAre(formed, world, whole)
  let cause: unknown
  if (plain) {
    try {
      const found = await keysOf(plain, files, path, world, whole)
      if (!found.nulls || plain.form === 'newline_delimited') return { readable: plain, found, sound: null }
    } catch (error) {
      if (!isOfFile(error)) throw error
      if (plain.form === 'newline_delimited') throw notJson(files, error)
      cause = error
    }
  }
  const readable = await asLines(formed, world)
  const found = await keysOf(readable, files, path, world, whole).catch(error => {
    throw isOfFile(error) ? notJson(files, error) : error
  })
  if (found.keys.length === 0 && cause !== undefined) throw notJson(files, cause)
  return { readable, found, sound: null }
}

const lookAtSound = async (sound: Sound, formed: readonly Formed[], world: ScanWorld): Promise<Looked> => {
  const { paths, copies } = sound
  const readable: Readable = { form: 'newline_delimited', paths, copies }
  const files = formed.map(({ file }) => file)
  return { readable, found: await keysOf(readable, files, '$', world, true, sound), sound }
}

const formsOf = async (files: readonly Stamp[], settings: JsonSettings) => {
  const formed: Formed[] = []
  const warnings: ScanProblem[] = []
  for (const file of files) {
    const form = await lookAtForm(file, settings.format, settings.records)
    const name = `\`${basename(file.path)}\``
    if (form !== null) formed.push({ file, form })
    else if (files.length === 1) throw failure('E-FILE-EMPTY', 'path', `${name} holds nothing but empty lines.`)
    else warnings.push(warning('W-FILE-EMPTY', 'path', `${name} holds nothing but empty lines, and was passed over.`))
  }
  if (formed.length === 0) throw failure('E-FILE-EMPTY', 'path', 'The files hold nothing but empty lines.')
  return { formed, warnings }
}

/** All copies, by the file that they are of in the end. */
const copiesOf = (
  readable: Readable,
  corrected: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> => ({
  ...corrected,
  ...Object.fromEntries(Object.entries(readable.copies).map(([copy, of]) => [copy, corrected[of] ?? of])),
})

/** Looks at the files of a JSON source: how records lie in them, and the keys and types of their values. */
export const resolveJson = async (
  request: ScanRequest,
  world: ScanWorld,
  found: readonly Stamp[],
): Promise<ScanInfo> => {
  const settings = request.options as unknown as JsonSettings
  const asked = recordsPath(settings.records)
  if (asked === null) {
    const message = `\`${settings.records}\` is not a records path.`
    throw failure('E-RECORDS-PATH', 'records', message, 'write `$` for the whole document, or `$.data.items`')
  }
  const { formed: original, warnings: empty } = await formsOf(found, settings)
  const { strip } = fileNames(request.path, world.folder, found, {})
  const shown = (path: string) => path.slice(strip.length)
  const corrected = await correctedRecords(original, asked, request.corrected ?? [], shown, world)
  const { formed, path } = corrected
  const files = formed.map(({ file }) => file)
  const size = files.reduce((sum, file) => sum + file.size, 0)
  const whole = world.patience === undefined || size <= world.patience * bytesPerMillisecond
  const mayConvert = path === '$' && whole && world.misfits !== null
  const sound = mayConvert ? await soundLines(formed, settings.keep === true, world) : null
  const looked = sound ? await lookAtSound(sound, formed, world) : await lookAtTexts(formed, path, world, whole)
  const { found: known } = looked
  if (known.keys.length === 0 && path !== '$')
    await checkPath(readAs(looked.readable, files), settings.records, path, files, world)
  const keys = known.keys.length > 0 ? known.keys : Object.keys(settings.types)
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
    names.map((name, i): Column => ({ name, type: known.types[i] ?? 'VARCHAR' })),
    given,
  )
  const typed = sound && known.keys.length > 0 ? typedKeys(columns, known.keys, sound.keys) : null
  const isText = ({ name, type }: Column) => type === 'VARCHAR' || typed?.includes(name)
  const isDirect = typed !== null && (!settings.numbered || columns.every(isText))
  // A record that is taken apart as a text is told with its place in the file.
  const isCut = sound !== null && sound.faults.length + Object.keys(sound.copies).length > 0
  const { readable, found: last } = isCut && !isDirect ? await lookAtTexts(formed, path, world, whole) : looked
  const { faults = [], kept = false } = (isDirect && sound) || {}
  return {
    ...readAs(readable, files),
    columns,
    ...(isDirect ? { typed } : {}),
    ...(faults.length > 0 ? { faults } : {}),
    ...(kept ? { keptFaults: true } : {}),
    pointers: Object.fromEntries(names.map((name, i) => [name, pointerOf(keys[i]!)])),
    fileNames: fileNames(request.path, world.folder, found, copiesOf(readable, corrected.copies)),
    ...(path === asked ? {} : { flat: true }),
    warnings: [...empty, ...warnings, ...corrected.warnings],
    ...(last.oddKeys ? { oddKeys: true } : {}),
    ...(whole ? {} : { pending: true }),
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
    .catch(error => {
      throw isOfFile(error) ? notJson(files, error) : error
    })
  if (rows[0]?.[0] === 'ARRAY' || rows[0]?.[0] === 'OBJECT') return
  const hint = rows[0]?.[1] ? `the document has ${rows[0][1]}` : undefined
  throw failure('E-RECORDS-PATH', 'records', `There are no records at \`${typed}\`.`, hint)
}
