import { readdir, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { aggregate, call, cast, column, literal } from '#core/relation/build.ts'
import type { Relation } from '#core/relation/relation.ts'
import { isThere } from './files.ts'
import type { FolderStep, PartitionsStep } from './journal.ts'

/** The values that the names of a relation's partitions have, each once. */
export const partitionValues = (relation: Relation, columns: readonly string[]): Relation =>
  aggregate(
    relation,
    columns.map(name => ({
      name,
      expression: call('coalesce', cast(column(name), 'VARCHAR'), literal(noValue)),
    })),
    [],
  )

/** A partition's key, and its name as people read it. */
export const partitionOf = (columns: readonly string[], values: readonly string[]): readonly [string, string] => [
  keyOf(values),
  columns.map((name, i) => `${name}=${values[i]}`).join('/'),
]

/** What DuckDB, as others, names a partition without a value. */
const noValue = '__HIVE_DEFAULT_PARTITION__'

/** One folder of rows with the same values in the partition columns. */
export interface Partition {
  /** Below its table's folder, as it is spelled there. */
  readonly path: string
  /** The same for two spellings of the same values. */
  readonly key: string
}

interface Found {
  readonly partitions: readonly Partition[]
  /** Below the folder: what lies in the place of a partition and is none. */
  readonly strange: readonly string[]
}

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

const keyOf = (values: readonly string[]): string => JSON.stringify(values)

const valueIn = (name: string, column: string): string | null => {
  const sign = name.indexOf('=')
  return sign > 0 && decoded(name.slice(0, sign)) === column ? decoded(name.slice(sign + 1)) : null
}

/** The partitions of a folder by these columns, outermost first; none where it is not there. */
export const findPartitions = async (root: string, columns: readonly string[]): Promise<Found> => {
  const partitions: Partition[] = []
  const strange: string[] = []
  const visit = async (path: string, values: readonly string[]): Promise<void> => {
    const column = columns[values.length]
    if (column === undefined) {
      partitions.push({ path, key: keyOf(values) })
      return
    }
    for (const name of (await readdir(join(root, path))).sort()) {
      const below = join(path, name)
      const value = valueIn(name, column)
      const isFolder = value !== null && (await stat(join(root, below))).isDirectory()
      if (value === null || !isFolder) strange.push(below)
      else await visit(below, [...values, value])
    }
  }
  if (await isThere(root)) await visit('', [])
  return { partitions, strange }
}

/** Partitions that lie there and of which nothing new is staged. */
export const keptOf = async (folder: FolderStep, columns: readonly string[]): Promise<readonly Partition[]> => {
  const fresh = new Set((await findPartitions(folder.staged, columns)).partitions.map(({ key }) => key))
  return (await findPartitions(folder.target, columns)).partitions.filter(({ key }) => !fresh.has(key))
}

/**
 * Of a sink's folders, moving in only what its rows touch. A partition that one of several folders has rows of is replaced in all of them:
 * rows that are no longer flagged leave the folder of the flagged ones.
 */
export const partitionSteps = async (
  folders: readonly FolderStep[],
  columns: readonly string[],
): Promise<readonly PartitionsStep[]> => {
  const staged = await Promise.all(folders.map(folder => findPartitions(folder.staged, columns)))
  const touched = new Set(staged.flatMap(({ partitions }) => partitions.map(({ key }) => key)))
  return Promise.all(
    folders.map(async ({ staged: from, target, aside }, i) => {
      const { partitions } = await findPartitions(target, columns)
      return {
        kind: 'partitions' as const,
        staged: from,
        target,
        aside,
        out: partitions.filter(({ key }) => touched.has(key)).map(({ path }) => path),
        in: staged[i]!.partitions.map(({ path }) => path),
      }
    }),
  )
}

/** Folders from one below a root up to the root itself. */
export const foldersUpTo = (root: string, path: string): readonly string[] =>
  path === '.' || path === '' ? [root] : [join(root, path), ...foldersUpTo(root, dirname(path))]
