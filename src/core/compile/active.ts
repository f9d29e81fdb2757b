import { cycles, graphOf, type Link, leftOut, topologicalOrder } from '../flow/graph.ts'
import type { Flow } from '../flow/types.ts'

/** The part of a flow that takes part: without disabled nodes, what hangs on them alone, and what frozen rows make needless. */
export interface Active {
  readonly order: readonly string[]
  readonly cycles: readonly (readonly string[])[]
  into(node: string): readonly Link[]
}

/** What of a flow is compiled, and in which order. */
export const activeFlow = (flow: Flow): Active & { readonly nodes: readonly string[] } => {
  const graph = graphOf(flow)
  const out = leftOut(flow, graph)
  return {
    nodes: graph.ids.filter(id => !out.has(id)),
    order: topologicalOrder(graph).filter(id => !out.has(id)),
    cycles: cycles(graph),
    into: node => graph.into(node).filter(link => !out.has(link.from.node)),
  }
}
