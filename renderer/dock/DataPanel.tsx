import { Cable, Scan } from 'lucide-react'
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { Flow } from '#core/flow/types.ts'
import { DataGrid, type GridHandle } from '../grid/DataGrid.tsx'
import type { GridState } from '../grid/page-store.ts'
import type { ReasonActions } from '../grid/reasons.ts'
import type { GridFilter, GridSort } from '../grid/types.ts'
import { addFilter } from '../palette/add-filter.ts'
import { titleOf } from '../store/ports.ts'
import type { SessionState, Shown } from '../store/session.ts'
import { useDocument, useEditor, useFacts, useSession } from '../store/use-editor.ts'
import { Chip } from '../ui/Chip.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { icon12, icon20 } from '../ui/icon.ts'
import type { PanelProps } from './Dock.tsx'
import { cleaned, isFiltered, rulesBefore, rulesOf } from './filters.ts'
import { PortChooser } from './PortChooser.tsx'
import { scopeText } from './scope.ts'
import { Tools } from './Tools.tsx'
import { ancestorsOf, type Looked, lookedAt } from './upstream.ts'
import { useSource } from './use-source.ts'

const SourceLines = lazy(async () => ({ default: (await import('./lines/SourceLines.tsx')).SourceLines }))

/** Whether a port's rows are read from files of text. */
const hasLines = (flow: Flow, { rows }: Looked): boolean =>
  /^source\.(csv|json)$/.test(flow.nodes[rows.node]?.kind ?? '')

const noSort: GridSort = []
const noFilter: GridFilter = {}

/** F8 works wherever the focus is, but for dialogs. */
const useNextKey = (next: (backwards: boolean) => void) => {
  useEffect(() => {
    const down = (event: KeyboardEvent) => {
      if (event.key !== 'F8' || event.defaultPrevented || document.querySelector('[role="dialog"]')) return
      event.preventDefault()
      next(event.shiftKey)
    }
    window.addEventListener('keydown', down)
    return () => window.removeEventListener('keydown', down)
  }, [next])
}

const isMeant = (wish: Shown | null, { node, port }: Looked): boolean =>
  wish?.node === node && (wish.port === null || wish.port === port)

/** The filter that someone asked this port to be shown with. */
const askedFilter = ({ failing, matching }: SessionState, looked: Looked): GridFilter | null => {
  if (failing && isMeant(failing, looked)) return { rule: failing.rule }
  return matching && isMeant(matching, looked) ? { columns: [...matching.conditions] } : null
}

/** The filter of the shown rows: of the view, until it is asked for another from elsewhere. */
const useFilter = (looked: Looked) => {
  const { session } = useEditor()
  const [filter, setFilter] = useState<GridFilter>(() => askedFilter(session.getState(), looked) ?? noFilter)
  const failing = useSession(state => state.failing)
  const matching = useSession(state => state.matching)
  useEffect(() => {
    if (!failing || !isMeant(failing, looked)) return
    setFilter(old => (old.rule === failing.rule ? old : { rule: failing.rule }))
    session.setState({ failing: null })
  }, [failing, looked, session])
  useEffect(() => {
    if (!matching || !isMeant(matching, looked)) return
    setFilter({ columns: [...matching.conditions] })
    session.setState({ matching: null })
  }, [matching, looked, session])
  return [filter, setFilter] as const
}

/** What reasons lead to: the rule's own settings, the rows that are alike. */
const useReasons = (looked: Looked, setFilter: (change: (old: GridFilter) => GridFilter) => void): ReasonActions => {
  const { catalogue, session } = useEditor()
  const flow = useDocument(state => state.base)
  const { node, port } = looked
  return useMemo(
    () => ({
      titleOf: id => titleOf(flow, catalogue, id),
      whenOf: rule => rulesOf(flow, node).find(each => each.id === rule)?.when ?? null,
      onGoTo: flag => {
        const index = rulesOf(flow, flag.node).findIndex(rule => rule.id === flag.rule)
        session.getState().reveal(flag.node, index < 0 ? null : `rules.${index}`)
        session.getState().show(node, port)
      },
      onFilter: ({ node: from, rule, via }) => setFilter(old => ({ ...old, rule: { node: from, rule, via } })),
      onFilterEvaluation: ({ rule, state }) => setFilter(old => ({ ...old, evaluation: { rule, state } })),
    }),
    [flow, catalogue, session, node, port, setFilter],
  )
}

