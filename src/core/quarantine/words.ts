import { isLinePatch, type Patch, type PatchCells } from './patch.ts'

const longest = 80

const shown = (value: unknown): string => {
  const text = value === null ? 'null' : `\`${String(value)}\``
  return text.length > longest ? `${text.slice(0, longest)}…\`` : text
}

/** `id 7, day 2024-01-01` */
export const cellWords = (cells: PatchCells): string =>
  Object.entries(cells)
    .map(([name, value]) => `\`${name}\` ${shown(value)}`)
    .join(', ')

/** What a correction is called in a sentence, at its beginning. */
export const patchName = (patch: Patch): string => {
  if (isLinePatch(patch)) return `The correction of line ${patch.place.line} of \`${patch.place.file}\``
  const row = patch.key ? `the row with ${cellWords(patch.key)}` : `the row that had ${cellWords(patch.was)}`
  return `The correction of ${row}`
}
