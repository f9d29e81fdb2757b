import { useConnection } from '@xyflow/react'
import { refusal } from '../store/ports.ts'
import { useDocument, useEditor } from '../store/use-editor.ts'
import { SeverityGlyph } from '../ui/SeverityGlyph.tsx'
import type { Refused } from './use-connecting.ts'

/** Why a connection is refused, beside the pointer: while it hovers over the port, and for a while after it was let go there. */
export const ConnectionHint = ({ reason }: { readonly reason: Refused | null }) => {
  const { catalogue } = useEditor()
  const flow = useDocument(state => state.flow)
  const connection = useConnection()
  const { fromHandle, toHandle, pointer } = connection
  const live = () => {
    if (!connection.inProgress || connection.isValid !== false || !fromHandle?.id || !toHandle?.id || !pointer)
      return null
    if (fromHandle.type === toHandle.type) return null
    const start = { node: fromHandle.nodeId, port: fromHandle.id }
    const other = { node: toHandle.nodeId, port: toHandle.id }
    return fromHandle.type === 'source'
      ? refusal(flow, catalogue, start, other)
      : refusal(flow, catalogue, other, start)
  }
  const text = live()
  const shown =
    text && pointer
      ? { text, left: pointer.x, top: pointer.y, fixed: false }
      : reason && { text: reason.text, left: reason.x, top: reason.y, fixed: true }
  return (
    <div role="status" aria-live="polite">
      {shown && (
        <div className={shown.fixed ? 'refusal fixed' : 'refusal'} style={{ left: shown.left, top: shown.top }}>
          <SeverityGlyph severity="error" size={12} />
          {shown.text}
        </div>
      )}
    </div>
  )
}
