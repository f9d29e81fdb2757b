import { nodeIdPattern } from '#core/flow/document.ts'
import { downstream, graphOf } from '#core/flow/graph.ts'
import { parsePort } from '#core/flow/ports.ts'
import type { Edge, Flow, FlowNode, Note, Parameter } from '#core/flow/types.ts'
import type { Faces } from '#core/node/kind.ts'
import { cardWidth, contains, frameAround, nodeRect } from '../canvas/geometry.ts'
import type { FactsState } from '../store/facts.ts'
import { addNode, freshId } from '../store/graph-edits.ts'
import { edgeKey, portsOf, titleOf } from '../store/ports.ts'

/** What a selection becomes: the flow around it with a node in its place, and the flow that stands there. */
export interface Collapsed {
  readonly outer: Flow
  readonly inner: Flow
  /** The node in the outer flow. */
  readonly node: string
}

interface Chosen {
  readonly flow: Flow
  readonly catalogue: Faces
  readonly facts: FactsState['nodes']
  readonly ids: ReadonlySet<string>
  /** Groups that go with them, as the canvas names them. */
  readonly gone: ReadonlySet<string>
}

const nodeOf = (end: string): string => parsePort(end)?.node ?? end

/** Why a selection cannot be a flow of its own, in a sentence; null where it can. */
const refusalOf = ({ flow, catalogue, ids }: Chosen): string | null => {
  const title = (id: string) => titleOf(flow, catalogue, id)
  for (const id of ids) {
    const kind = catalogue.get(flow.nodes[id]!.kind)
    if (kind?.boundary) return `${title(id)} is an input or output of this flow, and cannot go into another.`
    if (kind?.group === 'sinks') return `${title(id)} writes, and stays outside: select what comes before it.`
  }
  const graph = graphOf(flow)
  const back = [...downstream(graph, ids)].find(
    id => !ids.has(id) && [...downstream(graph, [id])].some(after => ids.has(after)),
  )
  return back === undefined
    ? null
    : `${title(back)} lies between the selected nodes: select it, too, or rows would flow in a circle.`
}

/** A name for a port that none has yet. */
const portName = (wish: string, taken: Set<string>): string => {
  const stem = nodeIdPattern.test(wish) ? wish : 'rows'
  let name = stem
  for (let count = 2; taken.has(name); count++) name = `${stem}_${count}`
  taken.add(name)
  return name
}

const outputWish = (end: string): string => {
  const { node = 'rows', port = 'out' } = parsePort(end) ?? {}
  return port === 'out' ? node : port
}

/** Parameters that the chosen nodes speak of, as `$name` or `${name}`. */
const paramsOf = ({ flow, ids }: Chosen): readonly (readonly [string, Parameter])[] => {
  const texts = [...ids].map(id => JSON.stringify(flow.nodes[id]!.settings)).join('\n')
  return Object.entries(flow.params).filter(([name]) =>
    new RegExp(`\\$(\\{${name}\\}|${name}(?![A-Za-z0-9_]))`).test(texts),
  )
}

