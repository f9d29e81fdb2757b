import { basename } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import type { Column, ScanPart } from '#core/relation/relation.ts'
import { checkPacked } from '../packed.ts'
import type { ScanWorld } from '../world.ts'
import { type Checked, checkCsv } from './check.ts'
import type { Part } from './columns.ts'
import { longest } from './lines.ts'
import type { CsvSettings, Readable } from './readable.ts'
import { signsOf } from './sample.ts'
import type { Dialect } from './sniff.ts'

interface How {
  readonly dialect: Dialect
  readonly settings: CsvSettings
  readonly encoding: string
  readonly world: ScanWorld
  /** Number the lines, though all can be read. */
  readonly numbered: boolean
  /** Lines of copies need no numbers. */
  readonly bare: boolean
}

const late = Symbol('late')

/** What is checked in a millisecond: a file that would take longer than one waits is not begun with. */
const bytesPerMillisecond = 200_000

/** A file without the lines that are no rows. */
const soundFile = async (file: Readable, columns: number, how: How) => {
  const { dialect, settings, encoding, world, numbered, bare } = how
  const { signal, checking } = world.watch ?? {}
  const patient = world.patience === undefined
  const progress = (share: number) => checking?.(basename(file.stamp.path), share)
  const mayBegin = patient || file.stamp.size <= world.patience * bytesPerMillisecond
  const checked = checkCsv(
    file.stamp,
    file.path,
    {
      signs: signsOf(dialect, file.head.text, encoding === 'latin-1'),
      columns,
      header: dialect.header,
      skip: dialect.skip,
      numbered,
      bare,
      keep: settings.keep ?? false,
      nulls: settings.nulls,
      folder: world.tempFolder,
    },
    { ...(signal && patient ? { signal } : {}), progress },
    mayBegin,
  ).catch(async error => {
    signal?.throwIfAborted()
    await checkPacked(file.stamp)
    throw error
  })
  return world.patience === undefined
    ? checked
    : within(
        checked.then(found => found ?? late),
        world.patience,
      )
}

/** What a promise gives in some time; else `late`, while it goes on. */
const within = async <T>(promise: Promise<T>, milliseconds: number): Promise<T | typeof late> => {
  let timer: NodeJS.Timeout | undefined
  const waiting = new Promise<typeof late>(resolve => {
    timer = setTimeout(() => resolve(late), milliseconds)
  })
  promise.catch(() => undefined)
  return Promise.race([promise, waiting]).finally(() => clearTimeout(timer))
}

/** The files of a source, or copies of what of them can be read, in their order; those after one another that are read alike are one part. */
export const soundParts = async (groups: readonly Part[], columnsOf: (group: Part) => readonly Column[], how: How) => {
  const parts: ScanPart[] = []
  const faults: string[] = []
  const copies: Record<string, string> = {}
  const marks = new Map<string, number>()
  let pending = false
  let rows: number | null = 0
  for (const group of groups) {
    const columns = columnsOf(group)
    for (const file of group.files) {
      const found = await soundFile(file, columns.length, how)
      if (found === late) pending = true
      const checked: Checked | null = found === late ? null : found
      const files = checked?.paths ?? [file.path]
      for (const path of files) if (path !== file.stamp.path) copies[path] = file.stamp.path
      for (const [i, mark] of checked?.marks.entries() ?? []) {
        const { name } = columns[i]!
        marks.set(name, (marks.get(name) ?? 0) | mark)
      }
      faults.push(...(checked?.faults ?? []))
      const own = checked?.rows ?? null
      rows = rows === null || own === null ? null : rows + own
      const read = {
        columns,
        copied: checked?.copied ?? false,
        rewritten: checked?.rewritten ?? false,
        numbered: checked?.numbered ?? false,
        told: checked?.told ?? false,
        unchecked: checked === null,
        ...(checked && checked.longest > longest ? { longest: checked.longest } : {}),
      }
      const last = parts.at(-1)
      if (last && isDeepStrictEqual({ ...last, files: [] }, { ...read, files: [] }))
        parts[parts.length - 1] = { ...last, files: [...last.files, ...files] }
      else parts.push({ files, ...read })
    }
  }
  return { parts, faults, copies, marks, pending, rows }
}
