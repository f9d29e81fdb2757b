import type { Flow } from '#core/flow/types.ts'
import { same } from './patch.ts'

const nodeOf = (end: string) => end.slice(0, end.indexOf('.'))

const meaning = (flow: Flow, id: string) => {
  const node = flow.nodes[id]
  return (
    node && [
      node.kind,
      node.settings,
      node.disabled ?? false,
      node.bypass ?? false,
      flow.edges.filter(edge => nodeOf(edge.to) === id),
    ]
  )
}

/** Nodes whose rows are no longer those of the run: changed themselves, or downstream of a change. */
export const staleNodes = (ran: Flow, now: Flow): ReadonlySet<string> => {
  if (ran.nodes === now.nodes && ran.edges === now.edges && ran.params === now.params) return new Set()
  const all = Object.keys(now.nodes)
  const stale = new Set(
    same(ran.params, now.params) ? all.filter(id => !same(meaning(ran, id), meaning(now, id))) : all,
  )
  for (const id of stale) for (const edge of now.edges) if (nodeOf(edge.from) === id) stale.add(nodeOf(edge.to))
  return stale
}
