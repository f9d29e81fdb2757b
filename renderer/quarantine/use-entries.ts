import { useEffect, useMemo, useRef } from 'react'
import { useStore } from 'zustand'
import { problemOf } from '../store/problem-of.ts'
import { useDocument, useEditor, useRun, useSession } from '../store/use-editor.ts'
import { createEntries } from './entries.ts'
import type { Entries, Look } from './entries-state.ts'

/** Which rows of a quarantine are shown. */
export type Filter = Omit<Look, 'document' | 'node'>

const pause = 250

/** The entries of one quarantine: read again when the flow has changed and rests, after each run, and when the corrections change on disk. */
export const useEntries = (node: string | null, filter: Filter): Entries => {
  const editor = useEditor()
  const { client } = editor
  const entries = useMemo(() => createEntries(client), [client])
  const flow = useDocument(state => state.base)
  const path = useDocument(state => state.path)
  const params = useSession(state => state.params)
  const finished = useRun(state => state.finishedAt)
  const asked = useMemo(
    () =>
      node === null
        ? null
        : { look: { ...filter, node, document: editor.current() }, of: [flow, path, params, finished] },
    [editor, node, filter, flow, path, params, finished],
  )
  const before = useRef<unknown>(null)
  useEffect(() => {
    if (!asked) return
    // a flow that is being edited is looked at once it rests
    const wait = before.current === null || before.current === flow ? 0 : pause
    before.current = flow
    const timer = setTimeout(() => void entries.look(asked.look), wait)
    return () => clearTimeout(timer)
  }, [entries, asked, flow])

  const file = useStore(entries, state => state.listed?.file ?? null)
  useEffect(() => {
    if (file === null) return
    const own = new AbortController()
    const follow = async () => {
      for await (const { stamp } of client.feed('watch', { path: file }, { signal: own.signal })) entries.seen(stamp)
    }
    follow().catch((error: unknown) => {
      if (!own.signal.aborted) entries.fail(problemOf(error))
    })
    return () => own.abort()
  }, [client, entries, file])
  return entries
}
