import { useMemo } from 'react'
import { parseFlow } from '#core/flow/parse.ts'
import type { Flow, Point } from '#core/flow/types.ts'
import { KindIcon } from '../app/KindIcon.tsx'
import { tidied } from '../canvas/tidy.ts'
import { endOf, portsOf } from '../store/ports.ts'
import { useEditor } from '../store/use-editor.ts'

const view = { width: 264, height: 104 }
const card = { width: 44, height: 22 }

const stepY = 32

/** The columns of the flow side by side, each one's cards evenly about the middle. */
const scaled = (places: ReadonlyMap<string, Point>): ReadonlyMap<string, Point> => {
  const columns = [...new Set([...places.values()].map(place => place.x))].sort((a, b) => a - b)
  const stepX = Math.min(64, (view.width - card.width - 24) / Math.max(1, columns.length - 1))
  const left = (view.width - card.width - stepX * (columns.length - 1)) / 2
  const inColumn = columns.flatMap((x, column) => {
    const cards = [...places].filter(([, place]) => place.x === x).sort(([, a], [, b]) => a.y - b.y)
    const gap = Math.min(stepY, (view.height - 8 - card.height) / Math.max(1, cards.length - 1))
    return cards.map(([id], row) => {
      const y = (view.height - card.height) / 2 + (row - (cards.length - 1) / 2) * gap
      return [id, { x: left + column * stepX, y }] as const
    })
  })
  return new Map(inColumn)
}

const placed = (flow: Flow) => new Map(Object.keys(flow.nodes).map(id => [id, flow.layout.nodes[id] ?? { x: 0, y: 0 }]))

/** A flow as a thumbnail: its cards with their icons, and how they hang together. */
export const FlowSketch = ({ text }: { readonly text: string }) => {
  const { catalogue } = useEditor()
  const flow = useMemo(() => parseFlow(text).flow, [text])
  const places = useMemo(() => {
    if (!flow) return new Map<string, Point>()
    const own = placed(flow)
    const columns = new Set([...own.values()].map(place => place.x)).size
    return scaled(columns > 1 && columns < 8 ? own : tidied(flow, catalogue, null))
  }, [flow, catalogue])
  if (!flow) return null
  const rejects = (end: string) => {
    const { node, port } = endOf(end)
    return portsOf(flow, catalogue, node).outputs.some(output => output.name === port && output.role === 'reject')
  }
  return (
    <svg className="sketch" viewBox={`0 0 ${view.width} ${view.height}`} aria-hidden="true">
      {flow.edges.map(edge => {
        const from = places.get(endOf(edge.from).node)
        const to = places.get(endOf(edge.to).node)
        if (!from || !to) return null
        const [x1, y1, x2, y2] = [from.x + card.width, from.y + card.height / 2, to.x, to.y + card.height / 2]
        const middle = (x1 + x2) / 2
        return (
          <path
            key={`${edge.from}>${edge.to}`}
            className={rejects(edge.from) ? 'wire rej' : 'wire'}
            d={`M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}`}
          />
        )
      })}
      {[...places].map(([id, { x, y }]) => (
        <g key={id} transform={`translate(${x} ${y})`}>
          <rect width={card.width} height={card.height} rx={3.5} fill="var(--raised)" stroke="var(--line-2)" />
          <g transform="translate(5 4)" color="var(--fg-2)">
            <KindIcon kind={flow.nodes[id]?.kind ?? ''} size={11} />
          </g>
          <path d="M20 8h14" stroke="var(--fg-3)" strokeWidth={2} />
          <path d="M20 13h10" stroke="var(--line-2)" strokeWidth={2} />
          <path d="M4 19h36" stroke="var(--clean-fill)" strokeWidth={2} />
        </g>
      ))}
    </svg>
  )
}
