import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, rm, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Stamp } from '../../encoding.ts'
import { unpackedName } from '../packed.ts'
import type { LinesOptions } from './copy.ts'
import { runTask, workersAtOnce } from './pool.ts'
import { rangesOf } from './ranges.ts'
import { faultsOf, type Separated, type SeparateOptions } from './separate.ts'
import { habitsOf, isPlain, type Range, type ReadOptions, sumOf, type Tally, wholeFile } from './tally.ts'

export interface CheckOptions extends ReadOptions, LinesOptions {
  /** Make a copy in any case, in which each line begins with its number. */
  readonly numbered: boolean
  /** Lines of a copy need no numbers. */
  readonly bare: boolean
  readonly folder: string
}

/** A file whose lines all have the right cells: itself, or copies of what can be read of it, one after another. */
export interface Checked {
  readonly paths: readonly string[]
  /** They are copies without a header. */
  readonly copied: boolean
  /** Each line of theirs ends with a line feed alone. */
  readonly rewritten: boolean
  /** In the copies each line begins with its number. */
  readonly numbered: boolean
  /** Each number is followed by the code of the line's fault, and by its text where its cells do not give it. */
  readonly told: boolean
  /** Length of the copies' longest line. */
  readonly longest: number
  /** Files of JSON lines: file, line, reason and raw text of what was left out. */
  readonly faults: readonly string[]
  /** For each column what `cellMarks` were seen in its cells. */
  readonly marks: Uint8Array
  /** How many rows are read, where it is seen by the lines alone. */
  readonly rows: number | null
}

/** Who waits for a check. */
export interface Watch {
  /** Absent: nobody will stop waiting. */
  readonly signal?: AbortSignal
  /** Told of the share that is done. */
  progress?(share: number): void
}

/** One sort of line end, if the last line has none. */
const isUniform = ({ endings }: Tally): boolean => endings < 8 && (endings & (endings - 1)) === 0

export interface Work {
  readonly file: Stamp
  readonly path: string
  readonly size: number
  readonly options: CheckOptions
  readonly signal: AbortSignal
  after(bytes: number): void
}

/** Goes through ranges at the same time; one that began inside of a line is gone through again, from the line's end. */
export const tallyAll = async ({ path, size, options, signal, after }: Work, ranges: readonly Range[]) => {
  const tally = (range: Range) =>
    runTask({ kind: 'tally', path, options, range }, (range.end ?? size) - range.start, after, signal)
  const guessed = await Promise.all(ranges.map(tally))
  const tallies: Tally[] = []
  const exact: Range[] = []
  let [at, number] = [0, 1]
  for (const [i, range] of ranges.entries()) {
    if (range.end !== null && range.end <= at) continue
    const own = { start: at, end: range.end, number }
    const found = range.start === at ? guessed[i]! : await tally({ ...own, number: 1 })
    tallies.push(found.tally)
    at = found.end.at
    exact.push({ ...own, end: range.end === null ? null : at })
    number += found.end.number - 1
  }
  return { tally: sumOf(tallies), ranges: exact }
}

const separateAll = async (
  { file, path, size, options, signal, after }: Work,
  target: string,
  ranges: readonly Range[],
  how: Pick<SeparateOptions, 'habits' | 'rewritten'>,
) => {
  const paths = ranges.map((_, i) => (ranges.length === 1 ? target : `${target}-${i}`))
  const one = (range: Range, i: number): Promise<Separated> => {
    const task = { shown: file.path, path, target: paths[i]!, options: { ...options, ...how }, range }
    return runTask({ kind: 'separate', ...task }, (range.end ?? size) - range.start, after, signal)
  }
  const results = await Promise.allSettled(ranges.map(one))
  const failed = results.find(result => result.status === 'rejected')
  if (failed) {
    for (const each of paths) for (const made of [each, `${each}.part`, faultsOf(each)]) await rm(made, { force: true })
    throw failed.reason
  }
  const done = results.map(result => (result as PromiseFulfilledResult<Separated>).value)
  return {
    paths,
    faults: paths.flatMap((each, i) => (done[i]!.faults > 0 ? [faultsOf(each)] : [])),
    longest: Math.max(...done.map(({ longest }) => longest)),
  }
}

const remembered = 500

