import { didYouMean } from '../flow/nearest.ts'
import type { FlowNode } from '../flow/types.ts'
import type { ExpressionSlot, NodeKind } from '../node/kind.ts'
import type { Problem } from '../problem.ts'
import { parseSettings, upgradeSettings } from './settings.ts'
import type { Scope } from './subflow.ts'
import type { CompiledFlow, CompileRequest } from './types.ts'

type Report = (problem: Omit<Problem, 'node'>) => void

/** A node whose settings and ports are known, before its inputs are. */
export interface Prepared {
  /** As its own flow calls it. */
  readonly id: string
  /** As the compiled flow calls it. */
  readonly place: string
  readonly node: FlowNode
  readonly kind: NodeKind
  readonly settings: unknown
  readonly slots: readonly ExpressionSlot[]
  readonly report: Report
}

/** A node of the flow by itself; null after reporting what is wrong with it. */
export const prepare = (
  request: CompileRequest,
  scope: Scope,
  id: string,
  params: CompiledFlow['params'],
  problems: Problem[],
) => {
  const node = request.flow.nodes[id]!
  const report: Report = problem => problems.push({ ...problem, node: id })
  const kind = request.catalogue.get(node.kind)
  if (!kind) {
    report({
      code: 'E-KIND-UNKNOWN',
      severity: 'error',
      message: `There is no node kind \`${node.kind}\`.`,
      ...didYouMean(node.kind, request.catalogue.keys()),
    })
    return null
  }
  if (scope.given !== null && kind.group === 'sinks' && !kind.boundary)
    report({
      code: 'E-SUBFLOW-SINK',
      severity: 'error',
      message: 'A flow that is a part of another one writes nothing itself, and this is a sink.',
      hint: 'put an Output in its place, and the sink behind the node in the outer flow',
    })
  const upgraded = upgradeSettings(node, kind, report)
  if (upgraded === null) return null
  const settings = parseSettings(
    kind,
    upgraded,
    { params, environment: request.world.environment, keepSecret: request.world.keepSecret },
    report,
  )
  if (settings === null) return null
  const place = scope.prefix + id
  return { id, place, node, kind, settings, slots: kind.expressions?.(settings) ?? [], report } satisfies Prepared
}
