import { basename } from 'node:path'
import type { DescribedFile } from '#core/source/description.ts'
import type { Stamp } from '../encoding.ts'

/** So many files are listed. */
export const listedFiles = 100
/** So many of them are compared with the first. */
export const comparedFiles = 20

const listed = (names: readonly string[]): string => {
  const shown = names.slice(0, 5).map(name => `\`${name}\``)
  return [...shown, ...(names.length > 5 ? [`${names.length - 5} more`] : [])].join(', ')
}

const key = (name: string): string => name.toLowerCase()

/** How the columns of a file differ from those of the first; null: they do not. */
export const columnsDiffer = (first: readonly string[], own: readonly string[]): string | null => {
  const [ours, theirs] = [new Set(own.map(key)), new Set(first.map(key))]
  const lacks = first.filter(name => !ours.has(key(name)))
  const more = own.filter(name => !theirs.has(key(name)))
  const parts = [
    ...(lacks.length ? [`lacks ${listed(lacks)}`] : []),
    ...(more.length ? [`also has ${listed(more)}`] : []),
  ]
  if (parts.length > 0) return parts.join(', ')
  return own.some((name, i) => key(name) !== key(first[i] ?? '')) ? 'has its columns in another order' : null
}

/** The files of a source as a list, with how each differs from the first. */
export const describedFiles = async (
  files: readonly Stamp[],
  names: (file: Stamp) => string,
  differs: (file: Stamp, index: number) => Promise<string | null>,
): Promise<readonly DescribedFile[]> => {
  const found: DescribedFile[] = []
  for (const [index, file] of files.slice(0, listedFiles).entries()) {
    const compare = index > 0 && index < comparedFiles
    found.push({
      name: names(file),
      bytes: file.size,
      differs: compare ? await differs(file, index).catch(() => 'cannot be read') : null,
    })
  }
  return found
}

/** How a file is named to people; `strip`: the folder that the path is relative to. */
export const nameOf =
  (strip: string) =>
  (file: Stamp): string =>
    strip && file.path.startsWith(strip) ? file.path.slice(strip.length) : basename(file.path)
