import type { CompiledRule } from '../node/kind.ts'
import { ruleKinds } from '../rules/index.ts'
import type { Rule } from '../rules/rule.ts'

/** What each rule of a validator's settings asks for, in words; where the settings list no such rule, its kind and columns. */
export const ruleWords = (settings: unknown): ((rule: CompiledRule) => string) => {
  const rules = new Map(rulesOf(settings).map(rule => [rule.id, rule]))
  return ({ id, kind, columns }) => {
    const rule = rules.get(id)
    const said = rule && ruleKinds.get(rule.kind)?.describe(rule)
    if (said === undefined) return [kind, ...columns].join(' ')
    return rule?.when ? `${said}, where ${rule.when}` : said
  }
}

const rulesOf = (settings: unknown): readonly Rule[] => {
  if (typeof settings !== 'object' || settings === null || !('rules' in settings)) return []
  return Array.isArray(settings.rules) ? (settings.rules as readonly Rule[]) : []
}
