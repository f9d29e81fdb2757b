import { nearest } from '../flow/nearest.ts'
import type { FlowNode } from '../flow/types.ts'
import type { NodeKind } from '../node/kind.ts'
import type { z } from '../node/settings.ts'
import type { Problem } from '../problem.ts'
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

const keysAt = (schema: z.ZodType, path: readonly PropertyKey[]): readonly string[] => {
  let at: unknown = schema
  const inner = (s: unknown): unknown => {
    const def = (s as { def?: { innerType?: unknown } } | undefined)?.def
    return def?.innerType === undefined ? s : inner(def.innerType)
  }
  for (const step of path) {
    const holder = inner(at) as { shape?: Record<string, unknown>; element?: unknown }
    at = typeof step === 'number' ? holder?.element : holder?.shape?.[String(step)]
  }
  return Object.keys((inner(at) as { shape?: Record<string, unknown> })?.shape ?? {})
}

const said = (value: unknown): string => {
  const text = JSON.stringify(value)
  return text === undefined ? 'nothing' : text.length > 60 ? `${text.slice(0, 57)}…` : text
}

const valueAt = (root: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((at, step) => (at as Record<PropertyKey, unknown> | undefined)?.[step], root)

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
  for (const issue of parsed.error.issues) {
    const setting = issue.path.map(String).join('.')
    if (issue.code === 'unrecognized_keys') {
      const known = keysAt(kind.settings, issue.path)
      for (const key of issue.keys) {
        const near = nearest(key, known)
        report({
          code: 'E-SETTING-UNKNOWN',
          severity: 'error',
          setting: setting ? `${setting}.${key}` : key,
          message: `${kind.kind} has no setting \`${setting ? `${setting}.` : ''}${key}\`.`,
          hint: near ? `did you mean \`${near}\`?` : `it has ${known.map(k => `\`${k}\``).join(', ')}`,
        })
      }
      continue
    }
    const value = valueAt(settings, issue.path)
    report({
      code: 'E-SETTING',
      severity: 'error',
      setting,
      message:
        value === undefined && issue.code === 'invalid_type'
          ? `The setting \`${setting}\` is missing.`
          : `The setting \`${setting}\` is ${said(value)}: ${issue.message}.`,
    })
  }
  return null
}
