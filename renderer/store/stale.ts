import type { Flow } from '#core/flow/types.ts'
import { same } from './patch.ts'

/** Why a node's rows are no longer those of the run: by itself, by a parameter's value, by its files, or by a node before it. */
export type StaleCause = 'settings' | 'parameters' | 'files' | 'input'

export type Stale = ReadonlyMap<string, StaleCause>

/** All that the rows of a flow come of: its nodes, the values of its parameters, and the state of its files by node. */
export interface Ran {
  readonly flow: Flow
  readonly params: Readonly<Record<string, unknown>>
  readonly stamps: Readonly<Record<string, string>>
}

export const nothingStale: Stale = new Map()

const nodeOf = (end: string) => end.slice(0, end.indexOf('.'))

const meaning = (flow: Flow, id: string) => {
  const node = flow.nodes[id]
  return node && [node.kind, node.settings, node.disabled ?? false, node.bypass ?? false]
}

const wires = (flow: Flow, id: string) => flow.edges.filter(edge => nodeOf(edge.to) === id)

/** Parameters that have another value, or another type. */
const changedParams = (ran: Ran, now: Ran): readonly string[] =>
  [...new Set([ran, now].flatMap(({ flow, params }) => [...Object.keys(flow.params), ...Object.keys(params)]))].filter(
    name => !same([ran.flow.params[name], ran.params[name]], [now.flow.params[name], now.params[name]]),
  )

/** A parameter is named `$name` in an expression, and `${name}` in a text. */
const names = (flow: Flow, id: string, params: readonly string[]): boolean => {
  if (params.length === 0) return false
  const texts = JSON.stringify(flow.nodes[id]?.settings)
  return params.some(name => new RegExp(`\\$\\{?${name}\\b`).test(texts))
}

const causeOf = (ran: Ran, now: Ran, id: string, params: readonly string[]): StaleCause | null => {
  if (ran.flow.nodes !== now.flow.nodes && !same(meaning(ran.flow, id), meaning(now.flow, id))) return 'settings'
  if (names(now.flow, id, params)) return 'parameters'
  if (ran.flow.edges !== now.flow.edges && !same(wires(ran.flow, id), wires(now.flow, id))) return 'input'
  const [before, stamp] = [ran.stamps[id], now.stamps[id]]
  return before !== undefined && stamp !== undefined && before !== stamp ? 'files' : null
}

/** Nodes whose rows are no longer those of the run, and why: changed themselves, or downstream of a change. */
export const staleNodes = (ran: Ran, now: Ran): Stale => {
  const params = changedParams(ran, now)
  const stale = new Map<string, StaleCause>()
  for (const id of Object.keys(now.flow.nodes)) {
    const cause = causeOf(ran, now, id, params)
    if (cause) stale.set(id, cause)
  }
  for (const id of stale.keys()) {
    for (const edge of now.flow.edges) {
      const after = nodeOf(edge.to)
      if (nodeOf(edge.from) === id && !stale.has(after)) stale.set(after, 'input')
    }
  }
  return stale
}
