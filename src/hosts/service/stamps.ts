import type { CompiledFlow } from '#core/compile/types.ts'
import { stampsOf } from '#engine/cache/stamps.ts'
import type { CallOutput } from '#rpc/contract.ts'

type Nodes = CallOutput<'check'>['nodes']

/** Adds to what is known of sources the state that their files are in. */
export const withStamps = async (flow: CompiledFlow, nodes: Nodes): Promise<Nodes> => {
  const stamped = await Promise.all(
    Object.entries(nodes).map(async ([id, facts]) => {
      const stamps = await stampsOf(...Object.values(flow.nodes[id]!.ports).map(port => port.relation))
      return [id, stamps.size === 0 ? facts : { ...facts, stamp: JSON.stringify([...stamps]) }] as const
    }),
  )
  return Object.fromEntries(stamped)
}
