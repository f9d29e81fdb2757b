import type { PortName } from '../flow/ports.ts'
import type { Flow } from '../flow/types.ts'
import { titleOf } from './judge.ts'
import { isMended, rulesAlong, Said } from './known.ts'
import type { Suggestions } from './types.ts'

/** What a flow does not do yet of what the rows of a port suggest. */
export const unsaid = (suggestions: Suggestions, flow: Flow, at: PortName): Suggestions => {
  const said = new Said()
  for (const rule of rulesAlong(flow, at)) said.add(rule)
  return {
    ...suggestions,
    rules: suggestions.rules.flatMap(suggestion => {
      const rule = said.rest(suggestion.rule)
      if (rule === null) return []
      return [{ ...suggestion, rule, columns: rule.columns as readonly string[], title: titleOf(rule) }]
    }),
    repairs: suggestions.repairs.filter(({ node }) => !isMended(flow, at, node)),
  }
}
