import type { Column, ScanPart } from '#core/relation/relation.ts'
import { type Checked, checkCsv } from './scan-csv-check.ts'
import type { Part } from './scan-csv-columns.ts'
import type { CsvSettings, Readable } from './scan-csv-readable.ts'
import { signsOf } from './scan-csv-sample.ts'
import type { Dialect } from './scan-csv-sniff.ts'
import { checkGzip } from './scan-gzip.ts'
import type { ScanWorld } from './scan-world.ts'

interface How {
  readonly dialect: Dialect
  readonly settings: CsvSettings
  readonly encoding: string
  readonly world: ScanWorld
}

/** A file without the lines that are no rows; one that only DuckDB can decompress, or that has comments, is left as it is. */
const soundFile = async (file: Readable, columns: number, { dialect, settings, encoding, world }: How) => {
  if (file.stamp.path.endsWith('.zst') || dialect.comment) return null
  return checkCsv(file.stamp, file.path, {
    signs: signsOf(dialect, file.head.text, encoding === 'latin-1'),
    columns,
    header: dialect.header,
    skip: dialect.skip,
    numbered: settings.numbered ?? false,
    keep: settings.keep ?? false,
    folder: world.tempFolder,
  }).catch(async error => {
    await checkGzip(file.stamp)
    throw error
  })
}

/** The files of a source, or copies of what of them can be read, in their order; those after one another that are read alike are one part. */
export const soundParts = async (groups: readonly Part[], columnsOf: (group: Part) => readonly Column[], how: How) => {
  const parts: ScanPart[] = []
  const faults: string[] = []
  const copies: Record<string, string> = {}
  for (const group of groups) {
    const columns = columnsOf(group)
    for (const file of group.files) {
      const checked: Checked | null = await soundFile(file, columns.length, how)
      const path = checked?.path ?? file.path
      if (path !== file.stamp.path) copies[path] = file.stamp.path
      if (checked?.faults) faults.push(checked.faults)
      const read = { columns, numbered: checked?.numbered ?? false, unchecked: checked === null }
      const last = parts.at(-1)
      if (last?.columns === columns && last.numbered === read.numbered && last.unchecked === read.unchecked)
        parts[parts.length - 1] = { ...last, files: [...last.files, path] }
      else parts.push({ files: [path], ...read })
    }
  }
  return { parts, faults, copies }
}
