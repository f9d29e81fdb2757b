import { type NodeProps, NodeResizer } from '@xyflow/react'
import { memo, useState } from 'react'
import { useActions, useDocument } from '../store/use-editor.ts'

const FrameView = ({ id: item, selected }: NodeProps) => {
  const id = item.slice('group:'.length)
  const group = useDocument(state => state.flow.layout.groups.find(other => other.id === id))
  const actions = useActions()
  const [editing, setEditing] = useState(false)
  if (!group) return null
  return (
    <div className={selected ? 'frame sel' : 'frame'} role="group" aria-label={`Group ${group.title}`}>
      <NodeResizer
        isVisible={selected}
        minWidth={120}
        minHeight={64}
        onResizeEnd={(_, { width, height }) =>
          actions.resize(item, { width: Math.round(width), height: Math.round(height) })
        }
      />
      {editing ? (
        <input
          className="ft nodrag"
          aria-label="Title of the group"
          ref={input => input?.focus()}
          value={group.title}
          onChange={event => actions.renameGroup(id, event.target.value)}
          onBlur={() => setEditing(false)}
          onKeyDown={event => {
            event.stopPropagation()
            if (event.key === 'Enter' || event.key === 'Escape') setEditing(false)
          }}
        />
      ) : (
        <button
          type="button"
          className="ft"
          onDoubleClick={() => setEditing(true)}
          onKeyDown={event => event.key === 'F2' && setEditing(true)}
        >
          {group.title}
        </button>
      )}
    </div>
  )
}

export const GroupFrame = memo(FrameView)
