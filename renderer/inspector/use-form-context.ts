import { useMemo } from 'react'
import type { Edge } from '#core/flow/types.ts'
import type { RuleReport } from '#core/report.ts'
import { pickFile } from '../app/pick.ts'
import type { FormContext } from '../fields/form-context.ts'
import type { FactsState } from '../store/facts.ts'
import { endOf, portsOfKind } from '../store/ports.ts'
import { useDocument, useEditor, useFacts, useRun, useSession } from '../store/use-editor.ts'

const none: Readonly<Record<string, never>> = {}
const noRules: readonly RuleReport[] = []

/** Columns at each input, in the order of the ports; while the node's own settings are not valid, as what comes before it gives them. */
const inputsOf = (
  id: string,
  ports: readonly string[],
  facts: FactsState['nodes'],
  edges: readonly Edge[],
): FormContext['inputs'] => {
  const before = (port: string) => {
    const edge = edges.find(other => other.to === `${id}.${port}`)
    const from = edge && endOf(edge.from)
    return (from && facts[from.node]?.outputs[from.port]?.columns) ?? []
  }
  const known = facts[id]?.inputs ?? {}
  return Object.fromEntries(
    [...new Set([...ports, ...Object.keys(known)])].map(port => [port, known[port] ?? before(port)]),
  )
}

/** What the fields of a node's form may ask, from the stores. */
export const useFormContext = (id: string): FormContext => {
  const { actions, catalogue, session } = useEditor()
  const kind = useDocument(state => state.flow.nodes[id]?.kind) ?? ''
  const settings = useDocument(state => state.flow.nodes[id]?.settings) ?? none
  const flowParams = useDocument(state => state.flow.params)
  const facts = useFacts(state => state.nodes)
  const edges = useDocument(state => state.flow.edges)
  const all = useFacts(state => state.problems)
  const focus = useSession(state => state.focus)
  const rules = useRun(state => state.report?.nodes[id]?.rules) ?? noRules
  return useMemo(
    () => ({
      node: id,
      settings,
      inputs: inputsOf(id, portsOfKind(catalogue, kind, settings)?.inputs.map(port => port.name) ?? [], facts, edges),
      outputs: Object.fromEntries(
        Object.entries(facts[id]?.outputs ?? {}).map(([port, { columns }]) => [port, columns]),
      ),
      params: Object.keys(flowParams),
      problems: all.filter(problem => problem.node === id),
      focus: focus?.node === id && focus.setting !== null ? { setting: focus.setting, count: focus.count } : null,
      rules,
      update: (part, gesture) => actions.set(id, [], { ...settings, ...part }, gesture && `set:${id}:${gesture}`),
      reveal: setting => session.getState().reveal(id, setting),
      showFailing: rule => session.getState().showFailingRows(id, null, { node: id, rule }),
      fix: actions.mend,
      pickFile,
    }),
    [id, kind, catalogue, settings, flowParams, facts, edges, all, focus, rules, actions, session],
  )
}