/** Makes a flow of its own of some nodes, or says why not. */
export const collapse = (chosen: Chosen, path: string, name: string): Collapsed | string => {
  const { flow, catalogue, facts, ids, gone } = chosen
  const refused = refusalOf(chosen)
  if (refused !== null) return refused
  const isIn = (end: string) => ids.has(nodeOf(end))
  const entering = [...new Set(flow.edges.filter(edge => !isIn(edge.from) && isIn(edge.to)).map(edge => edge.from))]
  const leaving = [...new Set(flow.edges.filter(edge => isIn(edge.from) && !isIn(edge.to)).map(edge => edge.from))]
  const ends = leaving.length > 0 ? leaving : lastPorts(chosen)
  if (ends.length === 0) return 'Nothing comes out of the selected nodes.'
  const unknown = entering.find(end => columnsAt(facts, end) === null)
  if (unknown !== undefined)
    return `The columns that ${titleOf(flow, catalogue, nodeOf(unknown))} gives are not known yet: mend it first.`

  const taken = new Set<string>()
  const inputs = new Map(entering.map(end => [end, portName(nodeOf(end), taken)]))
  const outputs = new Map(ends.map(end => [end, portName(outputWish(end), taken)]))
  const params = paramsOf(chosen)
  const box = frameAround([...ids].map(id => nodeRect(flow, catalogue, id)))
  const inner = innerFlow(chosen, { name, inputs, outputs, params, box })

  const { layout } = flow
  const notes = inner.layout.notes.map(note => note.id)
  const rest: Flow = {
    ...flow,
    nodes: Object.fromEntries(Object.entries(flow.nodes).filter(([id]) => !ids.has(id))),
    layout: {
      nodes: Object.fromEntries(Object.entries(layout.nodes).filter(([id]) => !ids.has(id))),
      groups: layout.groups.filter(group => !gone.has(`group:${group.id}`) && !contains(box, group)),
      notes: layout.notes.filter(note => !notes.includes(note.id)),
    },
  }
  const at = { x: box.x + (box.width - cardWidth) / 2, y: box.y + 32 }
  const settings = {
    path,
    ...(params.length > 0 ? { params: Object.fromEntries(params.map(([key]) => [key, `\${${key}}`])) } : {}),
    inputs: [...inputs.values()],
    outputs: [...outputs.values()],
  }
  const added = addNode(rest, catalogue, 'transform.subflow', at, settings, name)
  const edges = flow.edges.flatMap((edge): readonly Edge[] => {
    const [from, to] = [isIn(edge.from), isIn(edge.to)]
    if (from && to) return []
    if (to) return [{ from: edge.from, to: `${added.id}.${inputs.get(edge.from)}` }]
    return [from ? { from: `${added.id}.${outputs.get(edge.from)}`, to: edge.to } : edge]
  })
  const outer = { ...added.flow, edges: [...new Map(edges.map(edge => [edgeKey(edge), edge])).values()] }
  return { outer, inner, node: added.id }
}

const columnsAt = (facts: FactsState['nodes'], end: string) => {
  const { node = '', port = '' } = parsePort(end) ?? {}
  return facts[node]?.outputs[port]?.columns ?? null
}

/** Where nothing outside is fed: the first outputs of the nodes that end the selection. */
const lastPorts = ({ flow, catalogue, ids }: Chosen): readonly string[] =>
  [...ids]
    .filter(id => flow.edges.every(edge => nodeOf(edge.from) !== id))
    .flatMap(id => {
      const [first] = portsOf(flow, catalogue, id).outputs
      return first ? [`${id}.${first.name}`] : []
    })

interface Border {
  readonly name: string
  readonly inputs: ReadonlyMap<string, string>
  readonly outputs: ReadonlyMap<string, string>
  readonly params: readonly (readonly [string, Parameter])[]
  readonly box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number }
}

const innerFlow = ({ flow, catalogue, facts, ids }: Chosen, { name, inputs, outputs, params, box }: Border): Flow => {
  const isIn = (end: string) => ids.has(nodeOf(end))
  const notes = flow.layout.notes.filter((note: Note) => contains(box, note))
  const kept = Object.entries(flow.nodes).filter(([id]) => ids.has(id))
  const places = Object.entries(flow.layout.nodes).filter(([id]) => ids.has(id))
  let inner: Flow = {
    weir: 1,
    name,
    params: Object.fromEntries(params),
    nodes: Object.fromEntries(kept),
    edges: [],
    tests: [],
    layout: { nodes: Object.fromEntries(places), groups: [], notes },
  }
  const put = (kind: string, port: string, settings: FlowNode['settings'], x: number, row: number): string => {
    const id = freshId(inner, port)
    const version = catalogue.get(kind)?.version ?? 1
    const at = { x: Math.round(x), y: Math.round(box.y + 32 + row * 124) }
    inner = {
      ...inner,
      nodes: { ...inner.nodes, [id]: { kind, version, title: port, settings: { name: port, ...settings } } },
      layout: { ...inner.layout, nodes: { ...inner.layout.nodes, [id]: at } },
    }
    return id
  }
  const sources = new Map(
    [...inputs].map(([end, port], row) => {
      const columns = (columnsAt(facts, end) ?? []).map(column => ({ name: column.name, type: column.type }))
      return [end, put('source.input', port, { columns }, box.x - cardWidth - 56, row)] as const
    }),
  )
  const sinks = [...outputs].map(
    ([end, port], row) => [end, put('sink.output', port, {}, box.x + box.width + 56, row)] as const,
  )
  const edges = flow.edges.flatMap((edge): readonly Edge[] => {
    if (!isIn(edge.to)) return []
    return [isIn(edge.from) ? edge : { from: `${sources.get(edge.from)}.out`, to: edge.to }]
  })
  return { ...inner, edges: [...edges, ...sinks.map(([from, id]) => ({ from, to: `${id}.in` }))] }
}
