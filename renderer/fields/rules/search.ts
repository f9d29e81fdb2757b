import { ruleFaces } from '#core/rules/index.ts'
import { commonRules } from '#core/rules/presets.ts'
import type { RuleFace } from '#core/rules/rule.ts'
import { dimensions } from '#core/rules/types.ts'
import { type Family, familyOf } from '#core/rules/values.ts'
import { matchOf } from '../../palette/match.ts'

/** A rule kind as a search found it. */
export interface FoundRule {
  readonly kind: RuleFace
  /** Another tool's name by which it was found. */
  readonly alias: string | null
}

export interface RuleGroup {
  readonly title: string
  readonly rules: readonly FoundRule[]
}

/** Beside its title the name that the palette lists it by, where that is another. */
const found = (kind: RuleFace): FoundRule => {
  const common = commonRules.get(kind.kind)
  return { kind, alias: common === undefined || common === kind.title ? null : common }
}

/** Says whether a rule kind fits columns of a type. */
export const suits = (kind: RuleFace, type: string): boolean =>
  kind.suits === undefined || kind.suits.includes(familyOf(type) satisfies Family)

const byDimension = (kinds: readonly RuleFace[]): readonly RuleGroup[] =>
  dimensions
    .map(title => ({ title: title as string, rules: kinds.filter(kind => kind.dimension === title).map(found) }))
    .filter(({ rules }) => rules.length > 0)

const best = (query: string): RuleGroup => ({
  title: 'found',
  rules: [...ruleFaces.values()]
    .flatMap(kind => {
      const own = [kind.title, kind.kind, commonRules.get(kind.kind) ?? kind.title]
      const match = matchOf(query, own, kind.aliases ?? [], kind.summary)
      return match ? [{ kind, alias: match.alias, score: match.score }] : []
    })
    .sort((a, b) => b.score - a.score)
    .map(({ kind, alias }) => ({ kind, alias })),
})

/** The rules that fit a query, best first; without one all by dimension, before them those that often stand on a column of the type. */
export const searchRules = (text: string, type: string | null = null): readonly RuleGroup[] => {
  const query = text.trim().toLowerCase()
  if (query !== '') return [best(query)].filter(({ rules }) => rules.length > 0)
  const kinds = [...ruleFaces.values()].filter(kind => type === null || suits(kind, type))
  if (type === null) return byDimension(kinds)
  const often = kinds.filter(kind => commonRules.has(kind.kind) && kind.flags === 'cell')
  const others = kinds.filter(kind => !often.includes(kind))
  return [{ title: `often for ${type.toLowerCase()}`, rules: often.map(found) }, ...byDimension(others)]
}
