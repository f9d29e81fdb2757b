import { useMemo } from 'react'
import type { RuleReport } from '#core/report.ts'
import { pickFile } from '../app/pick.ts'
import type { FormContext } from '../fields/form-context.ts'
import { useDocument, useEditor, useFacts, useRun, useSession } from '../store/use-editor.ts'

const none: Readonly<Record<string, never>> = {}
const noRules: readonly RuleReport[] = []

/** What the fields of a node's form may ask, from the stores. */
export const useFormContext = (id: string): FormContext => {
  const { actions } = useEditor()
  const settings = useDocument(state => state.flow.nodes[id]?.settings) ?? none
  const flowParams = useDocument(state => state.flow.params)
  const facts = useFacts(state => state.nodes[id])
  const all = useFacts(state => state.problems)
  const focus = useSession(state => state.focus)
  const rules = useRun(state => state.report?.nodes[id]?.rules) ?? noRules
  return useMemo(
    () => ({
      node: id,
      settings,
      inputs: facts?.inputs ?? none,
      outputs: Object.fromEntries(Object.entries(facts?.outputs ?? {}).map(([port, { columns }]) => [port, columns])),
      params: Object.keys(flowParams),
      problems: all.filter(problem => problem.node === id),
      focus: focus?.node === id && focus.setting !== null ? { setting: focus.setting, count: focus.count } : null,
      rules,
      update: (part, gesture) => actions.set(id, [], { ...settings, ...part }, gesture && `set:${id}:${gesture}`),
      fix: fix => actions.set(fix.node, fix.path, fix.value),
      pickFile,
    }),
    [id, settings, flowParams, facts, all, focus, rules, actions],
  )
}
