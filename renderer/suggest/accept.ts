import type { LooseRule } from '#core/rules/start.ts'
import { nodesOf, type RepairNode } from '#core/suggest/repairs/nodes.ts'
import { cardWidth } from '../canvas/geometry.ts'
import { addBehind } from '../palette/add-behind.ts'
import type { Editor } from '../store/editor.ts'
import { addNode, insertBehind, makeRoom } from '../store/graph-edits.ts'
import { type End, endOf, titleOf } from '../store/ports.ts'
import { isValidator, validatorKind } from '../store/rule-edits.ts'

/** The validator that judges these very rows: the one looked at, or one that the port feeds. */
const takerOf = ({ document }: Editor, { node, port }: End): string | null => {
  const { flow } = document.getState()
  if (isValidator(flow, node) && port === 'out') return node
  const fed = flow.edges.filter(edge => edge.from === `${node}.${port}`).map(edge => endOf(edge.to))
  return fed.find(to => to.port === 'in' && isValidator(flow, to.node))?.node ?? null
}

/** Adds rules on the rows of a port, in one step: to the validator that judges these rows, else to a new one behind them. */
export const acceptRules = (editor: Editor, rows: End, rules: readonly LooseRule[]): void => {
  const taker = takerOf(editor, rows)
  if (taker === null) addBehind(editor, rows, validatorKind, { rules })
  else editor.actions.addRules(taker, rules)
}

const gap = 64

/** Puts repairs behind a port, before all that it feeds, in one step and in few nodes. */
export const acceptRepairs = ({ document, catalogue, session }: Editor, rows: End, repairs: readonly RepairNode[]) => {
  const width = cardWidth + gap
  let { flow } = document.getState()
  let last = rows
  const added: string[] = []
  for (const { kind, settings } of nodesOf(repairs)) {
    const { x, y } = flow.layout.nodes[last.node] ?? { x: 0, y: 0 }
    const { flow: withNode, id } = addNode(flow, catalogue, kind, { x: x + width, y }, settings)
    const inserted = insertBehind(withNode, catalogue, last, id)
    if (inserted === null) return
    flow = makeRoom(inserted, id, width)
    last = { node: id, port: 'out' }
    added.push(id)
  }
  const [first] = added
  if (first === undefined) return
  const what = added.length === 1 ? titleOf(flow, catalogue, first) : `${added.length} repairs`
  document.getState().edit(`Insert ${what}`, () => flow, { undo: 'undoable' })
  session.getState().select({ selection: added })
}
