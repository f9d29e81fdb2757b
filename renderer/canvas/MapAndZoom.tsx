import { Panel, useReactFlow, useStore } from '@xyflow/react'
import { Lock, LockOpen, Maximize, Minus, Plus } from 'lucide-react'
import { useDocument } from '../store/use-editor.ts'
import { canvasApi } from './canvas-api.ts'
import { Minimap } from './Minimap.tsx'

/** The map in state colours, above the zoom strip. */
export const MapAndZoom = ({
  locked,
  setLocked,
}: {
  readonly locked: boolean
  readonly setLocked: (locked: boolean) => void
}) => {
  const empty = useDocument(state => Object.keys(state.flow.nodes).length === 0)
  const zoom = useStore(state => state.transform[2])
  const { zoomIn, zoomOut, zoomTo } = useReactFlow()
  return (
    <Panel position="bottom-left" className="mini">
      {!empty && <Minimap />}
      <div className="zoom" role="toolbar" aria-label="Zoom">
        <button type="button" aria-label="Zoom out" onClick={() => void zoomOut({ duration: 140 })}>
          <Minus size={14} strokeWidth={1.75} />
        </button>
        <button
          type="button"
          className="tnum"
          aria-label="Zoom to 100 %"
          onClick={() => void zoomTo(1, { duration: 140 })}
        >
          {Math.round(zoom * 100)} %
        </button>
        <button type="button" aria-label="Zoom in" onClick={() => void zoomIn({ duration: 140 })}>
          <Plus size={14} strokeWidth={1.75} />
        </button>
        <span className="sp" />
        <button type="button" aria-label="Fit the flow" onClick={() => canvasApi.getState().api?.fit()}>
          <Maximize size={14} strokeWidth={1.75} />
        </button>
        <button type="button" aria-label="Lock the layout" aria-pressed={locked} onClick={() => setLocked(!locked)}>
          {locked ? <Lock size={14} strokeWidth={1.75} /> : <LockOpen size={14} strokeWidth={1.75} />}
        </button>
      </div>
    </Panel>
  )
}
