import { type NodeProps, NodeResizer } from '@xyflow/react'
import { memo, useState } from 'react'
import { useActions, useDocument } from '../store/use-editor.ts'

const marks = /(\*\*[^*\n]+\*\*|\*[^*\n]+\*)/

/** A note's text: `**strong**` and `*slanted*` are drawn so, everything else as it stands. */
const NoteText = ({ text }: { readonly text: string }) => {
  let at = 0
  return text.split(marks).map(part => {
    const key = at
    at += part.length
    if (part.startsWith('**') && part.length > 4) return <b key={key}>{part.slice(2, -2)}</b>
    return part.startsWith('*') && part.length > 2 ? <i key={key}>{part.slice(1, -1)}</i> : part
  })
}

const NoteView = ({ id: item, selected }: NodeProps) => {
  const id = item.slice('note:'.length)
  const note = useDocument(state => state.flow.layout.notes.find(other => other.id === id))
  const actions = useActions()
  const [editing, setEditing] = useState(false)
  if (!note) return null
  return (
    <div
      className={selected ? 'note sel' : 'note'}
      role="note"
      aria-label="Note"
      onDoubleClick={() => setEditing(true)}
    >
      <NodeResizer
        isVisible={selected}
        minWidth={88}
        minHeight={40}
        onResizeEnd={(_, { width, height }) =>
          actions.resize(item, { width: Math.round(width), height: Math.round(height) })
        }
      />
      {editing ? (
        <textarea
          className="nodrag nowheel"
          aria-label="Text of the note"
          ref={area => area?.focus()}
          value={note.text}
          onChange={event => actions.setNote(id, event.target.value)}
          onBlur={() => setEditing(false)}
          onKeyDown={event => {
            event.stopPropagation()
            if (event.key === 'Escape') setEditing(false)
          }}
        />
      ) : (
        <NoteText text={note.text} />
      )}
    </div>
  )
}

export const NoteCard = memo(NoteView)
