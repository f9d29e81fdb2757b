import { useMemo } from 'react'
import type { Flow } from '#core/flow/types.ts'
import type { NodeReport } from '#core/report.ts'
import { formatCount } from '../canvas/count.ts'
import { endOf, titleOf } from '../store/ports.ts'
import { isValidator, rulesIn } from '../store/rule-edits.ts'
import { useDocument, useEditor, useFacts, useRun } from '../store/use-editor.ts'
import { SeverityGlyph } from '../ui/SeverityGlyph.tsx'

type Reports = Readonly<Record<string, NodeReport>>

interface Arriving {
  readonly node: string
  readonly title: string
  readonly rules: NonNullable<NodeReport['rules']>
}

const none: Reports = {}

/** The nodes whose flags can arrive at a node: not those before one where flags stop. */
const flaggersOf = (flow: Flow, id: string, stops: (node: string) => boolean): readonly string[] => {
  const found = new Set([id])
  for (const node of found)
    if (!stops(node)) for (const { from, to } of flow.edges) if (endOf(to).node === node) found.add(endOf(from).node)
  return [...found].filter(node => node !== id)
}

/** Validators before a node, with the rules of theirs that failed in the last run. */
const arriving = (
  flow: Flow,
  before: readonly string[],
  reports: Reports,
  title: (node: string) => string,
): readonly Arriving[] =>
  before
    .filter(node => isValidator(flow, node))
    .map(node => {
      const own = new Set(rulesIn(flow.nodes[node]?.settings ?? {}).map(rule => rule.id))
      const failed = (reports[node]?.rules ?? []).filter(rule => rule.failed > 0 && own.has(rule.id))
      return { node, title: title(node), rules: failed.filter(rule => rule.observed === undefined) }
    })
    .filter(({ rules }) => rules.length > 0)

/** Downstream of validators: their rules that failed, each one click from those of its rows that arrive here. */
export const ArrivingRules = ({ id }: { readonly id: string }) => {
  const { catalogue, session } = useEditor()
  const flow = useDocument(state => state.base)
  const facts = useFacts(state => state.nodes)
  const reports = useRun(state => state.report?.nodes) ?? none
  const found = useMemo(
    () =>
      arriving(
        flow,
        flaggersOf(flow, id, node => facts[node]?.flagsStop != null),
        reports,
        node => titleOf(flow, catalogue, node),
      ),
    [flow, id, facts, reports, catalogue],
  )
  if (found.length === 0) return null
  return (
    <section className="arriving" aria-label="Flags from before">
      {found.map(({ node, title, rules }) => (
        <div key={node}>
          <div className="columns-head">
            <span className="el">Flags from {title}</span>
            <span className="sp" />
            <span>failed there</span>
          </div>
          <ul>
            {rules.map(rule => (
              <li key={rule.id}>
                <button
                  type="button"
                  title={`Show the rows that break ${rule.id} and arrive here`}
                  onClick={() => session.getState().showFailingRows(id, null, { node, rule: rule.id })}
                >
                  <SeverityGlyph severity={rule.severity} size={12} />
                  <span className="el grow">{rule.id}</span>
                  <span className="tnum">{formatCount(rule.failed)}</span>
                </button>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </section>
  )
}
