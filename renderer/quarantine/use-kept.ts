import { useEffect } from 'react'
import { useStore } from 'zustand'
import { useDocument, useEditor, useRun } from '../store/use-editor.ts'
import type { Listed } from './entry.ts'
import { askKept, keptCounts } from './kept-counts.ts'

/** How many rows a quarantine holds, by what became of them. */
export const useKept = (id: string): Listed['sinks'][number]['counts'] | undefined => {
  const editor = useEditor()
  const finished = useRun(state => state.finishedAt)
  const path = useDocument(state => state.path)
  useEffect(() => askKept(editor, JSON.stringify([path, finished])), [editor, path, finished])
  return useStore(keptCounts, state => state.sinks.find(({ node }) => node === id)?.counts)
}
