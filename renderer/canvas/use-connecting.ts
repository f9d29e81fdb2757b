import type { IsValidConnection, OnConnect, OnConnectEnd, OnConnectStart } from '@xyflow/react'
import { useMemo, useState } from 'react'
import { type End, portsOf, refusal } from '../store/ports.ts'
import { useEditor } from '../store/use-editor.ts'
import { openSearch } from './add-search.ts'

export interface Refused {
  readonly x: number
  readonly y: number
  readonly text: string
}

const pointOf = (event: MouseEvent | TouchEvent) => {
  const at = 'changedTouches' in event ? event.changedTouches[0] : event
  return { x: at?.clientX ?? 0, y: at?.clientY ?? 0 }
}

const shownFor = 4000

/** Drawing an edge: to a port, to a card (its first port that fits), or to the empty canvas, which asks for a node. */
export const useConnecting = () => {
  const { document: store, catalogue, actions } = useEditor()
  const [reason, setReason] = useState<Refused | null>(null)
  const handlers = useMemo(() => {
    const refuse = (at: { x: number; y: number }, text: string) => {
      setReason({ ...at, text })
      setTimeout(() => setReason(old => (old?.text === text ? null : old)), shownFor)
    }
    const ends = (start: End, other: End, fromOutput: boolean) =>
      fromOutput ? ([start, other] as const) : ([other, start] as const)

    const toCard = (at: { x: number; y: number }, start: End, node: string, fromOutput: boolean) => {
      const { flow } = store.getState()
      const ports = portsOf(flow, catalogue, node)[fromOutput ? 'inputs' : 'outputs']
      const pairs = ports.map(port => ends(start, { node, port: port.name }, fromOutput))
      const pair = pairs.find(([from, to]) => !refusal(flow, catalogue, from, to)) ?? pairs[0]
      const text = pair ? actions.connect(...pair) : `This node has no ${fromOutput ? 'input' : 'output'}.`
      if (text) refuse(at, text)
    }

    const connect: OnConnect = ({ source, target, sourceHandle, targetHandle }) => {
      actions.connect({ node: source, port: sourceHandle ?? '' }, { node: target, port: targetHandle ?? '' })
    }
    const start: OnConnectStart = () => setReason(null)
    const end: OnConnectEnd = (event, { fromHandle, toHandle, isValid }) => {
      if (!fromHandle?.id || isValid) return
      const at = pointOf(event)
      const from = { node: fromHandle.nodeId, port: fromHandle.id }
      const fromOutput = fromHandle.type === 'source'
      if (toHandle?.id && toHandle.nodeId !== from.node) {
        if (toHandle.type === fromHandle.type)
          return refuse(
            at,
            fromOutput
              ? 'Both are outputs: connect an output to an input.'
              : 'Both are inputs: connect an output to an input.',
          )
        const [source, target] = ends(from, { node: toHandle.nodeId, port: toHandle.id }, fromOutput)
        const text = refusal(store.getState().flow, catalogue, source, target)
        return text ? refuse(at, text) : undefined
      }
      const under = document.elementFromPoint(at.x, at.y)
      const card = under?.closest('[data-node]')?.getAttribute('data-node')
      if (card === from.node) return
      if (card) return toCard(at, from, card, fromOutput)
      if (under?.closest('.react-flow__pane, .react-flow__edge'))
        openSearch({ ...at, ...(fromOutput ? { after: from } : { before: from }) })
    }
    const allowed: IsValidConnection = ({ source, target, sourceHandle, targetHandle }) =>
      refusal(
        store.getState().flow,
        catalogue,
        { node: source, port: sourceHandle ?? '' },
        { node: target, port: targetHandle ?? '' },
      ) === null
    return { connect, start, end, allowed }
  }, [store, catalogue, actions])
  return { ...handlers, reason }
}
