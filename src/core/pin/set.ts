import type { Flow } from '../flow/types.ts'

/** The flow with a pin that gives the rows of a file; null: one that lets rows pass. */
export const withPin = (flow: Flow, node: string, path: string | null): Flow => {
  const pin = flow.nodes[node]
  if (!pin) return flow
  const { path: _, ...others } = pin.settings
  const settings = path === null ? others : { ...others, path }
  return { ...flow, nodes: { ...flow.nodes, [node]: { ...pin, settings } } }
}
