import { downstream, graphOf, upstream } from '../flow/graph.ts'
import type { PortName } from '../flow/ports.ts'
import type { Flow } from '../flow/types.ts'
import type { LooseRule } from '../rules/start.ts'
import type { RepairNode } from './repairs/nodes.ts'

const isRule = (value: unknown): value is LooseRule =>
  typeof value === 'object' && value !== null && 'kind' in value && 'id' in value

/** The nodes that rows of a port come from or go to, and the port's own. */
export const nodesAlong = (flow: Flow, { node, port }: PortName): readonly string[] => {
  const graph = graphOf(flow)
  const fed = graph.outOf(node, port).map(link => link.to.node)
  return [node, ...new Set([...upstream(graph, [node]), ...fed, ...downstream(graph, fed)])]
}

/** The rules that the rows of a port meet on their way. */
export const rulesAlong = (flow: Flow, at: PortName): readonly LooseRule[] =>
  nodesAlong(flow, at).flatMap(id => {
    const { rules } = flow.nodes[id]?.settings ?? {}
    return Array.isArray(rules) ? rules.filter(isRule) : []
  })

/** Kinds that judge their columns together. */
const together = new Set(['primary_key', 'unique', 'date_order', 'pair_greater', 'sum_equals', 'reference'])

/** Of rules on the same column, what one says says the other, too. */
const covered: Readonly<Record<string, readonly string[]>> = {
  primary_key: ['primary_key', 'unique', 'not_null'],
  unique: ['unique', 'primary_key'],
  not_null: ['not_null', 'not_blank', 'not_missing_token'],
  in_set: ['in_set', 'format', 'type', 'date_format', 'pattern', 'length'],
  reference: ['reference', 'in_set', 'format', 'pattern', 'length'],
  format: ['format', 'type', 'date_format', 'pattern', 'length'],
  type: ['type', 'date_format', 'pattern', 'length'],
  date_format: ['date_format', 'type', 'pattern', 'length'],
  pattern: ['pattern', 'length'],
  compare: ['compare', 'range'],
  not_blank: ['not_null'],
  not_missing_token: ['not_null'],
}

const decidedBy = (rule: LooseRule): string =>
  rule.kind === 'functional_dependency' ? JSON.stringify(rule.determinant) : ''

const columnsOf = ({ columns }: LooseRule): readonly string[] =>
  Array.isArray(columns) ? columns.map(name => String(name).toLowerCase()) : []

/** Of columns in an order, each two of them are. */
const pairsIn = (columns: readonly string[]): readonly string[] =>
  columns.flatMap((first, i) => columns.slice(i + 1).map(second => `${first}\n${second}`))

const keysOf = (rule: LooseRule, kind: string): readonly string[] => {
  const columns = columnsOf(rule)
  if (rule.kind === 'date_order') return pairsIn(columns).map(pair => JSON.stringify([kind, pair]))
  const groups = together.has(rule.kind) ? [columns.toSorted().join('\n')] : columns
  return groups.map(columnsOfOne => JSON.stringify([kind, decidedBy(rule), columnsOfOne]))
}

/** What has been said of columns by rules, so that it is not said again. */
export class Said {
  private readonly keys = new Set<string>()

  add(rule: LooseRule): void {
    for (const kind of covered[rule.kind] ?? [rule.kind]) for (const key of keysOf(rule, kind)) this.keys.add(key)
  }

  /** The rule on the columns of which it says something new; null: on none. */
  rest(rule: LooseRule): LooseRule | null {
    if (together.has(rule.kind)) return keysOf(rule, rule.kind).some(key => this.keys.has(key)) ? null : rule
    const keys = keysOf(rule, rule.kind)
    const columns = (rule.columns as readonly string[]).filter((_, i) => !this.keys.has(keys[i] ?? ''))
    return columns.length === 0 ? null : { ...rule, columns }
  }
}

const holds = (whole: unknown, part: unknown): boolean => {
  if (typeof part !== 'object' || part === null) return whole === part
  if (Array.isArray(part)) return Array.isArray(whole) && part.every(each => whole.some(other => holds(other, each)))
  return (
    typeof whole === 'object' &&
    whole !== null &&
    Object.entries(part).every(([key, value]) => holds((whole as Record<string, unknown>)[key], value))
  )
}

const oldValues = ({ pairs }: RepairNode['settings']): readonly unknown[] =>
  Array.isArray(pairs) ? pairs.map((pair: readonly unknown[]) => pair[0]) : []

/** Whether settings do what those of a repair do: of values that are mapped, to whatever the person chose. */
const mends = (own: RepairNode['settings'], { kind, settings }: RepairNode): boolean =>
  kind === 'transform.map_values'
    ? holds(own.columns, settings.columns) && holds(oldValues(own), oldValues(settings))
    : holds(own, settings)

/** Whether the rows of a port meet a repair on their way. */
export const isMended = (flow: Flow, at: PortName, repair: RepairNode): boolean =>
  nodesAlong(flow, at).some(id => {
    const node = flow.nodes[id]
    return node?.kind === repair.kind && mends(node.settings, repair)
  })
