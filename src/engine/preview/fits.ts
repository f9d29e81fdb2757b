import type { CompiledFlow } from '#core/compile/types.ts'
import { graphOf, upstream } from '#core/flow/graph.ts'
import { fitOf } from '#core/quarantine/fit.ts'
import { printRelation } from '#core/sql/print.ts'
import { keysOf } from '../cache/key.ts'
import { stampsOf } from '../cache/stamps.ts'
import { readPage } from '../duckdb/read.ts'
import { fitsShown, readFits } from '../rows/fits.ts'
import { type Fits, flowRelations } from './flow-relations.ts'
import { noFits } from './subject.ts'
import type { Tables } from './tables.ts'

const known = new WeakMap<CompiledFlow, Fits>()

/**
 * Which corrections fit the rows that enter the nodes up to this one: looked for where they enter, one after another. `quick`: those of
 * which it is known already.
 */
export const fitsFor = async (
  tables: Tables,
  flow: CompiledFlow,
  node: string,
  { quick, signal }: { readonly quick: boolean; readonly signal: AbortSignal | undefined },
): Promise<Fits> => {
  const before = upstream(graphOf(flow.flow), [node])
  const correcting = flow.order.filter(id => (id === node || before.has(id)) && flow.nodes[id]!.corrections?.length)
  if (correcting.length === 0) return noFits
  let fits = known.get(flow) ?? noFits
  const open = correcting.flatMap(id => flow.nodes[id]!.corrections!.filter(each => !fits.has(each)))
  if (quick) return fits
  for (const corrections of open) {
    const leaf = flow.nodes[corrections.node]!.inputs[corrections.port]![0]!
    const { port, bodies } = flowRelations(flow, fits)
    const { rounds } = await fitOf(corrections, async (enter, round) => {
      const shown = fitsShown(enter(port(leaf.node, leaf.port)), round)
      const keys = keysOf({ stamps: await stampsOf(shown), isCopy: tables.isCopy })
      return tables.use(shown, { keys, bodies, signal }, ({ table }) =>
        readFits(table, round, (page, most) =>
          tables.pool.use(async session => (await readPage(session, printRelation(page), most)).rows),
        ),
      )
    })
    fits = new Map([...fits, [corrections, rounds]])
    known.set(flow, fits)
  }
  return fits
}
