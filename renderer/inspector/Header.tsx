import { CircleHelp, Ellipsis } from 'lucide-react'
import { useState } from 'react'
import type { FlowNode } from '#core/flow/types.ts'
import { KindIcon } from '../app/KindIcon.tsx'
import { titleOf } from '../store/ports.ts'
import { useDocument, useEditor } from '../store/use-editor.ts'
import { IconButton } from '../ui/IconButton.tsx'
import { icon14 } from '../ui/icon.ts'
import { Menu } from '../ui/Menu.tsx'

/** Applies while typing; an emptied title becomes the kind's own again. */
const Title = ({ id }: { readonly id: string }) => {
  const { catalogue, actions } = useEditor()
  const title = useDocument(state => titleOf(state.flow, catalogue, id))
  const [typed, setTyped] = useState<string | null>(null)
  const change = (text: string) => {
    setTyped(text)
    if (text.trim()) actions.rename(id, text)
  }
  return (
    <input
      className="inspector-title"
      value={typed !== null && (typed.trim() === title || typed === '') ? typed : title}
      aria-label="Title of the node"
      title={title}
      spellCheck={false}
      size={Math.max(4, title.length)}
      onChange={event => change(event.target.value)}
      onBlur={() => {
        if (typed === '') actions.rename(id, '')
        setTyped(null)
      }}
      onKeyDown={event => (event.key === 'Enter' || event.key === 'Escape') && event.currentTarget.blur()}
    />
  )
}

export interface HeaderProps {
  readonly id: string
  readonly node: FlowNode
  readonly help: boolean
  readonly onHelp: () => void
}

/** Icon, title, kind; what can be done with the node; its description below. */
export const Header = ({ id, node, help, onHelp }: HeaderProps) => {
  const { catalogue, actions } = useEditor()
  const kind = catalogue.get(node.kind)
  const [described, setDescribed] = useState(false)
  return (
    <header className="inspector-header">
      <div className="inspector-bar">
        <KindIcon kind={node.kind} size={16} />
        <Title id={id} />
        {node.title !== undefined && node.title !== kind?.title && (
          <span className="f3 el">{kind?.title ?? node.kind}</span>
        )}
        <span className="sp" />
        <IconButton
          size="sm"
          label={help ? 'Back to the settings' : `What ${kind?.title ?? 'this'} does`}
          aria-pressed={help}
          icon={<CircleHelp {...icon14} />}
          onClick={onHelp}
        />
        <Menu
          align="end"
          trigger={<IconButton size="sm" label="More" icon={<Ellipsis {...icon14} />} />}
          entries={[
            {
              label: node.description ? 'Edit the description' : 'Add a description',
              onSelect: () => setDescribed(true),
            },
            'separator',
            {
              label: node.disabled ? 'Enable' : 'Disable',
              keys: 'D',
              onSelect: () => actions.setDisabled([id], !node.disabled),
            },
            {
              label: node.bypass ? 'Use again' : 'Bypass',
              keys: 'B',
              onSelect: () => actions.setBypass([id], !node.bypass),
            },
            { label: 'Duplicate', keys: 'Ctrl D', onSelect: () => actions.duplicate([id]) },
            'separator',
            { label: 'Delete', keys: 'Del', danger: true, onSelect: () => actions.remove({ nodes: [id] }) },
          ]}
        />
      </div>
      {(described || node.description) && (
        <textarea
          className="inspector-description"
          rows={Math.min(
            4,
            (node.description ?? '').split('\n').length + (node.description && node.description.length > 44 ? 1 : 0),
          )}
          value={node.description ?? ''}
          placeholder="What it is for"
          aria-label="Description of the node"
          onChange={event => actions.describe(id, event.target.value)}
          onBlur={() => setDescribed(false)}
        />
      )}
    </header>
  )
}
