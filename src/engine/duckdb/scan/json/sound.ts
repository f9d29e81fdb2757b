import type { ScanWorld } from '../world.ts'
import type { SoundLines } from './keys.ts'
import type { Formed } from './readable.ts'
import { joinedKeys, type SeenFile, seenRecords } from './seen.ts'
import { separated } from './separate.ts'

/** Files of lines, or copies of theirs, in which each line is a record or blank. */
export interface Sound extends SoundLines {
  readonly copies: Readonly<Record<string, string>>
  /** Files of JSON lines with what was left out. */
  readonly faults: readonly string[]
  /** Lines that are no records stand in the copies, marked as such. */
  readonly kept: boolean
}

/** Files of lines without those that are no records, which are told or `keep`t as such; null: some line has to be taken as a text. */
export const soundLines = async (formed: readonly Formed[], keep: boolean, world: ScanWorld): Promise<Sound | null> => {
  if (formed.some(({ form }) => form !== 'newline_delimited')) return null
  const all: NonNullable<SeenFile>[] = []
  for (const { file, of = file.path } of formed) {
    const seen = await seenRecords(file, of, world.watch)
    if (seen === null) return null
    all.push(seen)
  }
  const keys = joinedKeys(all.flat().map(seen => seen.keys))
  if (keys.length === 0) return null
  const files: Awaited<ReturnType<typeof separated>>[] = []
  const copies: Record<string, string> = {}
  for (const [i, { file, of = file.path }] of formed.entries()) {
    const found = await separated(file, of, all[i]!, keep, world)
    if (found === null) return null
    for (const path of found.paths) if (path !== file.path) copies[path] = file.path
    files.push(found)
  }
  return {
    paths: files.flatMap(each => each!.paths),
    first: files[0]!.paths,
    keys,
    copies,
    faults: files.flatMap(each => each!.faults),
    kept: keep && Object.keys(copies).length > 0,
  }
}
