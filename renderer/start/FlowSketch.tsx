import { useMemo } from 'react'
import { parseFlow } from '#core/flow/parse.ts'
import type { Flow } from '#core/flow/types.ts'
import type { Faces } from '#core/node/kind.ts'
import { KindIcon } from '../app/KindIcon.tsx'
import { edgeShape } from '../canvas/edge-path.ts'
import { cardHeight, cardWidth, portY, type Rect } from '../canvas/geometry.ts'
import { tidied } from '../canvas/tidy.ts'
import { edgeKey, endOf, portsOf } from '../store/ports.ts'
import { useEditor } from '../store/use-editor.ts'

const air = 56

interface Sketch {
  readonly cards: ReadonlyMap<string, Rect>
  readonly wires: readonly { readonly key: string; readonly path: string; readonly reject: boolean }[]
  readonly viewBox: string
}

const sketched = (flow: Flow, catalogue: Faces): Sketch => {
  const spare = tidied(flow, catalogue, null)
  const ids = Object.keys(flow.nodes)
  const placed = ids.every(id => id in flow.layout.nodes)
  const cards = new Map(
    ids.map(id => {
      const { x, y } = (placed ? flow.layout.nodes[id] : spare.get(id)) ?? { x: 0, y: 0 }
      return [id, { x, y, width: cardWidth, height: cardHeight(portsOf(flow, catalogue, id)) }] as const
    }),
  )
  const all = [...cards.values()]
  const wires = flow.edges.flatMap(edge => {
    const [from, to] = [endOf(edge.from), endOf(edge.to)]
    const [source, target] = [cards.get(from.node), cards.get(to.node)]
    if (!source || !target) return []
    const { outputs } = portsOf(flow, catalogue, from.node)
    const output = Math.max(
      0,
      outputs.findIndex(port => port.name === from.port),
    )
    const input = Math.max(
      0,
      portsOf(flow, catalogue, to.node).inputs.findIndex(port => port.name === to.port),
    )
    const reject = outputs[output]?.role === 'reject'
    const start = { x: source.x + source.width, y: source.y + portY(output) }
    const end = { x: target.x, y: target.y + portY(input) }
    const { path } = edgeShape(start, end, { source, target, reject, cards: () => all })
    return [{ key: edgeKey(edge), path, reject }]
  })
  const x = Math.min(...all.map(card => card.x)) - air
  const y = Math.min(...all.map(card => card.y)) - air
  const right = Math.max(...all.map(card => card.x + card.width)) + air
  const bottom = Math.max(...all.map(card => card.y + card.height)) + air
  return { cards, wires, viewBox: `${x} ${y} ${right - x} ${bottom - y}` }
}

/** A flow as a thumbnail: its cards with their icons, where they lie, and how they hang together. */
export const FlowSketch = ({ text }: { readonly text: string }) => {
  const { catalogue } = useEditor()
  const flow = useMemo(() => parseFlow(text).flow, [text])
  const sketch = useMemo(() => flow && sketched(flow, catalogue), [flow, catalogue])
  if (!flow || !sketch) return null
  return (
    <svg className="sketch" viewBox={sketch.viewBox} aria-hidden="true">
      {sketch.wires.map(({ key, path, reject }) => (
        <path key={key} className={reject ? 'wire rej' : 'wire'} d={path} />
      ))}
      {[...sketch.cards].map(([id, { x, y, width, height }]) => (
        <g key={id} transform={`translate(${x} ${y})`}>
          <rect className="sketch-card" width={width} height={height} rx={14} />
          <g transform="translate(14 14)" color="var(--fg-2)">
            <KindIcon kind={flow.nodes[id]?.kind ?? ''} size={38} />
          </g>
          <path d="M68 26h72" stroke="var(--fg-3)" strokeWidth={8} />
          <path d="M68 46h50" stroke="var(--line-2)" strokeWidth={8} />
          <path d={`M14 ${height - 14}h${width - 28}`} stroke="var(--clean-fill)" strokeWidth={8} />
        </g>
      ))}
    </svg>
  )
}
