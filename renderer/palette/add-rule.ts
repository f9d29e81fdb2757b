import type { Column } from '#core/relation/relation.ts'
import type { RuleFace } from '#core/rules/rule.ts'
import { startingRule } from '#core/rules/start.ts'
import { lookedAt } from '../dock/upstream.ts'
import type { Editor } from '../store/editor.ts'
import type { End } from '../store/ports.ts'
import { isValidator, nextValidator, rulesIn, validatorKind } from '../store/rule-edits.ts'
import { addBehind } from './add-behind.ts'

/** The validator that takes a rule on a column of these rows: the one looked at, or the next that the column reaches. */
const takerOf = ({ document, facts }: Editor, rows: End, column: string): string | null => {
  const { flow } = document.getState()
  if (isValidator(flow, rows.node)) return rows.node
  const next = nextValidator(flow, rows.node, rows.port)
  const columns = next === null ? [] : (facts.getState().nodes[next]?.inputs.in ?? [])
  return columns.some(each => each.name.toLowerCase() === column.toLowerCase()) ? next : null
}

/** Adds a rule on a column of the rows that are shown: to the validator at hand, else to a new one behind them, on their edge. */
export const addRuleOn = (editor: Editor, column: Column, kind: RuleFace): string | null => {
  const { document, session, catalogue, actions } = editor
  const { flow } = document.getState()
  const { shown } = session.getState()
  const looked = shown && lookedAt(flow, catalogue, shown.node, shown.port)
  if (!looked) return null
  const { rows } = looked
  const taker = takerOf(editor, rows, column.name)
  const taken = rulesIn(taker === null ? {} : (flow.nodes[taker]?.settings ?? {})).map(rule => rule.id)
  const rule = startingRule(kind, [column.name], taken)
  if (taker !== null) {
    actions.addRules(taker, [rule])
    return taker
  }
  return addBehind(editor, rows, validatorKind, { rules: [rule] })
}
