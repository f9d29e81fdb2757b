import { useReactFlow } from '@xyflow/react'
import { type RefObject, useEffect } from 'react'
import { receiver } from '../palette/add.ts'
import { putEntry } from '../palette/put.ts'
import { edgeKey, portsOfKind } from '../store/ports.ts'
import { rulesIn } from '../store/rule-edits.ts'
import { useEditor } from '../store/use-editor.ts'
import { acceptDrops } from './drag-kind.ts'
import { edgeUnder } from './edge-under.ts'
import { cardHeight, cardWidth } from './geometry.ts'

const nodeUnder = (x: number, y: number): string | null =>
  document.elementFromPoint(x, y)?.closest<HTMLElement>('[data-node]')?.dataset.node ?? null

/** What the palette lets go over the canvas becomes a node under the ghost, goes into the edge under the pointer, or, a rule, into the validator there. */
export const useDrops = (surface: RefObject<HTMLElement | null>) => {
  const editor = useEditor()
  const rf = useReactFlow()
  useEffect(() => {
    const { document: store, catalogue, actions } = editor
    return acceptDrops({
      into: (entry, x, y) => {
        const under = nodeUnder(x, y)
        return under === null ? null : receiver(editor, entry, [under])
      },
      drop: ({ entry, x, y, into }) => {
        const under = document.elementFromPoint(x, y)
        if (!under || !surface.current?.contains(under)) return
        const { kind } = entry.kind
        if (into !== null) return actions.addRules(into, rulesIn(entry.settings))
        const at = rf.screenToFlowPosition({ x, y })
        const height = cardHeight(portsOfKind(catalogue, kind, entry.settings) ?? { inputs: [], outputs: [] })
        const key = edgeUnder({ x, y })
        const edge = store.getState().flow.edges.find(other => edgeKey(other) === key)
        const place = { x: at.x - cardWidth / 2, y: at.y - Math.min(height / 2, 14) }
        putEntry(editor, entry, place, edge ? { onEdge: edge } : {})
        surface.current.focus()
      },
    })
  }, [rf, editor, surface])
}
