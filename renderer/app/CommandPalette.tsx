import { Command } from 'cmdk'
import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import { canvasApi } from '../canvas/canvas-api.ts'
import { addFound } from '../palette/add.ts'
import { fetchFunctions, knownFunctions } from '../palette/functions.ts'
import { plain, searchFunctions } from '../palette/search.ts'
import { titleOf } from '../store/ports.ts'
import { useEditor } from '../store/use-editor.ts'
import { commands } from './commands.ts'
import { closeDialog } from './dialogs.ts'
import { KindIcon } from './KindIcon.tsx'
import { keyLabel } from './keys.ts'

/** Every action and its key, every node of the flow, and every kind that could be added. */
const CommandPalette = () => {
  const editor = useEditor()
  const { document, catalogue, session } = editor
  const { flow } = document.getState()
  const [typed, setTyped] = useState('')
  const functions = useStore(knownFunctions, state => state.list)
  useEffect(() => void fetchFunctions(), [])
  const inFlow = !session.getState().atStart
  // the dialog gives the focus back when it is gone: what is chosen takes it after that
  const choose = (run: () => unknown) => () => {
    closeDialog()
    requestAnimationFrame(() => setTimeout(run))
  }
  const goTo = (id: string) => {
    session.getState().select({ selection: [id] })
    canvasApi.getState().api?.focus(id)
  }
  const listed = commands.filter(command => command.id !== 'palette' && (command.enabled?.(editor) ?? true))
  const groups = ['Run', 'Edit', 'File', 'View'] as const
  return (
    <Command.Dialog
      open
      onOpenChange={open => !open && closeDialog()}
      label="Search or run a command"
      className="commands"
      overlayClassName="backdrop clear"
      contentClassName="commands-popup"
      loop
    >
      <Command.Input
        value={typed}
        onValueChange={setTyped}
        className="commands-input"
        placeholder="Search or run a command"
      />
      <Command.List className="commands-list">
        <Command.Empty className="commands-empty">No command or node is called that.</Command.Empty>
        {groups.map(group => (
          <Command.Group key={group} heading={group}>
            {listed
              .filter(command => command.group === group)
              .map(command => (
                <Command.Item
                  key={command.id}
                  value={`${command.title} ${command.id}`}
                  onSelect={choose(() => command.run(editor))}
                >
                  {command.title}
                  <span className="sp" />
                  {command.keys[0] && <span className="kbd">{keyLabel(command.keys[0])}</span>}
                </Command.Item>
              ))}
          </Command.Group>
        ))}
        {inFlow && (
          <Command.Group heading="Go to">
            {Object.entries(flow.nodes).map(([id, node]) => (
              <Command.Item
                key={id}
                value={`Go to ${titleOf(flow, catalogue, id)} ${id}`}
                onSelect={choose(() => goTo(id))}
              >
                <KindIcon kind={node.kind} />
                {titleOf(flow, catalogue, id)}
                <span className="sp" />
                <span className="x f3">{catalogue.get(node.kind)?.title}</span>
              </Command.Item>
            ))}
          </Command.Group>
        )}
        {inFlow && (
          <Command.Group heading="Add">
            {[...catalogue.values()].map(kind => (
              <Command.Item
                key={kind.kind}
                value={`Add ${kind.title} ${kind.kind}`}
                keywords={kind.aliases.map(alias => (typeof alias === 'string' ? alias : alias.name))}
                onSelect={choose(() => addFound(editor, plain(kind)))}
              >
                <KindIcon kind={kind.kind} />
                Add {kind.title}
                <span className="sp" />
                <span className="x f3">{kind.group}</span>
              </Command.Item>
            ))}
          </Command.Group>
        )}
        {inFlow && typed.trim().length > 1 && (
          <Command.Group heading="Add a function">
            {searchFunctions(catalogue, functions, typed).map(entry => (
              <Command.Item
                key={entry.key}
                value={`Add function ${entry.key}`}
                keywords={[...(entry.offer?.also ?? []), ...(entry.offer?.elsewhere ?? []), entry.summary]}
                onSelect={choose(() => addFound(editor, entry))}
              >
                <KindIcon kind={entry.kind.kind} />
                Add <span className="mono">{entry.title}</span>
                <span className="sp" />
                <span className="x f3 el">{entry.summary}</span>
              </Command.Item>
            ))}
          </Command.Group>
        )}
      </Command.List>
    </Command.Dialog>
  )
}

export default CommandPalette
