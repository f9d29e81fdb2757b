import { useReactFlow } from '@xyflow/react'
import { type RefObject, useEffect } from 'react'
import { remember } from '../palette/recent.ts'
import { edgeKey, portsOfKind } from '../store/ports.ts'
import { useEditor } from '../store/use-editor.ts'
import { acceptDrops } from './drag-kind.ts'
import { edgeUnder } from './edge-under.ts'
import { cardHeight, cardWidth } from './geometry.ts'

/** What the palette lets go over the canvas becomes a node under the ghost, or goes into the edge under the pointer. */
export const useDrops = (surface: RefObject<HTMLElement | null>) => {
  const { document: store, catalogue, actions } = useEditor()
  const rf = useReactFlow()
  useEffect(
    () =>
      acceptDrops(({ kind, settings, x, y }) => {
        const under = document.elementFromPoint(x, y)
        if (!under || !surface.current?.contains(under)) return
        const at = rf.screenToFlowPosition({ x, y })
        const height = cardHeight(portsOfKind(catalogue, kind, settings) ?? { inputs: [], outputs: [] })
        const key = edgeUnder({ x, y })
        const edge = store.getState().flow.edges.find(other => edgeKey(other) === key)
        actions.add(
          kind,
          { x: at.x - cardWidth / 2, y: at.y - Math.min(height / 2, 14) },
          { settings, ...(edge ? { onEdge: edge } : {}) },
        )
        remember(kind)
        surface.current.focus()
      }),
    [rf, store, catalogue, actions, surface],
  )
}
