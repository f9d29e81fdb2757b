import { mkdir, rename } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Merge } from '../duckdb/table-file.ts'
import { addBatch } from './batches.ts'
import { isThere, readIfThere, remove, syncFolder, writeDurably } from './files.ts'
import { foldersUpTo } from './partitions.ts'

/** What publishing does to one target; each can be repeated after a crash at any point. */
export type Step =
  | FileStep
  | TableStep
  | FolderStep
  | PartitionsStep
  | { readonly kind: 'batch'; readonly target: string; readonly batch: string; readonly rows: number }

export interface FileStep {
  readonly kind: 'file'
  readonly staged: string
  readonly target: string
}

/** A folder that takes the place of another one, which is put aside. */
export interface FolderStep {
  readonly kind: 'folder'
  readonly staged: string
  readonly target: string
  readonly aside: string
}

/** Folders below a target that are put aside, and folders below a stage that are moved in; all others stay. */
export interface PartitionsStep extends Omit<FolderStep, 'kind'> {
  readonly kind: 'partitions'
  readonly out: readonly string[]
  readonly in: readonly string[]
}

/** Rows of a stage that come into a table of a DuckDB file. */
export interface TableStep extends Merge {
  readonly kind: 'table'
  readonly node: string
  readonly staged: string
  readonly target: string
  readonly schema: string
  readonly table: string
}

/** Takes the step of a table, unless it was taken before. */
export type MergeTable = (step: TableStep) => Promise<void>

/** What a run may leave behind, written before it makes any of it. */
export interface Intent {
  readonly run: string
  readonly targets: readonly string[]
  /** Folders made for the targets, outermost first. */
  readonly folders: readonly string[]
}

interface Commit {
  readonly run: string
  readonly steps: readonly Step[]
}

export const statePaths = (state: string) => ({
  lock: join(state, 'lock'),
  intent: join(state, 'staging.json'),
  intentDraft: join(state, 'staging.json.draft'),
  journal: join(state, 'journal.json'),
  commit: join(state, 'commit.json'),
})

export const writeIntent = (state: string, intent: Intent): Promise<void> =>
  writeDurably(statePaths(state).intent, JSON.stringify(intent), statePaths(state).intentDraft)

export const readIntent = async (state: string): Promise<Intent | null> => read<Intent>(statePaths(state).intent)

/** The only point of decision: before the rename every target stays as it was, after it every target becomes new. */
export const writeCommit = async (state: string, commit: Commit): Promise<void> => {
  const paths = statePaths(state)
  await mkdir(state, { recursive: true })
  await writeDurably(paths.commit, JSON.stringify(commit), paths.journal)
}

/** Takes every step of a commit, if there is one; says whether there was. */
export const rollForward = async (state: string, merge: MergeTable): Promise<boolean> => {
  const { commit: path } = statePaths(state)
  const commit = await read<Commit>(path)
  if (commit === null) return false
  for (const step of commit.steps) await take[step.kind](step as never, state, merge)
  for (const folder of new Set(commit.steps.map(step => dirname(step.target)))) await syncFolder(folder)
  await remove(path)
  await syncFolder(state)
  return true
}

type Of<K extends Step['kind']> = Extract<Step, { kind: K }>

const take: { [K in Step['kind']]: (step: Of<K>, state: string, merge: MergeTable) => Promise<void> } = {
  file: async ({ staged, target }) => {
    if (await isThere(staged)) await rename(staged, target)
  },
  folder: async ({ staged, target, aside }) => {
    if (!(await isThere(staged))) return
    if (await isThere(target)) await rename(target, aside)
    await rename(staged, target)
  },
  partitions: async ({ staged, target, aside, ...parts }) => {
    await mkdir(target, { recursive: true })
    for (const path of parts.out) {
      const [old, fresh] = [join(target, path), join(staged, path)]
      const wasTaken = parts.in.includes(path) && !(await isThere(fresh))
      if (wasTaken || !(await isThere(old))) continue
      await mkdir(dirname(join(aside, path)), { recursive: true })
      await rename(old, join(aside, path))
    }
    for (const path of parts.in) {
      if (!(await isThere(join(staged, path)))) continue
      await mkdir(dirname(join(target, path)), { recursive: true })
      await rename(join(staged, path), join(target, path))
    }
    const changed = [...parts.out, ...parts.in].flatMap(path => foldersUpTo(target, dirname(path)))
    for (const folder of new Set(changed)) await syncFolder(folder)
  },
  table: (step, _state, merge) => merge(step),
  batch: ({ target, batch, rows }, state) => addBatch(state, target, batch, rows),
}

/** These files appear by a rename of a synced draft: one that does not parse was damaged by something else. */
const read = async <T>(path: string): Promise<T | null> => {
  const text = await readIfThere(path)
  return text === null ? null : (JSON.parse(text) as T)
}
