import type { CompiledFlow } from '#core/compile/types.ts'
import { comparedSources, driftProblems } from '#core/drift/problems.ts'
import type { Problem } from '#core/problem.ts'
import type { RunHistory } from '../history/run-history.ts'
import { failure } from './failure.ts'

/** What has changed in the input of the sources among these nodes; the history is read only where one of them wants to know. */
export const findDrift = async (
  flow: CompiledFlow,
  nodes: readonly string[],
  history: RunHistory,
): Promise<readonly Problem[]> => {
  if (comparedSources(flow, nodes).length === 0) return []
  const problems = driftProblems(flow, nodes, await history.lastGood())
  return problems.map(problem => (problem.severity === 'error' ? failure('data', problem).problem : problem))
}
