import { Lightbulb } from 'lucide-react'
import { useMemo } from 'react'
import { useStore } from 'zustand'
import { useVersion } from '../dock/use-source.ts'
import { type End, portLabel, portsOf } from '../store/ports.ts'
import { useDocument, useEditor } from '../store/use-editor.ts'
import { Button } from '../ui/Button.tsx'
import { icon12 } from '../ui/icon.ts'
import { counted } from './counted.ts'
import { doneAlong, portKey, suggestionCounts } from './counts.ts'

const SuggestionCount = ({ at, main }: { readonly at: End; readonly main: boolean }) => {
  const { session } = useEditor()
  const flow = useDocument(state => state.base)
  const version = useVersion(at)
  const known = useStore(suggestionCounts, state => state.ports[portKey(at)])
  const done = useMemo(() => (known ? doneAlong(flow, at) : ''), [known, flow, at])
  if (!known || known.count === 0 || known.of !== `${version}${done}`) return null
  const show = () => {
    suggestionCounts.setState({ wanted: portKey(at) })
    session.getState().show(at.node, at.port)
    session.getState().setDock({ tab: 'profile', open: true })
  }
  return (
    <section className="sec">
      <Button size="sm" icon={<Lightbulb {...icon12} />} onClick={show}>
        {counted(known.count, 'suggestion')}
        {!main && ` of ${portLabel(at.port)}`}
      </Button>
    </section>
  )
}

/** How much the rows of a node suggest, port by port, once that was found out, and the way to it. */
export const SuggestionCounts = ({ id }: { readonly id: string }) => {
  const { catalogue } = useEditor()
  const flow = useDocument(state => state.base)
  const ends = useMemo(
    () => portsOf(flow, catalogue, id).outputs.map(({ name }): End => ({ node: id, port: name })),
    [flow, catalogue, id],
  )
  return ends.map((at, index) => <SuggestionCount key={portKey(at)} at={at} main={index === 0} />)
}
