import { type RuleSeverity, ruleSeverities } from '../rules/types.ts'
import type { FlagReason, GateLimit } from './kind.ts'

/** Which rows a limit of a gate counts. */
export interface GateSubject {
  /** Rows that arrive with such a flag, or all that arrive. */
  readonly of: 'flagged' | 'rows'
  /** The node that gave the flag; null: any. */
  readonly validator: string | null
  readonly rule: string | null
  /** This severity or a worse one; null: any. */
  readonly severity: RuleSeverity | null
}

/** A limit of a gate: exceeded where its figure is greater than the count or the percent. */
export interface GateLine extends GateSubject {
  /** `rows`: the count, and its percent of the arriving rows. `last_good`: how either changed since the last good run. */
  readonly against: 'rows' | 'last_good'
  readonly warn?: GateLimit
  readonly stop?: GateLimit
}

/** Whether a flag that a node gave is one of those counted. */
export const picksFlag = (
  { validator, rule, severity }: GateSubject,
  node: string,
  reason: Pick<FlagReason, 'rule' | 'severity'>,
): boolean =>
  (validator === null || validator === node) &&
  (rule === null || rule === reason.rule) &&
  (severity === null || ruleSeverities.indexOf(reason.severity) >= ruleSeverities.indexOf(severity))
