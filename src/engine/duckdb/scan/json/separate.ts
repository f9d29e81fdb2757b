import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { column, op, project, where } from '#core/relation/build.ts'
import { judgedLines } from '#core/source/json.ts'
import { printRelation } from '#core/sql/print.ts'
import { quoteLiteral } from '#core/sql/quote.ts'
import type { Stamp } from '../../encoding.ts'
import { runTask } from '../csv/pool.ts'
import { faultsOf } from '../csv/separate.ts'
import { unpackedName } from '../packed.ts'
import type { ScanWorld } from '../world.ts'
import { oddOf } from './cut.ts'
import type { SeenLines } from './records.ts'

/** A file each of whose lines is a record: itself, or copies of those that are, one after another, with what was left out beside them. */
export interface Separated {
  readonly paths: readonly string[]
  readonly faults: readonly string[]
}

const remembered = 500
const known = new Map<string, Separated | null>()

const present = ({ paths, faults }: Separated): boolean => [...paths, ...faults].every(path => existsSync(path))

/** Says of each line that was left out why it is no record; false: one of them may be one. */
const judge = async (odd: readonly string[], shown: string, target: string, { connection }: ScanWorld) => {
  const lines = judgedLines(odd, shown)
  const sound = printRelation(
    project(where(lines, op('is_null', column('reason'))), [{ name: 'line', expression: column('line') }]),
  )
  if (Number(await connection.value(`SELECT count(*) FROM (${sound})`)) > 0) return false
  await connection.execute(`COPY (${printRelation(lines)}) TO ${quoteLiteral(target)} (FORMAT json)`)
  return true
}

const make = async (
  file: Stamp,
  shown: string,
  all: readonly SeenLines[],
  keep: boolean,
  target: string,
  world: ScanWorld,
) => {
  const { signal = new AbortController().signal } = world.watch ?? {}
  const seen = all.filter(({ lines }) => lines > 0)
  const paths = seen.map((_, i) => `${target}-${i}`)
  let before = 0
  const tasks = seen.map(({ from, to, odd, lines }, i) => {
    const options = { from, to, odd, before, keep }
    before += lines
    return runTask({ kind: 'cut', path: file.path, target: paths[i]!, options }, to - from, () => undefined, signal)
  })
  const results = await Promise.allSettled(tasks)
  const odd = paths.map(oddOf)
  try {
    const failed = results.find(result => result.status === 'rejected')
    if (failed) throw failed.reason
    const judged = results.every(result => result.status === 'fulfilled' && result.value.judged)
    const faults = faultsOf(target)
    if (judged && (await judge(odd, shown, faults, world))) return { paths, faults: keep ? [] : [faults] }
  } catch (error) {
    for (const path of paths) for (const each of [path, `${path}.part`]) await rm(each, { force: true })
    throw error
  } finally {
    for (const each of odd) await rm(each, { force: true })
  }
  for (const path of paths) await rm(path, { force: true })
  return null
}

/** A file's lines that are records, without those that are none; null: a line that is left out might be one. */
export const separated = async (
  file: Stamp,
  shown: string,
  seen: readonly SeenLines[],
  keep: boolean,
  world: ScanWorld,
): Promise<Separated | null> => {
  if (seen.every(({ odd }) => odd.length === 0)) return { paths: [file.path], faults: [] }
  const key = createHash('sha256')
    .update(JSON.stringify([file, shown, keep, world.tempFolder]))
    .digest('hex')
    .slice(0, 20)
  const before = known.get(key)
  if (before === null || (before && present(before))) return before
  await mkdir(world.tempFolder, { recursive: true })
  const made = await make(
    file,
    shown,
    seen,
    keep,
    join(world.tempFolder, `${key}-records-${unpackedName(file.path)}`),
    world,
  )
  known.delete(key)
  known.set(key, made)
  if (known.size > remembered) known.delete(known.keys().next().value!)
  return made
}
