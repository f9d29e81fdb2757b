import type { CompiledFlow } from '../compile/types.ts'
import type { Flow } from '../flow/types.ts'
import type { Problem } from '../problem.ts'
import { originOf, whyNoOrigin } from './entry.ts'
import { isLinePatch, type Patch } from './patch.ts'
import { patchName } from './words.ts'

type Nodes = CompiledFlow['nodes']

/** Quarantines whose rows cannot go in again. */
export const notReplayed = (nodes: Nodes, order: readonly string[]): readonly Problem[] =>
  order
    .filter(id => nodes[id]?.compiled?.quarantine && originOf({ nodes }, id) === null)
    .map(node => ({
      code: 'W-QUARANTINE-REPLAY',
      severity: 'warning',
      node,
      message: `Rows that \`${node}\` keeps cannot be corrected: ${whyNoOrigin({ nodes }, node)}.`,
      hint: 'connect it to what one node lets aside, such as its reject',
    }))

/** Corrections of nodes that are not there, or of lines where the node reads none that can be corrected. */
export const ofNoNode = (flow: Flow, nodes: Nodes, patches: readonly Patch[]): readonly Problem[] =>
  patches.flatMap((patch): readonly Problem[] => {
    const tell = (why: string, node?: string): readonly Problem[] => [
      {
        code: 'W-PATCH-NODE',
        severity: 'warning',
        ...(node === undefined ? {} : { node }),
        message: `${patchName(patch)} is not replayed: ${why}.`,
      },
    ]
    if (!Object.hasOwn(flow.nodes, patch.node)) return tell(`the flow has no node \`${patch.node}\``)
    const compiled = nodes[patch.node]?.compiled
    return isLinePatch(patch) && compiled && !compiled.lines
      ? tell(`\`${patch.node}\` reads no lines that can be corrected`, patch.node)
      : []
  })
