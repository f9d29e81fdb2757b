import { ChevronDown } from 'lucide-react'
import { KindIcon } from '../app/KindIcon.tsx'
import { outputLabel, portsOf, titleOf } from '../store/ports.ts'
import { useDocument, useEditor, useSession } from '../store/use-editor.ts'
import { ChipButton } from '../ui/Chip.tsx'
import { icon12 } from '../ui/icon.ts'
import { Menu, type MenuEntry } from '../ui/Menu.tsx'
import type { ShownPort } from './use-shown.ts'

/** Which node's port is shown, and a list of all that could be. */
export const PortChooser = ({ shown }: { readonly shown: ShownPort }) => {
  const { catalogue } = useEditor()
  const flow = useDocument(state => state.flow)
  const show = useSession(state => state.show)
  const kind = flow.nodes[shown.node]?.kind ?? ''
  const port = shown.ports.find(output => output.name === shown.port)
  const own: readonly MenuEntry[] = shown.ports.map(output => ({
    label: outputLabel(shown.ports, output),
    onSelect: () => show(shown.node, output.name),
  }))
  const others: readonly MenuEntry[] = Object.keys(flow.nodes)
    .filter(id => id !== shown.node && portsOf(flow, catalogue, id).outputs.length > 0)
    .map(id => ({
      label: titleOf(flow, catalogue, id),
      icon: <KindIcon kind={flow.nodes[id]?.kind ?? ''} />,
      onSelect: () => show(id),
    }))
  return (
    <Menu
      align="end"
      trigger={
        <ChipButton aria-label={`Rows of ${shown.title}, ${shown.port ?? 'its input'}`}>
          <KindIcon kind={kind} />
          <span className="el">{shown.title}</span>
          <span className="f3">{port ? outputLabel(shown.ports, port) : 'input'}</span>
          <ChevronDown {...icon12} />
        </ChipButton>
      }
      entries={[
        ...(own.length ? [{ heading: 'Its ports' } as const, ...own] : []),
        ...(others.length ? (['separator', { heading: 'Other nodes' }, ...others] as const) : []),
      ]}
    />
  )
}
