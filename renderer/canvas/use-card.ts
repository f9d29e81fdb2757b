import { useMemo } from 'react'
import { ownNode } from '#core/flow/ports.ts'
import type { NodeFace } from '#core/node/kind.ts'
import { endOf, type Ports, portsOf, portsOfKind, settingsOf } from '../store/ports.ts'
import { useDocument, useEditor, useFacts, useRun } from '../store/use-editor.ts'
import type { LightState } from '../ui/StateLight.tsx'
import { failedChecks, freshnessOf, lightOf, qualityOf, uncountedOf } from './node-state.ts'

const describe = (kind: NodeFace, settings: unknown): string => {
  try {
    return kind.describe(settings)
  } catch {
    return ''
  }
}

/** The wired ports of a node, as one string: a new edge elsewhere does not draw this card again. */
const useWired = (id: string) => {
  const inputs = useDocument(state =>
    state.flow.edges
      .filter(edge => endOf(edge.to).node === id)
      .map(edge => endOf(edge.to).port)
      .join(' '),
  )
  const outputs = useDocument(state =>
    state.flow.edges
      .filter(edge => endOf(edge.from).node === id)
      .map(edge => endOf(edge.from).port)
      .join(' '),
  )
  return useMemo(
    () => ({
      inputs: new Set(inputs.split(' ').filter(Boolean)),
      outputs: new Set(outputs.split(' ').filter(Boolean)),
    }),
    [inputs, outputs],
  )
}

/** Says whether what comes into a node are rejects. */
const useFedByReject = (id: string) => {
  const { catalogue } = useEditor()
  return useDocument(({ flow }) => {
    const edge = flow.edges.find(other => endOf(other.to).node === id)
    if (!edge) return false
    const source = endOf(edge.from)
    return portsOf(flow, catalogue, source.node).outputs.some(
      port => port.name === source.port && port.role === 'reject',
    )
  })
}

/** Everything a card shows of one node. */
export const useCard = (id: string) => {
  const { catalogue } = useEditor()
  const node = useDocument(state => state.flow.nodes[id])
  const wired = useWired(id)
  const fedByReject = useFedByReject(id)
  const run = useRun(state => state.nodes[id])
  const report = useRun(state => state.report?.nodes[id])
  const cause = useRun(state => state.stale.get(id))
  const failure = useRun(state => state.problems.find(problem => ownNode(problem.node ?? '') === id)?.message)
  const problem = useFacts(
    state => state.problems.find(found => found.node === id && found.severity === 'error')?.message,
  )
  const flagsStop = useFacts(state => state.nodes[id]?.flagsStop)
  const kind = node && catalogue.get(node.kind)
  const shape = useMemo(() => {
    const known = node && catalogue.get(node.kind)
    if (!node || !known) return { ports: null, summary: node ? `Unknown kind ${node.kind}` : '', mono: false }
    const settings = settingsOf(catalogue, node.kind, node.settings)
    const summary = describe(known, settings) || known.summary
    const texts = Object.values(node.settings)
    return {
      ports: portsOfKind(catalogue, node.kind, node.settings),
      summary,
      mono: known.group === 'transforms' && texts.includes(summary),
    }
  }, [node, catalogue])
  const ports: Ports = shape.ports ?? {
    inputs: [...wired.inputs].map(name => ({ name })),
    outputs: [...wired.outputs].map(name => ({ name })),
  }
  const disabled = node?.disabled ?? false
  const light: LightState | null = lightOf(run, cause !== undefined, disabled)
  return {
    title: node?.title ?? kind?.title ?? id,
    kind: node?.kind ?? '',
    bypass: node?.bypass ?? false,
    summary: light === 'failed' && failure ? failure : shape.summary,
    mono: shape.mono && light !== 'failed',
    ports,
    wired,
    run,
    light,
    freshness: freshnessOf(run, light, cause),
    problem,
    flagsStop,
    checks: failedChecks(report),
    uncounted: uncountedOf(run, ports),
    quality:
      light === 'running' || light === 'waiting' || light === 'stopped'
        ? null
        : qualityOf(run, ports, report, fedByReject),
  }
}

export type Card = ReturnType<typeof useCard>
