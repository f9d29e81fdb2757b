import type { Preset } from '../node/kind.ts'
import { ruleKinds } from './index.ts'
import type { RuleFace } from './rule.ts'
import { startingRule } from './start.ts'

/** The rules that the palette lists without a search, by the names that people know them by. */
export const commonRules: ReadonlyMap<string, string> = new Map([
  ['not_null', 'Not null'],
  ['unique', 'Unique'],
  ['range', 'Range'],
  ['in_set', 'Allowed values'],
  ['pattern', 'Pattern'],
  ['format', 'Format'],
  ['type', 'Type'],
  ['length', 'Length'],
  ['reference', 'Reference'],
  ['expression', 'Expression'],
  ['iqr_outlier', 'Outlier'],
  ['freshness', 'Freshness'],
  ['row_count', 'Row count'],
])

const preset = (kind: RuleFace, name: string, listed: boolean): Preset => ({
  name,
  summary: kind.summary,
  settings: { rules: [startingRule(kind)] },
  also: [...new Set([kind.title, kind.kind, ...(kind.aliases ?? [])])].filter(other => other !== name),
  ...(listed ? { listed } : {}),
})

/** Every rule kind as a validator with that one rule: the common ones first. */
export const rulePresets = (): readonly Preset[] => {
  const common = [...commonRules].flatMap(([name, title]) => {
    const kind = ruleKinds.get(name)
    return kind ? [preset(kind, title, true)] : []
  })
  const others = [...ruleKinds.values()].filter(kind => !commonRules.has(kind.kind))
  return [...common, ...others.map(kind => preset(kind, kind.title, false))]
}
