import { useEffect } from 'react'
import { useStore } from 'zustand'
import { type Described, undescribed } from '../store/descriptions.ts'
import { useEditor } from '../store/use-editor.ts'
import { useVersion } from './use-source.ts'

export interface ShownDescription extends Described {
  readonly choose: (file: number) => void
}

/** How a source's files are written: asked anew when its settings or files have changed and rest. */
export const useDescription = (node: string): ShownDescription => {
  const { descriptions } = useEditor()
  const version = useVersion({ node, port: '' })
  const known = useStore(descriptions, state => state.nodes[node]) ?? undescribed
  useEffect(() => descriptions.getState().ask(node, version), [descriptions, node, version])
  return { ...known, choose: file => descriptions.getState().choose(node, file, version) }
}
