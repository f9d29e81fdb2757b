import { createHash } from 'node:crypto'
import { isLinePatch, type Patch, type PatchCells, type PatchValue, type RowPatch } from '#core/quarantine/patch.ts'
import type { PatchTold } from './types.ts'

/** What of an entry a patch is held against. */
export interface Known {
  readonly names: readonly string[]
  readonly cells: readonly (string | null)[]
  readonly key: string | null
  readonly hash: string | null
  readonly file: string | null
  readonly line: number | null
  readonly alike: number
}

export const textOf = (value: PatchValue): string | null => (value === null ? null : String(value))

/** A key as the store writes it: its columns sorted by name. */
export const keyTexts = (key: PatchCells): Readonly<Record<string, string | null>> =>
  Object.fromEntries(
    Object.entries(key)
      .map(([name, value]) => [name, textOf(value)] as const)
      .toSorted(([one], [other]) => (one < other ? -1 : 1)),
  )

const keyText = (key: PatchCells): string => JSON.stringify(keyTexts(key))

export const md5 = (text: string): string => createHash('md5').update(text).digest('hex')

const toldOfRow = ({ was, set }: RowPatch, { names, cells }: Known): PatchTold => {
  const cellOf = (name: string) => {
    const index = names.findIndex(each => each.toLowerCase() === name.toLowerCase())
    return index < 0 ? undefined : cells[index]
  }
  const holds = (wanted: PatchCells) => Object.entries(wanted).every(([name, value]) => cellOf(name) === textOf(value))
  const compared = Object.fromEntries(Object.keys(set).map(name => [name, was[name] ?? null]))
  if (holds(set)) return 'replayed'
  return holds(compared) ? 'waits' : 'unfit'
}

/** The patch that speaks of an entry, and what became of it. */
export const patchOf = (patches: readonly Patch[], entry: Known): { patch: Patch; told: PatchTold } | null => {
  for (const patch of patches) {
    if (isLinePatch(patch)) {
      if (patch.place.file !== entry.file) continue
      const isHere = patch.place.line === entry.line || entry.alike === 1
      if (patch.raw.was === entry.hash && isHere) return { patch, told: 'waits' }
      if (patch.place.line === entry.line && md5(patch.raw.to) === entry.hash) return { patch, told: 'replayed' }
    } else if (patch.hash !== undefined) {
      if (patch.hash === entry.hash && entry.file === null) return { patch, told: toldOfRow(patch, entry) }
    } else if (patch.key && keyText(patch.key) === entry.key) return { patch, told: toldOfRow(patch, entry) }
  }
  return null
}

/** What to look for in the store, so that only entries that a patch may speak of are read. */
export const tellingTexts = (patches: readonly Patch[]) => ({
  keys: patches.flatMap(patch => (!isLinePatch(patch) && patch.key ? [keyText(patch.key)] : [])),
  hashes: patches.flatMap(patch =>
    isLinePatch(patch) ? [patch.raw.was, md5(patch.raw.to)] : patch.hash === undefined ? [] : [patch.hash],
  ),
})
