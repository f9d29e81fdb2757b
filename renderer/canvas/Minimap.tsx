import { useReactFlow, useStore } from '@xyflow/react'
import { type PointerEvent, useMemo } from 'react'
import { useDocument, useEditor, useRun, useSession } from '../store/use-editor.ts'
import { nodeRect, type Rect } from './geometry.ts'
import { lightOf } from './node-state.ts'

const size = { width: 170, height: 86 }
const air = 6

const around = (rects: readonly Rect[]): Rect => {
  const x = Math.min(...rects.map(rect => rect.x))
  const y = Math.min(...rects.map(rect => rect.y))
  return {
    x,
    y,
    width: Math.max(...rects.map(rect => rect.x + rect.width)) - x,
    height: Math.max(...rects.map(rect => rect.y + rect.height)) - y,
  }
}

/** The whole flow in state colours, with the part that is in view framed; a press or drag goes there. */
export const Minimap = () => {
  const { catalogue } = useEditor()
  const flow = useDocument(state => state.flow)
  const runs = useRun(state => state.nodes)
  const stale = useRun(state => state.stale)
  const selection = useSession(state => state.selection)
  const { setCenter, getZoom } = useReactFlow()
  const [left, top, zoom] = useStore(state => state.transform)
  const width = useStore(state => state.width)
  const height = useStore(state => state.height)
  const cards = useMemo(
    () => Object.keys(flow.nodes).map(id => ({ id, rect: nodeRect(flow, catalogue, id) })),
    [flow, catalogue],
  )

  const view: Rect = { x: -left / zoom, y: -top / zoom, width: width / zoom, height: height / zoom }
  const world = around([...cards.map(card => card.rect), view])
  const scale = Math.min((size.width - 2 * air) / world.width, (size.height - 2 * air) / world.height)
  const shift = {
    x: (size.width - world.width * scale) / 2 - world.x * scale,
    y: (size.height - world.height * scale) / 2 - world.y * scale,
  }
  const place = (rect: Rect) => ({
    x: rect.x * scale + shift.x,
    y: rect.y * scale + shift.y,
    width: rect.width * scale,
    height: rect.height * scale,
  })
  const go = (event: PointerEvent<SVGSVGElement>) => {
    // a drag from the palette passes over the map, and is none of its business
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return
    const box = event.currentTarget.getBoundingClientRect()
    void setCenter((event.clientX - box.left - shift.x) / scale, (event.clientY - box.top - shift.y) / scale, {
      zoom: getZoom(),
    })
  }
  return (
    <svg
      className="map"
      width={size.width}
      height={size.height}
      onPointerDown={event => {
        event.currentTarget.setPointerCapture(event.pointerId)
        go(event)
      }}
      onPointerMove={go}
      role="img"
      aria-label="Map of the flow"
    >
      {cards.map(({ id, rect }) => {
        const light = lightOf(runs[id], stale.has(id), flow.nodes[id]?.disabled ?? false) ?? 'none'
        return (
          <rect
            key={id}
            className={selection.includes(id) ? `mm mm-${light} selected` : `mm mm-${light}`}
            rx={1.5}
            {...place(rect)}
          />
        )
      })}
      <rect className="mm-view" rx={2} {...place(view)} />
    </svg>
  )
}
