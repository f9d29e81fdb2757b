import { canvasApi } from '../canvas/canvas-api.ts'
import { cardHeight, cardWidth, freePlace } from '../canvas/geometry.ts'
import type { Editor } from '../store/editor.ts'
import { fittingPort } from '../store/graph-edits.ts'
import { portsOf, portsOfKind } from '../store/ports.ts'
import { isValidator, rulesIn, validatorKind } from '../store/rule-edits.ts'
import { putEntry } from './put.ts'
import type { Found } from './search.ts'

const gap = 64

/** The output of the one selected node that a new node would follow: one that is free, else its first. */
const outputBehind = ({ document, catalogue, session }: Editor) => {
  const { selection } = session.getState()
  const { flow } = document.getState()
  const [id] = selection
  if (selection.length !== 1 || id === undefined) return null
  const rows = portsOf(flow, catalogue, id).outputs.filter(output => output.role !== 'reject')
  const free = rows.find(output => !flow.edges.some(edge => edge.from === `${id}.${output.name}`))
  const port = free ?? rows[0]
  return port ? { node: id, port: port.name } : null
}

/** Adds an entry without a pointer: behind the selected node and wired to it where that fits, else in the middle of what is in view. */
const addEntry = (editor: Editor, entry: Found): string => {
  const { document, catalogue } = editor
  const { settings } = entry
  const { kind } = entry.kind
  const { flow } = document.getState()
  const after = fittingPort(catalogue, kind, 'inputs') ? outputBehind(editor) : null
  const beside = after && flow.layout.nodes[after.node]
  const middle = canvasApi.getState().api?.middle() ?? { x: 0, y: 0 }
  const wish = beside
    ? { x: beside.x + cardWidth + gap, y: beside.y }
    : { x: middle.x - cardWidth / 2, y: middle.y - 50 }
  const height = cardHeight(portsOfKind(catalogue, kind, settings) ?? { inputs: [], outputs: [] })
  const id = putEntry(editor, entry, freePlace(flow, catalogue, wish, height), after ? { after } : {})
  requestAnimationFrame(() => canvasApi.getState().api?.focus(id))
  return id
}

/** The one selected node that takes an entry's rules instead of a new node. */
export const receiver = ({ document }: Editor, entry: Found, selection: readonly string[]): string | null => {
  const [id] = selection
  if (entry.kind.kind !== validatorKind || rulesIn(entry.settings).length === 0) return null
  return selection.length === 1 && id !== undefined && isValidator(document.getState().flow, id) ? id : null
}

/** Adds an entry of the palette: a rule to the selected validator, all else as a node. */
export const addFound = (editor: Editor, entry: Found): string => {
  const taker = receiver(editor, entry, editor.session.getState().selection)
  if (taker !== null) {
    editor.actions.addRules(taker, rulesIn(entry.settings))
    return taker
  }
  return addEntry(editor, entry)
}
