import type { CompiledFlow, CompiledNode } from '#core/compile/types.ts'
import type { Problem } from '#core/problem.ts'
import { needsAll } from '#engine/preview/sample.ts'
import { hasOwnTable } from '#engine/preview/subject.ts'
import type { CallOutput } from '#rpc/contract.ts'

type Facts = CallOutput<'check'>['nodes'][string]

const factsOf = (compiled: CompiledFlow, node: CompiledNode): Facts => ({
  inputs: Object.fromEntries(
    Object.entries(node.inputs).map(([port, inputs]) => [port, [...(inputs[0]?.columns ?? [])]]),
  ),
  outputs: Object.fromEntries(
    Object.entries(node.ports).map(([name, { columns, ordered, role }]) => [
      name,
      { columns: [...columns], ordered, role, needsAll: needsAll(compiled, node.id, name) },
    ]),
  ),
  ...(node.compiled?.notDeterministic ? { notDeterministic: node.compiled.notDeterministic } : {}),
  ...(node.compiled?.flagsStop ? { flagsStop: node.compiled.flagsStop } : {}),
  ...(hasOwnTable(node) ? { ownTable: true } : {}),
})

/** What the editor shows of each node that was compiled. */
export const nodeFacts = (compiled: CompiledFlow): CallOutput<'check'>['nodes'] =>
  Object.fromEntries(Object.entries(compiled.nodes).map(([id, node]) => [id, factsOf(compiled, node)]))

/** Problems of reading and of compiling, each once. */
export const allProblems = (...lists: readonly (readonly Problem[])[]): readonly Problem[] => {
  const seen = new Map(lists.flat().map(problem => [JSON.stringify(problem), problem]))
  return [...seen.values()]
}
