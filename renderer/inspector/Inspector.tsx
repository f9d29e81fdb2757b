import { CircleHelp, Scan } from 'lucide-react'
import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import { Form } from '../fields/Form.tsx'
import { FormContext, useForm } from '../fields/form-context.ts'
import { ProblemLine } from '../fields/ProblemLine.tsx'
import { useDocument, useEditor, useSession } from '../store/use-editor.ts'
import { Button } from '../ui/Button.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { icon20 } from '../ui/icon.ts'
import { ArrivingRules } from './ArrivingRules.tsx'
import { ColumnList } from './ColumnList.tsx'
import { Figures } from './Figures.tsx'
import { FrozenRows } from './FrozenRows.tsx'
import { Header } from './Header.tsx'
import { HelpPage } from './HelpPage.tsx'
import './inspector.css'
import { SuggestionCounts } from '../suggest/SuggestionCounts.tsx'
import { Ports } from './Ports.tsx'
import { RunSettings } from './RunSettings.tsx'
import { isSourceKind, SourceSettings } from './SourceSettings.tsx'
import { useFormContext } from './use-form-context.ts'
import { useSettingFocus } from './use-setting-focus.ts'

const KeptFigures = lazy(() => import('../quarantine/KeptFigures.tsx'))

const Settings = ({ id }: { readonly id: string }) => {
  const { catalogue, actions } = useEditor()
  const node = useDocument(state => state.flow.nodes[id])
  const kind = node && catalogue.get(node.kind)
  const { problems } = useForm()
  if (!node) return null
  const change = (key: string, value: unknown, typing?: string) =>
    actions.set(id, [key], value, typing === undefined ? undefined : `set:${id}:${key}:${typing}`)
  const loose = problems.filter(problem => problem.setting === undefined)
  return (
    <section className="sec">
      {loose.map(problem => (
        <ProblemLine key={`${problem.code} ${problem.message}`} problem={problem} />
      ))}
      {kind && isSourceKind(kind.kind) ? (
        <SourceSettings id={id} kind={kind.kind} schema={kind.settings} values={node.settings} onChange={change} />
      ) : kind ? (
        <Form schema={kind.settings} values={node.settings} onChange={change} />
      ) : (
        <>
          <p className="f2">This version does not know the kind {node.kind}. The node is kept as it stands.</p>
          <pre className="mono raw-settings">{JSON.stringify(node.settings, null, 2)}</pre>
        </>
      )}
    </section>
  )
}

const Node = ({ id }: { readonly id: string }) => {
  const { actions } = useEditor()
  const node = useDocument(state => state.flow.nodes[id])
  const context = useFormContext(id)
  const scroller = useRef<HTMLDivElement>(null)
  const [help, setHelp] = useState(false)
  useSettingFocus(scroller, id)
  useEffect(() => {
    if (scroller.current && id) scroller.current.scrollTop = 0
  }, [id])
  if (!node) return null
  return (
    <FormContext value={context}>
      <Header id={id} node={node} help={help} onHelp={() => setHelp(!help)} />
      {help ? (
        <HelpPage kind={node.kind} onClose={() => setHelp(false)} />
      ) : (
        <div ref={scroller} className="inspector-body">
          {(node.disabled || node.bypass) && (
            <div className="inspector-off">
              <span className="grow">
                {node.disabled
                  ? 'Disabled: it and what hangs on it alone are left out.'
                  : 'Bypassed: its first input passes through.'}
              </span>
              <Button
                size="sm"
                onClick={() => (node.disabled ? actions.setDisabled([id], false) : actions.setBypass([id], false))}
              >
                {node.disabled ? 'Enable' : 'Use again'}
              </Button>
            </div>
          )}
          <Figures id={id} />
          {node.kind === 'sink.quarantine' && (
            <Suspense fallback={null}>
              <KeptFigures key={id} id={id} />
            </Suspense>
          )}
          <Ports id={id} />
          <SuggestionCounts id={id} />
          <FrozenRows key={id} id={id} />
          <Settings id={id} />
          <RunSettings id={id} />
          <ArrivingRules id={id} />
          <ColumnList id={id} />
        </div>
      )}
    </FormContext>
  )
}

const Several = ({ ids }: { readonly ids: readonly string[] }) => {
  const { actions } = useEditor()
  const nodes = useDocument(state => state.flow.nodes)
  const off = ids.every(id => nodes[id]?.disabled)
  const bypassed = ids.every(id => nodes[id]?.bypass)
  return (
    <div className="inspector-several">
      <strong>{ids.length} nodes</strong>
      <div className="row">
        <Button size="sm" onClick={() => actions.setDisabled(ids, !off)}>
          {off ? 'Enable' : 'Disable'}
        </Button>
        <Button size="sm" onClick={() => actions.setBypass(ids, !bypassed)}>
          {bypassed ? 'Use again' : 'Bypass'}
        </Button>
        <Button size="sm" onClick={() => actions.duplicate(ids)}>
          Duplicate
        </Button>
      </div>
      <span className="f3">Select one of them to see its settings.</span>
    </div>
  )
}

/** The selected node: what it is, its figures, ports, settings and columns. */
export const Inspector = () => {
  const selection = useSession(state => state.selection)
  const [only] = selection
  return (
    <aside className="inspector" aria-label="Settings of the selected node">
      {selection.length === 0 || only === undefined ? (
        <EmptyState icon={<Scan {...icon20} />} title="Select a node">
          Its settings, ports and columns are shown here. <CircleHelp size={12} strokeWidth={1.75} aria-hidden="true" />{' '}
          explains its kind.
        </EmptyState>
      ) : selection.length > 1 ? (
        <Several ids={selection} />
      ) : (
        <Node id={only} />
      )}
    </aside>
  )
}
