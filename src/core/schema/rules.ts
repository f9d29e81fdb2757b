import { ruleKinds } from '../rules/index.ts'
import type { RuleKind } from '../rules/rule.ts'
import type { Dimension } from '../rules/types.ts'
import { type CatalogueEntry, settingsSchema } from './catalogue.ts'

/** A rule kind as `weir rules --json` prints it. */
export interface RuleEntry extends CatalogueEntry {
  readonly dimension: Dimension
  readonly flags: 'row' | 'cell' | 'whole'
}

/** One rule kind's entry of `weir rules --json`: as that of a node, in the group of its dimension, and without ports of its own. */
export const ruleEntry = (kind: RuleKind): RuleEntry => ({
  kind: kind.kind,
  version: 1,
  group: kind.dimension,
  title: kind.title,
  summary: kind.summary,
  dimension: kind.dimension,
  flags: kind.flags,
  inputs: [],
  outputs: [],
  settings: settingsSchema(kind),
})

/** All rule kinds' entries, in the order in which they are offered. */
export const ruleEntries = (): readonly RuleEntry[] => [...ruleKinds.values()].map(ruleEntry)
