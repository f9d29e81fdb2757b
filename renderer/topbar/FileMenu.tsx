import { ChevronDown } from 'lucide-react'
import { commands, runCommand } from '../app/commands.ts'
import { openDialog } from '../app/dialogs.ts'
import { keyLabel } from '../app/keys.ts'
import { useActions, useDocument, useEditor, useFiles, useSession } from '../store/use-editor.ts'
import { Button } from '../ui/Button.tsx'
import { icon12 } from '../ui/icon.ts'
import { Menu, type MenuEntry } from '../ui/Menu.tsx'

const shown = 6

const keysOf = (id: string) => {
  const keys = commands.find(command => command.id === id)?.keys[0]
  return keys ? { keys: keyLabel(keys) } : {}
}

/** New, open, recent, save: the menu behind the flow's name. */
export const FileMenu = () => {
  const editor = useEditor()
  const actions = useActions()
  const atStart = useSession(state => state.atStart)
  const recent = useFiles(state => state.recent)
  const path = useDocument(state => state.path)
  const item = (id: string, label: string): MenuEntry => ({
    label,
    ...keysOf(id),
    onSelect: () => runCommand(editor, id),
  })
  const others = recent.filter(flow => flow.exists && flow.path !== path).slice(0, shown)
  const entries: MenuEntry[] = [
    item('new', 'New flow'),
    item('open', 'Open…'),
    ...(others.length ? [{ heading: 'Open recent' }] : []),
    ...others.map(flow => ({
      label: flow.name,
      about: flow.path,
      onSelect: () => void editor.files.getState().open(flow.path),
    })),
    ...(atStart
      ? []
      : ([
          'separator',
          item('save', 'Save'),
          item('save-as', 'Save as…'),
          { label: 'Rename the flow…', onSelect: () => openDialog('rename') },
          item('history', 'History of changes…'),
          { label: 'Add a note', ...keysOf('note'), onSelect: () => actions.addNote({ x: 0, y: -120 }) },
          'separator',
          item('start', 'Start page'),
        ] satisfies MenuEntry[])),
    'separator',
    item('theme-toggle', 'Light or dark'),
  ]
  return (
    <Menu
      trigger={
        <Button variant="ghost" className="file-menu" aria-label="File">
          <ChevronDown {...icon12} />
        </Button>
      }
      entries={entries}
    />
  )
}