const Rows = ({ looked, bar }: PanelProps & { readonly looked: Looked }) => {
  const editor = useEditor()
  const { session } = editor
  const [sort, setSort] = useState<GridSort>(noSort)
  const [filter, setFilter] = useFilter(looked)
  const [ownTable, setOwnTable] = useState(false)
  const [finding, setFinding] = useState(false)
  const [state, setState] = useState<GridState | null>(null)
  const hasOwnTable = useFacts(facts => facts.nodes[looked.node]?.ownTable ?? false)
  const needsAll = useFacts(facts => facts.nodes[looked.rows.node]?.outputs[looked.rows.port]?.needsAll ?? null)
  const listing = useSession(each => each.reasonsOpen)
  const own = ownTable && hasOwnTable
  const source = useSource(looked, { sort, filter, ownTable: own })
  const handle = useRef<GridHandle>(null)
  const findField = useRef<HTMLInputElement>(null)
  const reasons = useReasons(looked, setFilter)
  const next = useCallback((backwards: boolean) => handle.current?.nextFlagged(backwards), [])
  useNextKey(next)

  const find = useCallback(() => {
    setFinding(true)
    requestAnimationFrame(() => findField.current?.select())
  }, [])
  const showOwnTable = (own: boolean) => {
    setOwnTable(own)
    if (!own) setFilter(old => cleaned({ ...old, evaluation: undefined }))
  }
  const { titleOf: title } = reasons
  const flow = useDocument(each => each.base)
  const before = useMemo(() => rulesBefore(flow, looked.rows.node), [flow, looked.rows.node])
  // an inner flow that is open stands by itself, and nothing is handed in
  const sampled = useMemo(
    () => ancestorsOf(flow, looked.rows.node).some(id => editor.catalogue.get(flow.nodes[id]?.kind ?? '')?.boundary),
    [flow, looked.rows.node, editor],
  )
  const { setReasonsOpen, setColumn } = session.getState()
  const filtered = isFiltered(filter)
  const unread = state?.status === 'failed' && state.scope === null
  const scope = state && !unread && scopeText(state, filtered, title, needsAll)
  return (
    <>
      {bar(
        <>
          <PortChooser looked={looked} ownTable={own} />
          {scope && (
            <Chip tone="on" icon={<Scan {...icon12} />} title="What these rows are of">
              {scope}
              {sampled && ', from sample rows'}
            </Chip>
          )}
        </>,
      )}
      <Tools
        state={state}
        filter={filter}
        onFilter={setFilter}
        finding={finding}
        onFinding={setFinding}
        findField={findField}
        titleOf={title}
        rulesBefore={before}
        onNextFlagged={() => next(false)}
        onFilterNode={own ? null : () => addFilter(editor, looked.rows, filter.columns ?? [])}
        ownTable={hasOwnTable ? own : null}
        onOwnTable={showOwnTable}
        listing={listing}
        onListing={setReasonsOpen}
        onLines={hasLines(flow, looked) ? () => session.getState().setLinesShown(true) : null}
      />
      <DataGrid
        source={source}
        sort={sort}
        onSort={setSort}
        filter={filter}
        onConditions={columns => setFilter(old => cleaned({ ...old, columns: [...columns] }))}
        onFind={find}
        onClearFilter={() => setFilter(noFilter)}
        listing={listing}
        onListing={setReasonsOpen}
        reasons={reasons}
        onState={setState}
        onColumn={setColumn}
        label={`Rows of ${title(looked.node)}, ${own ? 'own table' : looked.port}`}
        handle={handle}
      />
    </>
  )
}

/** The rows of the shown port. Sort and filter are of the view, and start anew at another port. */
export const DataPanel = ({ bar }: PanelProps) => {
  const { catalogue } = useEditor()
  const shown = useSession(state => state.shown)
  const flow = useDocument(state => state.base)
  const looked = useMemo(() => shown && lookedAt(flow, catalogue, shown.node, shown.port), [flow, catalogue, shown])
  const lines = useSession(state => state.linesShown)
  if (looked && lines && hasLines(flow, looked))
    return (
      <Suspense fallback={null}>
        <SourceLines key={looked.rows.node} looked={looked} bar={bar} />
      </Suspense>
    )
  if (looked) return <Rows key={`${looked.rows.node}.${looked.rows.port}`} looked={looked} bar={bar} />
  if (shown && flow.nodes[shown.node])
    return (
      <EmptyState icon={<Cable {...icon20} />} title={`${titleOf(flow, catalogue, shown.node)} is not connected`}>
        What comes into it is shown here. Draw an edge to its input.
      </EmptyState>
    )
  return (
    <EmptyState icon={<Scan {...icon20} />} title="Select a node or an edge">
      Its rows are shown here. F8 goes to the next flagged row, Ctrl F finds rows by what they hold.
    </EmptyState>
  )
}
