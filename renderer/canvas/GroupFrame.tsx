import { Handle, type NodeProps, NodeResizer, Position } from '@xyflow/react'
import { ChevronDown, ChevronRight } from 'lucide-react'
import { memo } from 'react'
import { useStore } from 'zustand'
import { useActions, useDocument, useEditor } from '../store/use-editor.ts'
import { icon12 } from '../ui/icon.ts'
import { editing, editText, endText } from './editing.ts'
import { insideOf } from './groups.ts'

const Title = ({ item, id, title }: { readonly item: string; readonly id: string; readonly title: string }) => {
  const actions = useActions()
  const typing = useStore(editing, state => state.item === item)
  if (!typing)
    return (
      <button
        type="button"
        className="ft el"
        title={title}
        onDoubleClick={() => editText(item)}
        onKeyDown={event => event.key === 'F2' && editText(item)}
      >
        {title}
      </button>
    )
  return (
    <input
      className="ft nodrag"
      aria-label="Title of the group"
      ref={input => input?.focus()}
      value={title}
      onFocus={event => event.target.select()}
      onChange={event => actions.renameGroup(id, event.target.value)}
      onBlur={endText}
      onKeyDown={event => {
        event.stopPropagation()
        if (event.key === 'Enter' || event.key === 'Escape') endText()
      }}
    />
  )
}

/** What a collapsed group says of what it hides; its edges end at its sides. */
const Closed = ({ id }: { readonly id: string }) => {
  const { catalogue } = useEditor()
  const count = useDocument(({ flow }) => {
    const group = flow.layout.groups.find(other => other.id === id)
    const inside = group ? [...insideOf(flow, catalogue, group).keys()] : []
    return inside.filter(other => !other.startsWith('note:')).length
  })
  return (
    <>
      <Handle id="in" type="target" position={Position.Left} className="h i on" isConnectable={false} />
      <Handle id="out" type="source" position={Position.Right} className="h o on" isConnectable={false} />
      <span className="fc">{count === 1 ? '1 node' : `${count} nodes`}</span>
    </>
  )
}

const FrameView = ({ id: item, selected }: NodeProps) => {
  const id = item.slice('group:'.length)
  const group = useDocument(state => state.flow.layout.groups.find(other => other.id === id))
  const actions = useActions()
  if (!group) return null
  const closed = group.collapsed === true
  return (
    <div
      className={['frame', selected && 'sel', closed && 'closed'].filter(Boolean).join(' ')}
      data-color={group.color}
      role="group"
      aria-label={`Group ${group.title}`}
    >
      <NodeResizer
        isVisible={selected && !closed}
        minWidth={120}
        minHeight={64}
        onResizeEnd={(_, box) => actions.resize(item, box)}
      />
      <div className="fh">
        <button
          type="button"
          className="fx nodrag"
          aria-expanded={!closed}
          aria-label={closed ? `Expand ${group.title}` : `Collapse ${group.title}`}
          onClick={() => actions.setGroup(id, { collapsed: !closed })}
        >
          {closed ? <ChevronRight {...icon12} /> : <ChevronDown {...icon12} />}
        </button>
        <Title item={item} id={id} title={group.title} />
      </div>
      {closed && <Closed id={id} />}
    </div>
  )
}

export const GroupFrame = memo(FrameView)
