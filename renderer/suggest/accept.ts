import type { Flow } from '#core/flow/types.ts'
import { nodesOf, type RepairNode } from '#core/suggest/repairs/nodes.ts'
import type { Feed, RuleSuggestion } from '#core/suggest/types.ts'
import { cardWidth } from '../canvas/geometry.ts'
import { addBehind } from '../palette/add-behind.ts'
import type { Editor } from '../store/editor.ts'
import { addNode, insertBehind, makeRoom } from '../store/graph-edits.ts'
import { type End, endOf, titleOf } from '../store/ports.ts'
import { isValidator, validatorKind } from '../store/rule-edits.ts'

type Wanted = Pick<RuleSuggestion, 'rule'> & { readonly feed?: Feed | undefined }

/** The validator that judges these very rows: the one looked at, or one that the port feeds. */
const takerOf = ({ document }: Editor, { node, port }: End): string | null => {
  const { flow } = document.getState()
  if (isValidator(flow, node) && port === 'out') return node
  const fed = flow.edges.filter(edge => edge.from === `${node}.${port}`).map(edge => endOf(edge.to))
  return fed.find(to => to.port === 'in' && isValidator(flow, to.node))?.node ?? null
}

/** The inputs of a validator by the ports that feed them; none of one that is not there yet. */
const fedInputs = ({ edges }: Flow, id: string | null): ReadonlyMap<string, string> =>
  new Map(
    edges
      .map(({ from, to }) => [from, endOf(to)] as const)
      .filter(([, to]) => to.node === id && to.port !== 'in')
      .map(([from, to]) => [from, to.port]),
  )

const inputsOf = (flow: Flow, id: string | null): readonly string[] => {
  const inputs = id === null ? [] : flow.nodes[id]?.settings.inputs
  return Array.isArray(inputs) ? (inputs as readonly string[]) : []
}

/** Rules with the names of the validator's inputs that they look into, and what of these it needs more. */
const withFeeds = (flow: Flow, taker: string | null, wanted: readonly Wanted[]) => {
  const fed = new Map(fedInputs(flow, taker))
  const taken = new Set(['in', ...inputsOf(flow, taker), ...fed.values()])
  const feeds: Record<string, End> = {}
  const rules = wanted.map(({ rule, feed }) => {
    if (!feed) return rule
    const from = `${feed.from.node}.${feed.from.port}`
    let input = fed.get(from) ?? feed.input
    if (!fed.has(from)) {
      while (taken.has(input)) input = `${input}_`
      taken.add(input)
      fed.set(from, input)
      feeds[input] = feed.from
    }
    return { ...rule, input }
  })
  return { rules, feeds }
}

/** Adds rules on the rows of a port, in one step: to the validator that judges these rows, else to a new one behind them. */
export const acceptRules = (editor: Editor, rows: End, wanted: readonly Wanted[]): void => {
  const taker = takerOf(editor, rows)
  const { rules, feeds } = withFeeds(editor.document.getState().flow, taker, wanted)
  const inputs = Object.keys(feeds)
  if (taker !== null) editor.actions.addRules(taker, rules, feeds)
  else addBehind(editor, rows, validatorKind, inputs.length > 0 ? { inputs, rules } : { rules }, feeds)
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
