import type { Flow } from '#core/flow/types.ts'
import type { Faces } from '#core/node/kind.ts'
import { type End, endOf, portsOf } from '../store/ports.ts'

/** A node and all that it comes from. */
export const ancestorsOf = (flow: Flow, node: string): readonly string[] => {
  const found = new Set([node])
  for (const id of found)
    for (const edge of flow.edges) if (endOf(edge.to).node === id) found.add(endOf(edge.from).node)
  return [...found]
}

/** Everything that a node's rows depend on inside the flow: while it stays the same, so do they. */
export const upstreamKey = (flow: Flow, node: string): string => {
  return keyOf(flow, new Set(ancestorsOf(flow, node)))
}

/** Everything that a run of the flow depends on inside it. */
export const flowKey = (flow: Flow): string => keyOf(flow, new Set(Object.keys(flow.nodes)))

const keyOf = (flow: Flow, ids: ReadonlySet<string>): string => {
  const nodes = [...ids].map(id => {
    const { kind, settings, disabled, bypass, run } = flow.nodes[id] ?? { kind: '', settings: {} }
    return [id, kind, settings, disabled, bypass, run]
  })
  const edges = flow.edges.filter(edge => ids.has(endOf(edge.to).node))
  return JSON.stringify([nodes, edges, flow.params])
}

export interface Looked {
  /** What the person looks at. */
  readonly node: string
  readonly port: string
  /** Whose rows those are: of a sink, what comes into it. */
  readonly rows: End
}

/** The port whose rows are shown for a node; null where there is none yet. */
export const lookedAt = (flow: Flow, catalogue: Faces, node: string, port: string | null): Looked | null => {
  if (!flow.nodes[node]) return null
  const { inputs, outputs } = portsOf(flow, catalogue, node)
  const output = outputs.find(other => other.name === port) ?? outputs[0]
  if (output) return { node, port: output.name, rows: { node, port: output.name } }
  const input = inputs[0]
  const edge = input && flow.edges.find(other => other.to === `${node}.${input.name}`)
  return input && edge ? { node, port: input.name, rows: endOf(edge.from) } : null
}
