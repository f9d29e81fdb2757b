import { canvasApi } from '../canvas/canvas-api.ts'
import { cardHeight, cardWidth, freePlace } from '../canvas/geometry.ts'
import type { Editor } from '../store/editor.ts'
import { fittingPort } from '../store/graph-edits.ts'
import { portsOf, portsOfKind } from '../store/ports.ts'
import { remember } from './recent.ts'

const gap = 64

/** The free output of the one selected node that a new node would follow. */
const freeOutput = ({ document, catalogue, session }: Editor) => {
  const { selection } = session.getState()
  const { flow } = document.getState()
  const [id] = selection
  if (selection.length !== 1 || id === undefined) return null
  const port = portsOf(flow, catalogue, id).outputs.find(
    output => !flow.edges.some(edge => edge.from === `${id}.${output.name}`),
  )
  return port ? { node: id, port: port.name } : null
}

/** Adds a kind without a pointer: behind the selected node and wired to it where that fits, else in the middle of what is in view. */
export const addKind = (editor: Editor, kind: string, settings: Readonly<Record<string, unknown>> = {}): string => {
  const { document, catalogue, actions } = editor
  const { flow } = document.getState()
  const after = fittingPort(catalogue, kind, 'inputs') ? freeOutput(editor) : null
  const beside = after && flow.layout.nodes[after.node]
  const middle = canvasApi.getState().api?.middle() ?? { x: 0, y: 0 }
  const wish = beside
    ? { x: beside.x + cardWidth + gap, y: beside.y }
    : { x: middle.x - cardWidth / 2, y: middle.y - 50 }
  const height = cardHeight(portsOfKind(catalogue, kind, settings) ?? { inputs: [], outputs: [] })
  const id = actions.add(kind, freePlace(flow, catalogue, wish, height), { settings, ...(after ? { after } : {}) })
  remember(kind)
  requestAnimationFrame(() => canvasApi.getState().api?.focus(id))
  return id
}
