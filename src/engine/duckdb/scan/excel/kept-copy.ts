import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Stamp } from '../../encoding.ts'
import { runTask } from '../csv/pool.ts'
import type { ScanWatch } from '../world.ts'
import { bookFailure } from './book.ts'
import type { SheetCopy, SheetOptions } from './copy.ts'

export interface KeptCopy extends SheetCopy {
  readonly path: string
}

const remembered = 200
const known = new Map<string, Promise<KeptCopy>>()

/** Cells take about eight times as many bytes when they are unpacked. */
const unpackedTimes = 8

const make = async (file: Stamp, target: string, options: SheetOptions, watch: ScanWatch): Promise<KeptCopy> => {
  const signal = watch.signal ?? new AbortController().signal
  const total = file.size * unpackedTimes
  let done = 0
  const after = (bytes: number) => {
    done += bytes
    watch.checking?.(basename(file.path), Math.min(done / total, 0.99))
  }
  try {
    const copy = await runTask({ kind: 'sheet', path: file.path, target, options }, total, after, signal)
    return { ...copy, path: target }
  } catch (error) {
    for (const left of [`${target}.part`, `${target}.texts`]) await rm(left, { force: true })
    signal.throwIfAborted()
    throw bookFailure(file, error)
  }
}

const keyOf = (file: Stamp, options: SheetOptions, folder: string): string =>
  createHash('sha256')
    .update(JSON.stringify([file, options, folder]))
    .digest('hex')
    .slice(0, 20)

const pathOf = (key: string, file: Stamp, folder: string): string => join(folder, `${key}-${basename(file.path)}.csv`)

/** Whether a copy has been made, and is still there. */
export const isKept = (file: Stamp, options: SheetOptions, folder: string): boolean => {
  const key = keyOf(file, options, folder)
  return known.has(key) && existsSync(pathOf(key, file, folder))
}

/** The copy of a sheet, made once for each state of its file. */
export const keptCopy = async (
  file: Stamp,
  options: SheetOptions,
  folder: string,
  watch: ScanWatch = {},
): Promise<KeptCopy> => {
  const key = keyOf(file, options, folder)
  const before = await known.get(key)?.catch(() => undefined)
  if (before !== undefined && existsSync(before.path)) return before
  await mkdir(folder, { recursive: true })
  const made = make(file, pathOf(key, file, folder), options, watch)
  known.delete(key)
  known.set(key, made)
  if (known.size > remembered) known.delete(known.keys().next().value!)
  return made
}
