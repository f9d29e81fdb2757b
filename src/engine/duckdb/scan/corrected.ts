import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { LinePatch } from '#core/quarantine/patch.ts'
import { patchName } from '#core/quarantine/words.ts'
import { unpacked } from './packed.ts'
import type { ScanProblem } from './problem.ts'

/** What became of a correction: replayed, or why not. */
export type Told = 'replayed' | 'done' | 'missing' | 'several' | 'breaks'

/** Where a line lies among the bytes of its file, and its text as it is rejected. */
export interface Stretch {
  readonly start: number
  readonly end: number
  readonly raw: string
}

export interface Placed {
  readonly patch: LinePatch
  readonly at: Stretch
}

export type TakeLine = (number: number, at: Stretch) => void

/** A file whose lines can be corrected. */
export interface Lines {
  readonly path: string
  /** Hands out those of its lines that are not empty and whose number is wanted. */
  each(wanted: (number: number) => boolean, take: TakeLine): Promise<void>
  /** Whether a corrected line would let those after it keep their numbers. */
  fits(placed: Placed): boolean
  /** What stands in the place of the line. */
  bytesOf(placed: Placed): Buffer
}

export interface Corrected {
  readonly path: string
  readonly told: ReadonlyMap<LinePatch, Told>
}

const md5 = (text: string): string => createHash('md5').update(text).digest('hex')

/** Finds the lines that are corrected: where they stood, or else wherever their text is, if it is there once. */
const place = async (
  lines: Lines,
  patches: readonly LinePatch[],
): Promise<{ readonly placed: readonly Placed[]; readonly told: Map<LinePatch, Told> }> => {
  const told = new Map<LinePatch, Told>()
  const placed: Placed[] = []
  const numbers = new Set(patches.map(patch => patch.place.line))
  const there = new Map<number, Stretch>()
  await lines.each(
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
    await lines.each(
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
  const fitting = placed.filter(each => lines.fits(each))
  for (const { patch } of placed) told.set(patch, 'breaks')
  for (const { patch } of fitting) told.set(patch, 'replayed')
  return { placed: fitting.toSorted((a, b) => a.at.start - b.at.start), told }
}

/** Copies a file with other bytes in the place of some stretches. */
const copyWith = async ({ path, bytesOf }: Lines, target: string, placed: readonly Placed[]): Promise<void> => {
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

const correct = async (lines: Lines, patches: readonly LinePatch[], target: string): Promise<Corrected> => {
  const { placed, told } = await place(lines, patches)
  if (placed.length === 0) return { path: lines.path, told }
  try {
    await copyWith(lines, target, placed)
  } catch (error) {
    await rm(`${target}.part`, { force: true })
    throw error
  }
  return { path: target, told }
}

const remembered = 200
const known = new Map<string, Promise<Corrected>>()

/** A file with its corrected lines: a copy named after `name`, made once for each state of it and of its corrections, which `state` tells. */
export const correctedOnce = async (
  linesOf: () => Promise<Lines>,
  patches: readonly LinePatch[],
  { state, folder, name }: { readonly state: unknown; readonly folder: string; readonly name: string },
): Promise<Corrected> => {
  const key = createHash('sha256')
    .update(JSON.stringify([state, patches, folder]))
    .digest('hex')
    .slice(0, 20)
  const before = await known.get(key)?.catch(() => null)
  if (before && existsSync(before.path))
    return { path: before.path, told: new Map([...before.told.values()].map((each, i) => [patches[i]!, each])) }
  await mkdir(folder, { recursive: true })
  const made = linesOf()
    .then(lines => correct(lines, patches, join(folder, `${key}-corrected-${name}`)))
    .then(({ path, told }) => ({ path, told: new Map(patches.map(patch => [patch, told.get(patch)!])) }))
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

/** What is to be said of the corrections that were not replayed. */
export const correctionProblems = (told: ReadonlyMap<LinePatch, Told>): readonly ScanProblem[] =>
  [...told].flatMap(([patch, each]): readonly ScanProblem[] => {
    if (each === 'replayed') return []
    const [code, what] = said[each]
    const severity = code.startsWith('I-') ? 'info' : 'warning'
    return [{ code, severity, message: `${patchName(patch)} ${what}.` }]
  })
