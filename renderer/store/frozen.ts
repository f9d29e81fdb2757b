import type { NodeFace } from '#core/node/kind.ts'
import type { Editor } from './editor.ts'

/** The file whose rows a node gives in the place of those that come in; null: none, and undefined of a kind that cannot be frozen. */
export const frozenIn = (kind: NodeFace | undefined, settings: Readonly<Record<string, unknown>>) => {
  if (!kind?.frozen) return undefined
  return typeof settings.path === 'string' && settings.path !== '' ? settings.path : null
}

/** Stores the rows that come to a pin, and names their file in its settings: one step to undo. Rejects with what kept it from that. */
export const freezeRows = async ({ client, current, actions, facts }: Editor, id: string, signal?: AbortSignal) => {
  const { path, rows } = await client.call('freeze', { document: current(), node: id }, signal ? { signal } : {})
  actions.set(id, ['path'], path)
  // the same file may have other rows than before
  await facts.getState().check()
  return rows
}

/** Lets rows pass again; the file stays. */
export const thawRows = ({ actions }: Editor, id: string): void => actions.set(id, ['path'], undefined)
