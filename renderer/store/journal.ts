import { parseFlow } from '#core/flow/parse.ts'
import { saveFlow } from '#core/flow/save.ts'
import type { Faces } from '#core/node/kind.ts'
import type { Client } from '#rpc/contract.ts'
import type { DocumentStore } from './document.ts'
import type { FilesStore } from './files.ts'

/** What a crash leaves behind: the unsaved text, and the saved one it grew from. */
interface JournalEntry {
  readonly path: string | null
  readonly stamp: string | null
  readonly text: string
  readonly saved: string | null
  readonly changes: number
}

const period = 250

/** Writes the journal at most four times a second while there are unsaved changes, and clears it when there are none. */
export const keepJournal = (
  client: Client,
  document: DocumentStore,
  catalogue: Faces,
  report: (error: unknown) => void,
): (() => void) => {
  let timer: ReturnType<typeof setTimeout> | undefined
  let wasDirty: boolean | null = null
  // one after another: what a slow host writes last has to be the newest
  let last: Promise<unknown> = Promise.resolve()
  const write = async () => {
    const { base, saved, path, stamp, dirty, position } = document.getState()
    if (dirty !== wasDirty) {
      wasDirty = dirty
      await client.call('dirty', { dirty })
    }
    if (!dirty) return void (await client.call('journal', { action: 'clear' }))
    const entry: JournalEntry = {
      path,
      stamp,
      text: saveFlow(base, catalogue),
      saved: saved && saveFlow(saved, catalogue),
      changes: position,
    }
    await client.call('journal', { action: 'write', text: JSON.stringify(entry) })
  }
  const soon = () => {
    timer ??= setTimeout(() => {
      timer = undefined
      last = last.then(write).catch(report)
    }, period)
  }
  const stop = document.subscribe((state, before) => {
    if (state.base !== before.base || state.dirty !== before.dirty) soon()
  })
  soon()
  return () => {
    stop()
    clearTimeout(timer)
  }
}

const isEntry = (value: unknown): value is JournalEntry =>
  typeof value === 'object' && value !== null && 'text' in value && typeof value.text === 'string'

/** Puts back what a crash left; says whether there was anything. */
export const restoreJournal = async (client: Client, files: FilesStore): Promise<boolean> => {
  const { text } = await client.call('journal', { action: 'read' })
  if (text === null) return false
  const entry = readEntry(text)
  const flow = entry && parseFlow(entry.text).flow
  if (!entry || !flow) return false
  const saved = entry.saved === null ? null : parseFlow(entry.saved).flow
  files.getState().restore({ flow, saved, path: entry.path, stamp: entry.stamp })
  const count =
    entry.changes === 1
      ? '1 unsaved change'
      : entry.changes > 1
        ? `${entry.changes} unsaved changes`
        : 'Unsaved changes'
  files.getState().notify({ text: `${count} of ${flow.name} restored.` })
  return true
}

const readEntry = (text: string): JournalEntry | null => {
  try {
    const value: unknown = JSON.parse(text)
    return isEntry(value) ? value : null
  } catch {
    return null
  }
}
