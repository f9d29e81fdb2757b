import type { CompiledFlow } from '#core/compile/types.ts'
import type { Catalogue } from '#core/node/kind.ts'
import type { ScanRequest } from '#core/relation/relation.ts'
import { ProblemError } from '../../problem-error.ts'

/** What a node reads; throws its problem where it reads nothing, or its settings are not valid. */
export const readOf = (flow: CompiledFlow, catalogue: Catalogue, id: string): ScanRequest => {
  const node = flow.nodes[id]
  const kind = node && catalogue.get(node.node.kind)
  if (node && node.settings === null) {
    const problem = flow.problems.find(each => each.node === id && each.severity === 'error')
    if (problem) throw new ProblemError(problem)
  }
  const read = node && kind?.reads?.(node.settings)[0]
  if (read) return read
  throw new ProblemError({
    code: 'E-NODE-DISABLED',
    severity: 'error',
    node: id,
    message: `\`${id}\` reads no files, or is left out.`,
  })
}
