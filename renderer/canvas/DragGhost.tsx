import { useStore as useFlowStore } from '@xyflow/react'
import { createPortal } from 'react-dom'
import { useStore } from 'zustand'
import { KindIcon } from '../app/KindIcon.tsx'
import { outputLabel, portsOfKind, titleOf } from '../store/ports.ts'
import { useDocument, useEditor } from '../store/use-editor.ts'
import { QualityBar } from '../ui/QualityBar.tsx'
import { draggedKind } from './drag-kind.ts'
import { edgeUnder } from './edge-under.ts'
import { cardHeight, cardWidth, rowsOf } from './geometry.ts'

/** The card that would be dropped, at its real size. */
export const DragGhost = () => {
  const { catalogue } = useEditor()
  const dragged = useStore(draggedKind, state => state.dragged)
  const zoom = useFlowStore(state => state.transform[2])
  const into = useDocument(state => (dragged?.into ? titleOf(state.flow, catalogue, dragged.into) : null))
  if (!dragged) return null
  const { kind, title, summary, settings } = dragged.entry
  const ports = portsOfKind(catalogue, kind.kind, {
    ...(kind.initial as Record<string, unknown> | undefined),
    ...settings,
  }) ?? { inputs: [], outputs: [] }
  if (into !== null)
    return createPortal(
      <div className="drag-rule" style={{ left: dragged.x, top: dragged.y }}>
        <KindIcon kind={kind.kind} />
        Adds {title} to {into}
      </div>,
      document.body,
    )
  const over = edgeUnder(dragged) !== null
  return createPortal(
    <div
      className="drag-ghost"
      style={{
        left: dragged.x,
        top: dragged.y,
        width: cardWidth,
        height: cardHeight(ports),
        transform: `scale(${zoom}) translate(-50%, -${Math.min(cardHeight(ports) / 2, 14)}px)`,
      }}
    >
      <div className="card ghost">
        <div className="hd">
          <KindIcon kind={kind.kind} />
          <span className="t el">{title}</span>
        </div>
        <div className="su el">{over ? 'Goes into this edge' : summary}</div>
        {Array.from({ length: rowsOf(ports) }, (_, index) => (
          <div className="pr" key={`${ports.inputs[index]?.name}/${ports.outputs[index]?.name}`}>
            {ports.inputs[index] && <span className="h i" />}
            {ports.outputs[index] && <span className="po">{outputLabel(ports.outputs, ports.outputs[index])}</span>}
            {ports.outputs[index] && <span className={ports.outputs[index].role === 'reject' ? 'h o rj' : 'h o'} />}
          </div>
        ))}
        <div className="bar">
          <QualityBar parts={null} />
        </div>
      </div>
    </div>,
    document.body,
  )
}
