import { createContext, useContext } from 'react'
import { useStore } from 'zustand'
import type { DocumentState } from './document.ts'
import type { Editor } from './editor.ts'
import type { FactsState } from './facts.ts'
import type { FilesState } from './files.ts'
import type { HostState } from './host.ts'
import type { RunState } from './run.ts'
import type { SessionState } from './session.ts'

export const EditorContext = createContext<Editor | null>(null)

export const useEditor = (): Editor => {
  const editor = useContext(EditorContext)
  if (!editor) throw new Error('EditorContext is missing')
  return editor
}

/** Subscribe to ids or to one record: a selector that builds something new each time draws without end. */
export const useDocument = <T>(select: (state: DocumentState) => T): T => useStore(useEditor().document, select)
export const useSession = <T>(select: (state: SessionState) => T): T => useStore(useEditor().session, select)
export const useFacts = <T>(select: (state: FactsState) => T): T => useStore(useEditor().facts, select)
export const useRun = <T>(select: (state: RunState) => T): T => useStore(useEditor().run, select)
export const useFiles = <T>(select: (state: FilesState) => T): T => useStore(useEditor().files, select)
export const useHost = <T>(select: (state: HostState) => T): T => useStore(useEditor().host, select)
export const useActions = () => useEditor().actions
