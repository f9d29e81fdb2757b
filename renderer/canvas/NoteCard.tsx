import { type NodeProps, NodeResizer } from '@xyflow/react'
import { lazy, memo, Suspense } from 'react'
import { useStore } from 'zustand'
import { useActions, useDocument } from '../store/use-editor.ts'
import { editing, editText, endText } from './editing.ts'

const NoteText = lazy(() => import('./NoteText.tsx'))

const NoteView = ({ id: item, selected }: NodeProps) => {
  const id = item.slice('note:'.length)
  const note = useDocument(state => state.flow.layout.notes.find(other => other.id === id))
  const typing = useStore(editing, state => state.item === item)
  const actions = useActions()
  if (!note) return null
  return (
    <div className={selected ? 'note sel' : 'note'} role="note" aria-label="Note" onDoubleClick={() => editText(item)}>
      <NodeResizer
        isVisible={selected}
        minWidth={88}
        minHeight={40}
        onResizeEnd={(_, box) => actions.resize(item, box)}
      />
      {typing ? (
        <textarea
          className="nodrag nowheel nopan"
          aria-label="Text of the note, in Markdown"
          ref={area => area?.focus()}
          value={note.text}
          onFocus={event => event.target.select()}
          onChange={event => actions.setNote(id, event.target.value)}
          onBlur={endText}
          onKeyDown={event => {
            event.stopPropagation()
            if (event.key === 'Escape') endText()
          }}
        />
      ) : (
        <Suspense fallback={null}>
          <NoteText text={note.text} />
        </Suspense>
      )}
    </div>
  )
}

export const NoteCard = memo(NoteView)
