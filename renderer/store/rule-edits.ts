import type { Flow, FlowNode } from '#core/flow/types.ts'
import { ruleFaces } from '#core/rules/index.ts'
import { firstSetting, freshRuleId, type LooseRule } from '#core/rules/start.ts'
import { endOf } from './ports.ts'

/** The kind that holds rules. */
export const validatorKind = 'validate.rules'

const isRule = (value: unknown): value is LooseRule =>
  typeof value === 'object' && value !== null && 'kind' in value && 'id' in value

/** The rules among settings, as a flow holds them. */
export const rulesIn = (settings: Readonly<Record<string, unknown>>): readonly LooseRule[] =>
  Array.isArray(settings.rules) ? settings.rules.filter(isRule) : []

/** Where the form of a rule is to be begun, as a setting of its validator. */
export const beginningOf = (rule: LooseRule, index: number): string => {
  const kind = ruleFaces.get(rule.kind)
  return kind ? `rules.${index}.${firstSetting(kind, rule)}` : `rules.${index}`
}

/** A node that takes rules. */
export const isValidator = (flow: Flow, id: string): boolean => flow.nodes[id]?.kind === validatorKind

/** The node with more rules at its end, each with an id that no other has. */
export const withRules = (node: FlowNode, rules: readonly LooseRule[]): FlowNode => {
  const all = [...rulesIn(node.settings)]
  const taken = new Set(all.map(rule => rule.id))
  for (const rule of rules) {
    const id = freshRuleId(taken, rule.id)
    taken.add(id)
    all.push({ ...rule, id })
  }
  return { ...node, settings: { ...node.settings, rules: all } }
}

/** The node with further inputs, for rules that look into other rows. */
export const withInputs = (node: FlowNode, names: readonly string[]): FlowNode => {
  if (names.length === 0) return node
  const known = Array.isArray(node.settings.inputs) ? (node.settings.inputs as readonly string[]) : []
  return { ...node, settings: { ...node.settings, inputs: [...known, ...names] } }
}

/** The nearest validator that rows reach from a port, by its input `in`. */
export const nextValidator = (flow: Flow, node: string, port: string): string | null => {
  const ports = [`${node}.${port}`]
  const seen = new Set<string>()
  for (let from = ports.shift(); from !== undefined; from = ports.shift())
    for (const edge of flow.edges) {
      const to = endOf(edge.to)
      if (edge.from !== from || seen.has(to.node)) continue
      if (isValidator(flow, to.node) && to.port === 'in') return to.node
      seen.add(to.node)
      ports.push(...new Set(flow.edges.map(each => each.from).filter(each => endOf(each).node === to.node)))
    }
  return null
}
