import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type LinePatch, lineBreaks } from '#core/quarantine/patch.ts'
import { patchName } from '#core/quarantine/words.ts'
import { unpacked, unpackedName } from '../packed.ts'
import type { ScanProblem } from '../problem.ts'
import type { Part } from './columns.ts'
import { toldText } from './fault.ts'
import { CsvLines, type Signs } from './lines.ts'
import type { Readable } from './readable.ts'

/** What became of a correction: replayed, or why not. */
type Told = 'replayed' | 'done' | 'missing' | 'several' | 'breaks'

interface Stretch {
  readonly start: number
  readonly end: number
  readonly raw: string
}

interface Placed {
  readonly patch: LinePatch
  readonly at: Stretch
}

interface Corrected {
  readonly path: string
  readonly told: ReadonlyMap<LinePatch, Told>
}

export interface CorrectOptions {
  readonly signs: (file: Readable) => Signs
  readonly skip: number
  readonly folder: string
  /** The file's name as its rejects tell it. */
  readonly shown: (path: string) => string
}

const md5 = (text: string): string => createHash('md5').update(text).digest('hex')
const encodingOf = ({ utf8 }: Signs) => (utf8 ? 'utf8' : 'latin1')

/** Hands out the lines of a file that are not empty, with the stretch of it that each is. */
const eachLine = async (
  path: string,
  signs: Signs,
  columns: number,
  skip: number,
  wanted: (number: number) => boolean,
  take: (number: number, at: Stretch) => void,
): Promise<void> => {
  const lines = new CsvLines(signs, columns, skip, (line, bytes) => {
    if (line.start === line.end || !wanted(line.number)) return
    const raw = toldText(bytes, line, encodingOf(signs))
    take(line.number, { start: lines.position + line.start, end: lines.position + line.end, raw })
  })
  for await (const chunk of unpacked(path)) lines.push(chunk as Buffer)
  lines.end()
}

/** Finds the lines that are corrected: where they stood, or else wherever their text is, if it is there once. */
const place = async (
  path: string,
  signs: Signs,
  columns: number,
  skip: number,
  patches: readonly LinePatch[],
): Promise<{ readonly placed: readonly Placed[]; readonly told: Map<LinePatch, Told> }> => {
  const told = new Map<LinePatch, Told>()
  const placed: Placed[] = []
  const numbers = new Set(patches.map(patch => patch.place.line))
  const there = new Map<number, Stretch>()
  await eachLine(
    path,
    signs,
    columns,
    skip,
    number => numbers.has(number),
    (number, at) => there.set(number, at),
  )
  const moved: LinePatch[] = []
  for (const patch of patches) {
    const at = there.get(patch.place.line)
    if (at && md5(at.raw) === patch.raw.was) placed.push({ patch, at })
    else if (at?.raw === patch.raw.to) told.set(patch, 'done')
    else moved.push(patch)
  }
  if (moved.length > 0) {
    const used = new Set(placed.map(({ at }) => at.start))
    const sought = new Map(moved.map(patch => [patch.raw.was, [] as Stretch[]]))
    await eachLine(
      path,
      signs,
      columns,
      skip,
      () => true,
      (_, at) => {
        if (!used.has(at.start)) sought.get(md5(at.raw))?.push(at)
      },
    )
    for (const patch of moved) {
      const found = sought.get(patch.raw.was)!
      const alone = moved.filter(other => other.raw.was === patch.raw.was).length === 1
      if (found.length === 1 && alone) placed.push({ patch, at: found[0]! })
      else told.set(patch, found.length === 0 ? 'missing' : 'several')
    }
  }
  const fitting = placed.filter(({ patch, at }) => lineBreaks(patch.raw.to) <= lineBreaks(at.raw))
  for (const { patch } of placed) told.set(patch, 'breaks')
  for (const { patch } of fitting) told.set(patch, 'replayed')
  return { placed: fitting.toSorted((a, b) => a.at.start - b.at.start), told }
}

/** A corrected line takes as many lines of the file as it took before, so that those after it keep their numbers. */
const written = ({ patch, at }: Placed, signs: Signs, columns: number): Buffer => {
  const spare = columns > 1 ? lineBreaks(at.raw) - lineBreaks(patch.raw.to) : 0
  return Buffer.from(patch.raw.to + (signs.returns ? '\r' : '\n').repeat(spare), encodingOf(signs))
}

