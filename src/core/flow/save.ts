import type { Faces } from '../node/kind.ts'
import { orderedValue } from '../schema/order.ts'
import { flowDocument } from './document.ts'
import type { Flow, FlowNode } from './types.ts'

/** Settings of an unknown kind, or of another version than the catalogue's, are nobody's to touch. */
const savedNode = (node: FlowNode, catalogue: Faces): FlowNode => {
  const kind = catalogue.get(node.kind)
  if (kind === undefined || kind.version !== node.version) return node
  return { ...node, settings: orderedValue(kind.settings, node.settings) as FlowNode['settings'] }
}

/**
 * The document's bytes: keys in the contract's order, defaults left out, a newline at the end. With a catalogue, settings too are
 * put in the order of their kind's schema, without their defaults.
 */
export const saveFlow = (flow: Flow, catalogue?: Faces): string => {
  const nodes = Object.entries(flow.nodes).map(([id, node]) => [id, catalogue ? savedNode(node, catalogue) : node])
  const document = orderedValue(flowDocument, { ...flow, nodes: Object.fromEntries(nodes) })
  return `${JSON.stringify(document, null, 2)}\n`
}
