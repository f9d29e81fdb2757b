import { createStore } from 'zustand/vanilla'
import type { Flow } from '#core/flow/types.ts'
import { nodesAlong } from '#core/suggest/known.ts'
import type { End } from '../store/ports.ts'

interface Known {
  /** What it was counted of: rows, and what is done with them. */
  readonly of: string
  readonly count: number
}

/** How much was suggested of the ports that were looked at, by `node.port`; and the port that somebody wants listed. */
export const suggestionCounts = createStore<{
  readonly ports: Readonly<Record<string, Known>>
  readonly wanted: string | null
}>()(() => ({ ports: {}, wanted: null }))

export const portKey = ({ node, port }: End): string => `${node}.${port}`

export const putCount = (at: End, known: Known): void =>
  suggestionCounts.setState(({ ports }) => ({ ports: { ...ports, [portKey(at)]: known } }))

/** What is done with the rows of a port before and behind it, which is not suggested again. */
export const doneAlong = (flow: Flow, rows: End): string =>
  JSON.stringify(nodesAlong(flow, rows).map(id => [flow.nodes[id]?.kind, flow.nodes[id]?.settings]))
