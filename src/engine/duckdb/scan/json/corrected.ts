import { stat } from 'node:fs/promises'
import type { LinePatch } from '#core/quarantine/patch.ts'
import { column, project } from '#core/relation/build.ts'
import { documents, json, records, rejectedText } from '#core/source/json.ts'
import { printRelation } from '#core/sql/print.ts'
import { quoteIdentifier, quoteLiteral } from '#core/sql/quote.ts'
import { type Corrected, correctedOnce, correctionProblems, type Lines, type Told } from '../corrected.ts'
import { unpackedName } from '../packed.ts'
import type { ScanProblem } from '../problem.ts'
import type { ScanWorld } from '../world.ts'
import { eachPiece, lineOf, once } from './copy.ts'
import { asLines, asTheyAre, type Formed, isOfFile, type Readable, readAs } from './readable.ts'

const lf = 0x0a

const recordsOf = (readable: Readable, formed: readonly Formed[], path: string): string => {
  const read = readAs(
    readable,
    formed.map(({ file }) => file),
  )
  return printRelation(
    project(records(documents(read), path), [{ name: json.record, expression: column(json.record) }]),
  )
}

/** Whether the files are read as they are, or taken apart into lines: a record's text is another then. */
const areTakenApart = async (formed: readonly Formed[], path: string, world: ScanWorld): Promise<boolean> => {
  if (formed.every(({ form }) => form === 'newline_delimited')) return false
  const plain = await asTheyAre(formed, world, true)
  if (plain === null) return true
  const nulls = `SELECT count(*) FROM (${recordsOf(plain, formed, path)}) WHERE ${quoteIdentifier(json.record)} IS NULL`
  try {
    return Number(await world.connection.value(nulls)) > 0
  } catch (error) {
    if (!isOfFile(error)) throw error
    return true
  }
}

/** A file's records on lines, the number and text of each as they are told where it is rejected. */
const flatCopy = (formed: Formed, path: string, apart: boolean, world: ScanWorld): Promise<string> => {
  const make = async (target: string) => {
    const plain = apart ? null : await asTheyAre([formed], world, true)
    const text = recordsOf(plain ?? (await asLines([formed], world)), [formed], path)
    const options = "FORMAT csv, HEADER false, QUOTE '', ESCAPE '', DELIMITER '\u001f'"
    await world.connection.execute(`COPY (${text}) TO ${quoteLiteral(target)} (${options})`)
    return target
  }
  const how = `${apart ? 'apart' : 'flat'}${path === '$' ? '' : path}`
  return once(formed.file, how, world.tempFolder, make) as Promise<string>
}

const linesOf = (path: string): Lines => ({
  path,
  each: async (wanted, take) => {
    let position = 0
    let number = 0
    await eachPiece(path, lf, bytes => {
      for (let start = 0; start < bytes.length; ) {
        const found = bytes.indexOf(lf, start)
        const end = found < 0 ? bytes.length : found
        number += 1
        if (end > start && wanted(number)) {
          const raw = rejectedText(bytes.toString('utf8', start, end))
          take(number, { start: position + start, end: position + end, raw })
        }
        start = end + 1
      }
      position += bytes.length
    })
  },
  fits: () => true,
  // Between the values of a record a line break is but a space.
  bytesOf: ({ patch }) => Buffer.from(lineOf(Buffer.from(patch.raw.to.replaceAll(/[\r\n]/g, ' ')))),
})

/** The files of a source with their corrected records, and where the records lie in them now. */
export interface CorrectedRecords {
  readonly formed: readonly Formed[]
  readonly path: string
  /** Copies, by what they are copies of. */
  readonly copies: Readonly<Record<string, string>>
  readonly warnings: readonly ScanProblem[]
}

/** A source's files with their corrected records, each of which lies on a line of a copy; what does not fit is told. */
export const correctedRecords = async (
  formed: readonly Formed[],
  path: string,
  patches: readonly LinePatch[],
  shown: (path: string) => string,
  world: ScanWorld,
): Promise<CorrectedRecords> => {
  if (patches.length === 0) return { formed, path, copies: {}, warnings: [] }
  const told = new Map<LinePatch, Told>(patches.map(patch => [patch, 'missing']))
  const apart = await areTakenApart(formed, path, world)
  const found = new Map<Formed, Corrected>()
  for (const each of formed) {
    const own = patches.filter(patch => patch.place.file === shown(each.file.path))
    if (own.length === 0) continue
    const corrected = await correctedOnce(async () => linesOf(await flatCopy(each, path, apart, world)), own, {
      state: [each, path, apart],
      folder: world.tempFolder,
      name: unpackedName(each.file.path),
    })
    for (const [patch, what] of corrected.told) told.set(patch, what)
    if ([...corrected.told.values()].includes('replayed')) found.set(each, corrected)
  }
  const warnings = correctionProblems(told)
  if (found.size === 0) return { formed, path, copies: {}, warnings }
  const copies: Record<string, string> = {}
  const read: Formed[] = []
  for (const each of formed) {
    const copy = found.get(each)?.path ?? (path === '$' ? null : await flatCopy(each, path, apart, world))
    if (copy === null) {
      read.push(each)
      continue
    }
    copies[copy] = each.file.path
    const { size, mtimeMs } = await stat(copy)
    read.push({
      file: { path: copy, size, modified: mtimeMs },
      form: 'newline_delimited',
      marked: true,
      of: each.file.path,
    })
  }
  return { formed: read, path: '$', copies, warnings }
}
