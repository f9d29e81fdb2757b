import { type LinePatch, lineBreaks } from '#core/quarantine/patch.ts'
import { correctedOnce, correctionProblems, type Lines, type Told } from '../corrected.ts'
import { unpacked, unpackedName } from '../packed.ts'
import type { ScanProblem } from '../problem.ts'
import type { Part } from './columns.ts'
import { toldText } from './fault.ts'
import { CsvLines, type Signs } from './lines.ts'
import type { Readable } from './readable.ts'

export interface CorrectOptions {
  readonly signs: (file: Readable) => Signs
  readonly skip: number
  readonly folder: string
  /** The file's name as its rejects tell it. */
  readonly shown: (path: string) => string
}

const linesOf = (path: string, signs: Signs, columns: number, skip: number): Lines => {
  const encoding = signs.utf8 ? 'utf8' : 'latin1'
  return {
    path,
    each: async (wanted, take) => {
      const lines = new CsvLines(signs, columns, skip, (line, bytes) => {
        if (line.start === line.end || !wanted(line.number)) return
        const raw = toldText(bytes, line, encoding)
        take(line.number, { start: lines.position + line.start, end: lines.position + line.end, raw })
      })
      for await (const chunk of unpacked(path)) lines.push(chunk as Buffer)
      lines.end()
    },
    fits: ({ patch, at }) => lineBreaks(patch.raw.to) <= lineBreaks(at.raw),
    // It takes as many lines of the file as before, so that those after it keep their numbers.
    bytesOf: ({ patch, at }) => {
      const spare = columns > 1 ? lineBreaks(at.raw) - lineBreaks(patch.raw.to) : 0
      return Buffer.from(patch.raw.to + (signs.returns ? '\r' : '\n').repeat(spare), encoding)
    },
  }
}

/** A source's files with their corrected lines; what does not fit is told. */
export const correctedFiles = async (
  groups: readonly Part[],
  patches: readonly LinePatch[],
  columnsOf: (group: Part) => number,
  { signs: signsOf, skip, folder, shown }: CorrectOptions,
): Promise<{ readonly groups: readonly Part[]; readonly warnings: readonly ScanProblem[] }> => {
  if (patches.length === 0) return { groups, warnings: [] }
  const told = new Map<LinePatch, Told>(patches.map(patch => [patch, 'missing']))
  const correctedFile = (file: Readable, columns: number, own: readonly LinePatch[]) => {
    const signs = signsOf(file)
    return correctedOnce(async () => linesOf(file.path, signs, columns, skip), own, {
      state: [file.stamp, file.path, signs, columns, skip],
      folder,
      name: unpackedName(file.stamp.path),
    })
  }
  const read: Part[] = []
  for (const group of groups) {
    const files: Readable[] = []
    for (const file of group.files) {
      const own = patches.filter(patch => patch.place.file === shown(file.stamp.path))
      const corrected = own.length > 0 ? await correctedFile(file, columnsOf(group), own) : null
      for (const [patch, each] of corrected?.told ?? []) told.set(patch, each)
      files.push(corrected ? { ...file, path: corrected.path } : file)
    }
    read.push({ ...group, files })
  }
  return { groups: read, warnings: correctionProblems(told) }
}
