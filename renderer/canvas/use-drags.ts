import type { Node, NodeChange } from '@xyflow/react'
import { useMemo } from 'react'
import type { Point } from '#core/flow/types.ts'
import { edgeKey } from '../store/ports.ts'
import { useEditor } from '../store/use-editor.ts'
import { edgeUnder } from './edge-under.ts'
import { insideOf } from './groups.ts'

/** Follows a drag by ephemeral edits, and ends it as one step of the history. A group takes along what lies inside it. */
export const useDrags = () => {
  const { document, actions, catalogue } = useEditor()
  return useMemo(() => {
    let origin: ReadonlyMap<string, Point> = new Map()
    let passengers: ReadonlyMap<string, ReadonlyMap<string, Point>> = new Map()
    let places = new Map<string, Point>()

    const start = (dragged: readonly Node[]) => {
      const { flow } = document.getState()
      origin = new Map(dragged.map(node => [node.id, node.position]))
      passengers = new Map(
        flow.layout.groups
          .filter(group => origin.has(`group:${group.id}`))
          .map(group => [`group:${group.id}`, insideOf(flow, catalogue, group)]),
      )
      places = new Map()
    }

    const carried = (id: string, position: Point): readonly (readonly [string, Point])[] => {
      const from = origin.get(id)
      const group = passengers.get(id)
      if (!from || !group) return []
      return [...group]
        .filter(([other]) => !origin.has(other))
        .map(([other, at]) => [other, { x: at.x + position.x - from.x, y: at.y + position.y - from.y }])
    }

    const follow = (changes: readonly NodeChange[]) => {
      const moved = changes.flatMap(change =>
        change.type === 'position' && change.position ? [[change.id, change.position] as const] : [],
      )
      if (moved.length === 0 || origin.size === 0) return
      for (const [id, position] of moved) {
        places.set(id, position)
        for (const [other, at] of carried(id, position)) places.set(other, at)
      }
      actions.drag(places)
    }

    /** A lone card let go over an edge goes into it. */
    const into = (at: Point, node: Node): boolean => {
      const { flow } = document.getState()
      if (node.type !== 'card') return false
      if (flow.edges.some(edge => edge.from.startsWith(`${node.id}.`) || edge.to.startsWith(`${node.id}.`)))
        return false
      const key = edgeUnder(at)
      const edge = flow.edges.find(other => edgeKey(other) === key)
      return edge ? actions.insert(node.id, edge) === null : false
    }

    const stop = (dragged: readonly Node[], at: Point | null) => {
      const moved = places
      const [node] = dragged
      origin = new Map()
      if (moved.size === 0) return
      if (node && at && dragged.length === 1 && into(at, node)) return
      actions.move(moved)
    }
    return { start, follow, stop }
  }, [document, actions, catalogue])
}
