import type { FlowNode } from '../flow/types.ts'
import type { NodeKind } from '../node/kind.ts'
import type { Problem } from '../problem.ts'
import { dotted, shapeIssues } from '../schema/issues.ts'
import { type Names, substituteSettings } from './substitute.ts'

type Report = (problem: Omit<Problem, 'node'>) => void

/** A node's settings brought to the kind's present version; null after reporting that they are from a newer one. */
export const upgradeSettings = (
  node: FlowNode,
  kind: NodeKind,
  report: Report,
): Readonly<Record<string, unknown>> | null => {
  if (node.version > kind.version) {
    report({
      code: 'E-NODE-NEWER',
      severity: 'error',
      message: `This node was saved with version ${node.version} of ${kind.kind}; this Weir knows version ${kind.version}.`,
      hint: 'open the flow with a newer Weir',
    })
    return null
  }
  let settings: Record<string, unknown> = { ...node.settings }
  for (let version = node.version; version < kind.version; version++)
    settings = kind.upgrades?.[version]?.(settings) ?? settings
  return settings
}

/** Settings checked against the kind's schema, defaults put in; null after reporting each fault with its place. */
export const parseSettings = <S>(
  kind: NodeKind<S>,
  raw: Readonly<Record<string, unknown>>,
  names: Names,
  report: Report,
): S | null => {
  let refused = false
  const reportAndRefuse: Report = problem => {
    refused = true
    report(problem)
  }
  const settings = substituteSettings(kind.settings, raw, names, reportAndRefuse)
  const parsed = kind.settings.safeParse(settings)
  if (parsed.success) return refused ? null : parsed.data
  for (const issue of shapeIssues(kind.settings, settings))
    report({
      code: issue.about === 'key' ? 'E-SETTING-UNKNOWN' : 'E-SETTING',
      severity: 'error',
      setting: dotted(issue.path),
      message: `In the settings, ${issue.message}.`,
      ...(issue.hint ? { hint: issue.hint } : {}),
    })
  return null
}
