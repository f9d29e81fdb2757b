import type { Flow } from '../flow/types.ts'
import type { Compiled } from '../node/kind.ts'
import { literal, where } from '../relation/build.ts'
import type { Input } from '../relation/relation.ts'
import type { Active } from './active.ts'
import type { Prepared } from './prepare.ts'
import type { Scope } from './subflow.ts'
import type { CompiledNode, CompiledPort } from './types.ts'

const leaf = (node: string, port: string, of: CompiledPort): Input =>
  Object.freeze({ kind: 'input', node, port, columns: of.columns, slots: of.slots, ordered: of.ordered })

/** What comes in at each port of a node; null where a port that it needs has nothing. */
export const inputsOf = (
  prepared: Prepared,
  { prefix, given }: Scope,
  active: Active,
  done: Readonly<Record<string, CompiledNode>>,
): Readonly<Record<string, readonly Input[]>> | null => {
  const handed = givenTo(prepared, given)
  if (handed) return { in: [handed] }
  const inputs: Record<string, readonly Input[]> = {}
  for (const port of prepared.kind.inputs(prepared.settings)) {
    const leaves: Input[] = []
    for (const edge of active.into(prepared.id).filter(e => e.to.port === port.name)) {
      const from = prefix + edge.from.node
      const source = done[from]?.ports[edge.from.port]
      if (!source) return null
      leaves.push(leaf(from, edge.from.port, source))
    }
    if (leaves.length > 0) inputs[port.name] = port.many ? leaves : leaves.slice(0, 1)
    else if (!port.optional) return null
  }
  return inputs
}

/** Rows that a flow around this one hands in at a node. */
export const givenTo = ({ kind, settings }: Prepared, given: Scope['given']): Input | null => {
  const boundary = given && kind.boundary?.(settings)
  return boundary?.direction === 'input' ? (given?.[boundary.name] ?? null) : null
}

/** A node whose settings are wrong or whose kind is unknown: what comes in is known all the same, and helps to mend it. */
export const unprepared = (
  flow: Flow,
  { prefix }: Scope,
  id: string,
  active: Active,
  done: Readonly<Record<string, CompiledNode>>,
): CompiledNode => {
  const inputs: Record<string, readonly Input[]> = {}
  for (const { from, to } of active.into(id)) {
    const source = done[prefix + from.node]?.ports[from.port]
    if (source) inputs[to.port] = [...(inputs[to.port] ?? []), leaf(prefix + from.node, from.port, source)]
  }
  const node = flow.nodes[id]!
  return { id: prefix + id, node, settings: null, inputs, inputPorts: [], outputPorts: [], compiled: null, ports: {} }
}

/** A node that hands its first input on as it is; its other outputs are empty. */
export const bypassed = (prepared: Prepared, inputs: Readonly<Record<string, readonly Input[]>>): Compiled | null => {
  const through = Object.values(inputs)[0]?.[0]
  if (!through) return null
  const outputs = prepared.kind.outputs(prepared.settings)
  return {
    ports: Object.fromEntries(
      outputs.map((port, i) => [port.name, i === 0 ? through : where(through, literal(false))]),
    ),
  }
}