const remember = <T>(memory: Map<string, T>, key: string, value: T): void => {
  memory.delete(key)
  memory.set(key, value)
  if (memory.size > remembered) memory.delete(memory.keys().next().value!)
}

const tallies = new Map<string, Awaited<ReturnType<typeof tallyAll>>>()

/** What a file's lines are like, gone through once for each state of it and whatever is to become of it. */
const tallied = async (work: Work) => {
  const { file, path, size, options } = work
  const { signs, columns, header, skip } = options
  const key = JSON.stringify([file, path, signs, columns, header, skip])
  const before = tallies.get(key)
  if (before) return before
  const packed = unpackedName(path) !== basename(path)
  const found = await tallyAll(work, packed ? [wholeFile] : await rangesOf(path, size, options, workersAtOnce))
  remember(tallies, key, found)
  return found
}

/** An empty line may be a row in a table of one column; a stray quote may be read as the beginning of a longer row. */
const rowsIn = ({ lines, strays, endings }: Tally, columns: number): number | null =>
  columns > 1 && strays === 0 && endings < 8 ? lines : null

const make = async (work: Work, target: string): Promise<Checked> => {
  const { path, options } = work
  const { tally, ranges } = await tallied(work)
  const { marks } = tally
  if (!options.numbered && isPlain(tally))
    return {
      paths: [path],
      copied: false,
      rewritten: false,
      numbered: false,
      told: false,
      faults: [],
      longest: 0,
      marks,
      rows: rowsIn(tally, options.columns),
    }
  await mkdir(options.folder, { recursive: true })
  const habits = habitsOf(tally)
  const rewritten = !options.bare || habits.trailing || !isUniform(tally)
  const copies = await separateAll(work, target, ranges, { habits, rewritten })
  const numbered = !options.bare
  return {
    ...copies,
    copied: true,
    rewritten,
    numbered,
    told: numbered && (options.numbered || options.keep),
    marks,
    rows: null,
  }
}

interface Check {
  readonly result: Promise<Checked>
  readonly controller: AbortController
  readonly watches: Set<Watch>
}

const present = ({ paths, faults }: Checked): boolean => [...paths, ...faults].every(path => existsSync(path))

const begin = (file: Stamp, path: string, target: string, options: CheckOptions): Check => {
  const controller = new AbortController()
  const { signal } = controller
  const watches = new Set<Watch>()
  let done = 0
  const work = async () => {
    const { size } = path === file.path ? file : await stat(path)
    const after = (bytes: number) => {
      done += bytes
      // Where there must be a copy, a file is gone through twice.
      const share = done <= size ? done / size : Math.min(1, (done - size) / size)
      for (const { progress } of watches) progress?.(share)
    }
    return make({ file, path, size, options, signal, after }, target)
  }
  return { result: work(), controller, watches }
}

const known = new Map<string, Check>()

/** Waits as long as the signal lets it; a check that nobody waits for any more ends. */
const waitFor = async (key: string, check: Check, watch: Watch): Promise<Checked> => {
  const { result, controller, watches } = check
  const { signal } = watch
  watches.add(watch)
  if (!signal) return result
  const left = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
  try {
    signal.throwIfAborted()
    return await Promise.race([result, left])
  } finally {
    watches.delete(watch)
    if (signal.aborted && watches.size === 0) {
      if (known.get(key) === check) known.delete(key)
      controller.abort(signal.reason)
    }
  }
}

/**
 * Reads a file to its end, once for each state of it, and finds the lines that are no rows. One that has such lines, or mixes line ends,
 * is read through a copy of the others: DuckDB alone would stop, or shift cells without a word. Null: not known, and not to begin now.
 */
export const checkCsv = async (
  file: Stamp,
  path: string,
  options: CheckOptions,
  watch: Watch = {},
  mayBegin = true,
): Promise<Checked | null> => {
  const key = createHash('sha256')
    .update(JSON.stringify([file, path, options]))
    .digest('hex')
    .slice(0, 20)
  const target = join(options.folder, `${key}-lines-${unpackedName(file.path)}`)
  const running = known.get(key)
  if (running) {
    const before = await waitFor(key, running, watch).catch(() => watch.signal?.throwIfAborted())
    if (before && present(before)) return before
  }
  if (!mayBegin) return null
  const check = begin(file, path, target, options)
  remember(known, key, check)
  return waitFor(key, check, watch)
}
