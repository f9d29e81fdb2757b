import type { OutputPort } from '#core/node/kind.ts'
import { portsOf, titleOf } from '../store/ports.ts'
import { useDocument, useEditor, useSession } from '../store/use-editor.ts'

/** The port whose rows are shown: a sink has none of its own, and shows what reaches it. */
export interface ShownPort {
  readonly node: string
  readonly port: string | null
  readonly title: string
  readonly ports: readonly OutputPort[]
}

export const useShown = (): ShownPort | null => {
  const { catalogue } = useEditor()
  const shown = useSession(state => state.shown)
  const flow = useDocument(state => state.flow)
  if (!shown || !flow.nodes[shown.node]) return null
  const { outputs } = portsOf(flow, catalogue, shown.node)
  const port = outputs.some(output => output.name === shown.port) ? shown.port : (outputs[0]?.name ?? null)
  return { node: shown.node, port, title: titleOf(flow, catalogue, shown.node), ports: outputs }
}
