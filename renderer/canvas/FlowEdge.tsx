import { EdgeLabelRenderer, type EdgeProps, useReactFlow } from '@xyflow/react'
import { memo } from 'react'
import { endOf } from '../store/ports.ts'
import { useRun } from '../store/use-editor.ts'
import { edgeLabel } from './edge-label.ts'
import { edgeShape } from './edge-path.ts'
import type { FlowEdgeData } from './flow-view.ts'
import type { Rect } from './geometry.ts'

const rectOf = (node: ReturnType<ReturnType<typeof useReactFlow>['getInternalNode']>): Rect => ({
  x: node?.internals.positionAbsolute.x ?? 0,
  y: node?.internals.positionAbsolute.y ?? 0,
  width: node?.width ?? 0,
  height: node?.height ?? 0,
})

const EdgeView = ({ source, target, sourceX, sourceY, targetX, targetY, selected, data }: EdgeProps) => {
  const { getInternalNode, getNodes } = useReactFlow()
  const { reject, dim, edge } = data as FlowEdgeData
  // the cards at its ends, which a collapsed group may stand for
  const [start, end] = [endOf(edge.from), endOf(edge.to)]
  const from = useRun(state => state.nodes[start.node])
  const to = useRun(state => state.nodes[end.node])
  const stale = useRun(state => state.stale.has(start.node))
  const shape = edgeShape(
    { x: sourceX, y: sourceY },
    { x: targetX, y: targetY },
    {
      source: rectOf(getInternalNode(source)),
      target: rectOf(getInternalNode(target)),
      reject,
      cards: () =>
        getNodes()
          .filter(node => node.type === 'card')
          .map(node => rectOf(getInternalNode(node.id))),
    },
  )
  const port = from?.ports?.[start.port]
  const rows = port?.rows
  const label = edgeLabel(from, port, { stale, narrow: shape.narrow })
  const running = from?.status === 'running' || to?.status === 'running'
  const share = to?.status === 'running' ? (to.progress ?? 0) : (from?.progress ?? 0)
  const waiting = from?.status === 'waiting' || (to?.status === 'waiting' && !running && rows === undefined)
  const tone = [reject && 'rej', selected && 'hot', waiting && 'wait', dim && 'dim'].filter(Boolean).join(' ')
  return (
    <>
      <path className={`edge-line ${tone}`} d={shape.path} />
      {running && !reject && (
        <path
          className="edge-line hot"
          d={shape.path}
          pathLength={100}
          strokeDasharray={`${Math.round(share * 100)} 100`}
        />
      )}
      <path className="react-flow__edge-interaction" d={shape.path} fill="none" strokeOpacity={0} strokeWidth={16}>
        {label && <title>{label.title}</title>}
      </path>
      {label && (
        <EdgeLabelRenderer>
          <div
            className={`edge-count tnum${shape.narrow ? ' bare' : ''}${reject ? ' rej' : ''}${selected || (running && !reject) ? ' hot' : ''}${dim ? ' dim' : ''}`}
            style={{ transform: `translate(-50%, -50%) translate(${shape.label.x}px, ${shape.label.y}px)` }}
          >
            {label.text}
          </div>
        </EdgeLabelRenderer>
      )}
    </>
  )
}

export const FlowEdge = memo(EdgeView)
