import type { CompiledFlow } from '#core/compile/types.ts'
import { stampsOf, stampsOfFiles } from '#engine/cache/stamps.ts'
import type { CallOutput } from '#rpc/contract.ts'

type Nodes = CallOutput<'check'>['nodes']

/** Adds to what is known of sources, and of nodes in whose place other flows stand, the state that their files are in. */
export const withStamps = async (flow: CompiledFlow, nodes: Nodes): Promise<Nodes> => {
  const stamped = await Promise.all(
    Object.entries(nodes).map(async ([id, facts]) => {
      const own = flow.nodes[id]!
      const within = own.flowFile === undefined ? [] : flow.order.filter(each => each.startsWith(`${id}/`))
      const all = [own, ...within.map(each => flow.nodes[each]!)]
      const flows = await stampsOfFiles(all.flatMap(({ flowFile }) => flowFile ?? []))
      const read = await stampsOf(...all.flatMap(({ ports }) => Object.values(ports).map(port => port.relation)))
      const stamps = [...flows, ...read]
      return [id, stamps.length === 0 ? facts : { ...facts, stamp: JSON.stringify(stamps) }] as const
    }),
  )
  return Object.fromEntries(stamped)
}
