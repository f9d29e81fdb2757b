import { basename } from 'node:path'
import type { Stamp } from '../../encoding.ts'
import { runTask, workersAtOnce } from '../csv/pool.ts'
import { unpackedName } from '../packed.ts'
import type { ScanWatch } from '../world.ts'
import type { RecordKey, RecordRange, Records, SeenLines } from './records.ts'

const smallestRange = 1 << 23

const rangesOf = (file: Stamp): readonly RecordRange[] => {
  const packed = unpackedName(file.path) !== basename(file.path)
  const count = packed ? 1 : Math.max(1, Math.min(workersAtOnce * 4, Math.floor(file.size / smallestRange)))
  const place = (i: number) => Math.floor((file.size / count) * i)
  return Array.from({ length: count }, (_, i) => ({ start: place(i), end: i + 1 === count ? null : place(i + 1) }))
}

/** The keys of several records, in the order in which they came. */
export const joinedKeys = (all: readonly (readonly RecordKey[])[]): readonly RecordKey[] => {
  const keys = new Map<string, RecordKey>()
  for (const key of all.flat()) {
    const before = keys.get(key.name)
    const isNew = before === undefined || (key.marks | before.marks) !== before.marks
    const examples = [...(before?.examples ?? []), ...(isNew ? key.examples : [])]
    keys.set(key.name, { name: key.name, marks: key.marks | (before?.marks ?? 0), examples })
  }
  return [...keys.values()]
}

/** What was seen of a file, range by range; null: DuckDB may not read it as it is meant. */
export type SeenFile = readonly SeenLines[] | null

const remembered = 500
const known = new Map<string, SeenFile>()

/** Goes through all lines of a file, once for each state of it. */
export const seenRecords = async (
  file: Stamp,
  name: string,
  { signal, checking }: ScanWatch = {},
): Promise<SeenFile> => {
  const key = JSON.stringify(file)
  const before = known.get(key)
  if (before !== undefined) return before
  const controller = new AbortController()
  const both = signal ? AbortSignal.any([signal, controller.signal]) : controller.signal
  let done = 0
  const after = (bytes: number) => {
    done += bytes
    checking?.(basename(name), Math.min(1, done / file.size))
  }
  const other = Symbol('other')
  const one = async (range: RecordRange) => {
    const size = (range.end ?? file.size) - range.start
    const found = await runTask({ kind: 'records', path: file.path, range }, size, after, both)
    // One that cannot be read so is enough.
    if (found === null) controller.abort(other)
    return found
  }
  const parts: readonly Records[] = await Promise.all(rangesOf(file).map(one)).catch(error => {
    if (error !== other) throw error
    return [null]
  })
  const found = parts.every(part => part !== null) ? parts : null
  known.set(key, found)
  if (known.size > remembered) known.delete(known.keys().next().value!)
  return found
}
