import type { Flow } from '#core/flow/types.ts'
import type { RuleSeverity } from '#core/rules/types.ts'
import type { GridFilter } from '../grid/types.ts'
import { ancestorsOf } from './upstream.ts'

/** A copy without what is not set, so that no filter is an empty object. */
export const cleaned = (filter: { readonly [K in keyof GridFilter]: GridFilter[K] | undefined }): GridFilter =>
  Object.fromEntries(
    Object.entries(filter).filter(
      ([, value]) =>
        value !== undefined && value !== '' && value !== false && !(Array.isArray(value) && value.length === 0),
    ),
  )

export const isFiltered = (filter: GridFilter): boolean => Object.keys(cleaned(filter)).length > 0

type RuleFilter = NonNullable<GridFilter['rule']>

/** Whether a rule's filter means a rule that came by some way; without a way, it means every way. */
export const meansRule = (filter: RuleFilter | undefined, rule: RuleFilter): boolean =>
  filter !== undefined &&
  filter.node === rule.node &&
  filter.rule === rule.rule &&
  (filter.via === undefined || JSON.stringify(filter.via) === JSON.stringify(rule.via))

/** A rule that rows may be filtered by. */
export interface RuleChoice {
  readonly node: string
  readonly rule: string
  /** Absent while it is not known by which ways its flags come. */
  readonly via?: string[]
  readonly severity: RuleSeverity
  readonly columns: readonly string[]
  /** Null while not counted. */
  readonly rows: number | null
}

interface RuleSettings {
  readonly id: string
  readonly severity?: RuleSeverity
  readonly columns?: readonly string[]
  readonly when?: string | null
}

/** The rules of a node, as its settings say them. */
export const rulesOf = (flow: Flow, node: string): readonly RuleSettings[] => {
  const { rules } = flow.nodes[node]?.settings ?? {}
  return Array.isArray(rules) ? (rules as readonly RuleSettings[]) : []
}

/** What a node's rows may break by the flow alone, for as long as nothing is counted. */
export const rulesBefore = (flow: Flow, node: string): readonly RuleChoice[] =>
  ancestorsOf(flow, node).flatMap(id =>
    rulesOf(flow, id).map(({ id: rule, severity = 'error', columns = [] }) => ({
      node: id,
      rule,
      severity,
      columns,
      rows: null,
    })),
  )
