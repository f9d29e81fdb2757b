import type { Point } from '#core/flow/types.ts'
import { type Command, commands } from '../app/commands.ts'
import { keyLabel } from '../app/keys.ts'
import { useDocument, useEditor, useSession } from '../store/use-editor.ts'
import { MenuAt, type MenuEntry } from '../ui/Menu.tsx'
import { groupColors } from './groups.ts'

/** Commands by what they are for, in the order of the menu: those that cannot be used now are left out. */
const parts = [
  ['enter-subflow', 'leave-subflow'],
  ['add', 'note', 'edit-text'],
  ['duplicate', 'group', 'collapse-group', 'collapse'],
  ['disable', 'bypass', 'connect'],
  ['select-all', 'tidy', 'fit'],
  ['delete'],
] as const

const onNothing = new Set(['add', 'note', 'leave-subflow', 'select-all', 'tidy', 'fit'])

/** What a command is called where it is known what it is for. */
const wordOf = ({ id, title }: Command, item: string | undefined, closed: boolean): string => {
  if (id === 'edit-text') return item?.startsWith('note:') ? 'Write' : 'Rename'
  if (id === 'collapse-group') return closed ? 'Open' : 'Collapse'
  return title
}

/** What can be done with what is selected, or with the flow where nothing is. */
const CanvasMenu = ({ at, onClose }: { readonly at: Point; readonly onClose: () => void }) => {
  const editor = useEditor()
  const selection = useSession(state => state.selection)
  const items = useSession(state => state.items)
  const layout = useDocument(state => state.flow.layout)
  const nothing = selection.length + items.length === 0
  const shown = (id: string): Command | undefined => {
    const command = commands.find(other => other.id === id)
    return command && nothing === onNothing.has(id) && (command.enabled?.(editor) ?? true) ? command : undefined
  }
  const group = layout.groups.find(
    ({ id }) => selection.length === 0 && items.length === 1 && items[0] === `group:${id}`,
  )
  const entries = parts.flatMap((part): readonly MenuEntry[] => {
    const list = part.flatMap(id => shown(id) ?? [])
    if (list.length === 0) return []
    return [
      ...list.map(
        (command): MenuEntry => ({
          label: wordOf(command, items[0], group?.collapsed === true),
          keys: keyLabel(command.keys[0] ?? ''),
          danger: command.id === 'delete',
          // the menu gives the focus back when it closes: what takes it comes after
          onSelect: () => void setTimeout(() => command.run(editor)),
        }),
      ),
      'separator',
    ]
  })
  const colours: readonly MenuEntry[] = group
    ? [
        { heading: 'Colour' },
        ...groupColors.map(
          (color): MenuEntry => ({
            label: color,
            icon: <span className="swatch" data-color={color} />,
            checked: (group.color ?? 'grey') === color,
            onSelect: () => editor.actions.setGroup(group.id, { color: color === 'grey' ? null : color }),
          }),
        ),
      ]
    : []
  return <MenuAt at={at} entries={[...entries.slice(0, group ? undefined : -1), ...colours]} onClose={onClose} />
}

export default CanvasMenu
