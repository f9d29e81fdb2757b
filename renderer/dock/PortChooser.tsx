import { ChevronDown } from 'lucide-react'
import { KindIcon } from '../app/KindIcon.tsx'
import { endOf, portLabel, portsOf, titleOf } from '../store/ports.ts'
import { useDocument, useEditor } from '../store/use-editor.ts'
import { ChipButton } from '../ui/Chip.tsx'
import { icon12 } from '../ui/icon.ts'
import { Menu, type MenuEntry } from '../ui/Menu.tsx'
import type { Looked } from './upstream.ts'

export interface PortChooserProps {
  readonly looked: Looked
  /** The validator's own table is shown in place of the port. */
  readonly ownTable?: boolean
}

/** Whose rows are shown; opens to the node's other ports and its neighbours. */
export const PortChooser = ({ looked, ownTable = false }: PortChooserProps) => {
  const { catalogue, session } = useEditor()
  const flow = useDocument(state => state.flow)
  const { node, port } = looked
  const what = ownTable ? 'own table' : portLabel(port)
  const title = (id: string) => titleOf(flow, catalogue, id)
  const show = (id: string, name: string | null) => session.getState().show(id, name)
  const own = portsOf(flow, catalogue, node).outputs.map(
    ({ name }): MenuEntry => ({ label: portLabel(name), onSelect: () => show(node, name) }),
  )
  const before = flow.edges.filter(edge => endOf(edge.to).node === node).map(edge => endOf(edge.from))
  const after = [...new Set(flow.edges.filter(edge => endOf(edge.from).node === node).map(edge => endOf(edge.to).node))]
  const entries: readonly MenuEntry[] = [
    ...(own.length ? [{ heading: title(node) }, ...own] : []),
    ...(before.length
      ? [
          { heading: 'Comes from' },
          ...before.map(
            (end): MenuEntry => ({
              label: `${title(end.node)}, ${portLabel(end.port)}`,
              onSelect: () => show(end.node, end.port),
            }),
          ),
        ]
      : []),
    ...(after.length
      ? [
          { heading: 'Goes to' },
          ...after.map((id): MenuEntry => ({ label: title(id), onSelect: () => show(id, null) })),
        ]
      : []),
  ]
  return (
    <Menu
      align="end"
      side="top"
      entries={entries}
      trigger={
        <ChipButton
          icon={<KindIcon kind={flow.nodes[node]?.kind ?? ''} size={12} />}
          aria-label={`Rows of ${title(node)}, ${what}`}
        >
          <b className="el">{title(node)}</b> {what}
          <ChevronDown {...icon12} />
        </ChipButton>
      }
    />
  )
}