/** Copies a file with other bytes in the place of some stretches. */
const copyWith = async (
  path: string,
  target: string,
  placed: readonly Placed[],
  bytesOf: (placed: Placed) => Buffer,
): Promise<void> => {
  const copy = await open(`${target}.part`, 'w')
  try {
    let position = 0
    let next = 0
    for await (const chunk of unpacked(path)) {
      const bytes = chunk as Buffer
      const end = position + bytes.length
      let from = position
      while (next < placed.length && placed[next]!.at.start < end) {
        const own = placed[next]!
        if (own.at.start >= position) {
          await copy.writeFile(bytes.subarray(from - position, own.at.start - position))
          await copy.writeFile(bytesOf(own))
        }
        from = Math.min(own.at.end, end)
        if (own.at.end > end) break
        next += 1
      }
      await copy.writeFile(bytes.subarray(from - position))
      position = end
    }
  } finally {
    await copy.close()
  }
  await rename(`${target}.part`, target)
}

const correct = async (
  file: Readable,
  columns: number,
  patches: readonly LinePatch[],
  target: string,
  { signs: signsOf, skip, folder }: CorrectOptions,
): Promise<Corrected> => {
  const signs = signsOf(file)
  const { placed, told } = await place(file.path, signs, columns, skip, patches)
  if (placed.length === 0) return { path: file.path, told }
  await mkdir(folder, { recursive: true })
  try {
    await copyWith(file.path, target, placed, each => written(each, signs, columns))
  } catch (error) {
    await rm(`${target}.part`, { force: true })
    throw error
  }
  return { path: target, told }
}

const remembered = 200
const known = new Map<string, Promise<Corrected>>()

/** The file with its corrected lines: a copy, made once for each state of it and of its corrections. */
const correctedFile = async (
  file: Readable,
  columns: number,
  patches: readonly LinePatch[],
  options: CorrectOptions,
): Promise<Corrected> => {
  const asked = [file.stamp, file.path, options.signs(file), columns, options.skip, patches, options.folder]
  const key = createHash('sha256').update(JSON.stringify(asked)).digest('hex').slice(0, 20)
  const before = await known.get(key)?.catch(() => null)
  if (before && existsSync(before.path))
    return { path: before.path, told: new Map([...before.told.values()].map((each, i) => [patches[i]!, each])) }
  const target = join(options.folder, `${key}-corrected-${unpackedName(file.stamp.path)}`)
  const made = correct(file, columns, patches, target, options).then(({ path, told }) => ({
    path,
    told: new Map(patches.map(patch => [patch, told.get(patch)!])),
  }))
  known.delete(key)
  known.set(key, made)
  if (known.size > remembered) known.delete(known.keys().next().value!)
  return made
}

const said: Readonly<Record<Exclude<Told, 'replayed'>, readonly [code: string, what: string]>> = {
  done: ['I-PATCH-DONE', 'is no longer needed: the line has the corrected text already'],
  missing: ['W-PATCH-MISSING', 'is not replayed: no line of the file has the text that was corrected'],
  several: ['W-PATCH-SEVERAL', 'is not replayed: it has moved, and several lines have the text that was corrected'],
  breaks: ['W-PATCH-VALUE', 'is not replayed: it has more line breaks than the line had'],
}

const problemOf = (patch: LinePatch, told: Exclude<Told, 'replayed'>): ScanProblem => {
  const [code, what] = said[told]
  return { code, severity: code.startsWith('I-') ? 'info' : 'warning', message: `${patchName(patch)} ${what}.` }
}

/** A source's files with their corrected lines; what does not fit is told. */
export const correctedFiles = async (
  groups: readonly Part[],
  patches: readonly LinePatch[],
  columnsOf: (group: Part) => number,
  options: CorrectOptions,
): Promise<{ readonly groups: readonly Part[]; readonly warnings: readonly ScanProblem[] }> => {
  if (patches.length === 0) return { groups, warnings: [] }
  const told = new Map<LinePatch, Told>(patches.map(patch => [patch, 'missing']))
  const read: Part[] = []
  for (const group of groups) {
    const files: Readable[] = []
    for (const file of group.files) {
      const own = patches.filter(patch => patch.place.file === options.shown(file.stamp.path))
      const corrected = own.length > 0 ? await correctedFile(file, columnsOf(group), own, options) : null
      for (const [patch, each] of corrected?.told ?? []) told.set(patch, each)
      files.push(corrected ? { ...file, path: corrected.path } : file)
    }
    read.push({ ...group, files })
  }
  const warnings = [...told].flatMap(([patch, each]) => (each === 'replayed' ? [] : [problemOf(patch, each)]))
  return { groups: read, warnings }
}
