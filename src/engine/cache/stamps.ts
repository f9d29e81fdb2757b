import { stat } from 'node:fs/promises'
import type { Relation } from '#core/relation/relation.ts'
import { relationsOf } from '#core/relation/walk.ts'

/** State of files by path: what a table computed from them depends on. */
export type Stamps = ReadonlyMap<string, string>

/** Reads the state of every file that the relations scan. */
export const stampsOf = (...relations: readonly Relation[]): Promise<Stamps> =>
  stampsOfFiles(relations.flatMap(relationsOf).flatMap(r => (r.kind === 'scan' ? r.files : [])))

export const stampsOfFiles = async (files: readonly string[]): Promise<Stamps> => {
  const stamped = [...new Set(files)].map(async file => {
    const found = await stat(file, { bigint: true }).catch(() => null)
    return [file, found ? `${found.size}:${found.mtimeNs}` : 'missing'] as const
  })
  return new Map(await Promise.all(stamped))
}

/** Whether none of the files has another state by now. */
export const sameStamps = (before: Stamps, now: Stamps): boolean =>
  [...now].every(([file, stamp]) => before.get(file) === stamp)
