import { Cable, Scan } from 'lucide-react'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { Flow } from '#core/flow/types.ts'
import { DataGrid, type GridHandle } from '../grid/DataGrid.tsx'
import type { GridState } from '../grid/page-store.ts'
import type { ColumnCondition, GridFilter, GridFlag, GridSort } from '../grid/types.ts'
import { titleOf } from '../store/ports.ts'
import { useDocument, useEditor, useSession } from '../store/use-editor.ts'
import { Chip } from '../ui/Chip.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { icon12, icon20 } from '../ui/icon.ts'
import type { PanelProps } from './Dock.tsx'
import { PortChooser } from './PortChooser.tsx'
import { scopeText } from './scope.ts'
import { cleaned, isFiltered, Tools } from './Tools.tsx'
import { ancestorsOf, type Looked, lookedAt } from './upstream.ts'
import { useSource } from './use-source.ts'

const rulesOf = (flow: Flow, id: string): readonly { readonly id: string }[] => {
  const { rules } = flow.nodes[id]?.settings ?? {}
  return Array.isArray(rules) ? (rules as readonly { readonly id: string }[]) : []
}

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

const Rows = ({ looked, bar }: PanelProps & { readonly looked: Looked }) => {
  const { catalogue, session } = useEditor()
  const flow = useDocument(state => state.base)
  const [sort, setSort] = useState<GridSort>(noSort)
  const [filter, setFilter] = useState<GridFilter>(noFilter)
  const [finding, setFinding] = useState(false)
  const [state, setState] = useState<GridState | null>(null)
  const source = useSource(looked, sort, filter)
  const handle = useRef<GridHandle>(null)
  const findField = useRef<HTMLInputElement>(null)
  const title = useCallback((id: string) => titleOf(flow, catalogue, id), [flow, catalogue])
  const next = useCallback((backwards: boolean) => handle.current?.nextFlagged(backwards), [])
  useNextKey(next)

  const rules = useMemo(
    () =>
      ancestorsOf(flow, looked.rows.node).flatMap(node =>
        rulesOf(flow, node).map(({ id }) => ({ node, rule: id, title: titleOf(flow, catalogue, node) })),
      ),
    [flow, catalogue, looked.rows.node],
  )
  const goToFlag = useCallback(
    (flag: GridFlag) => {
      const index = rulesOf(flow, flag.node).findIndex(rule => rule.id === flag.rule)
      session.getState().reveal(flag.node, index < 0 ? null : `rules.${index}`)
      session.getState().show(looked.node, looked.port)
    },
    [flow, session, looked.node, looked.port],
  )
  const filterFlag = useCallback(
    (flag: GridFlag) => setFilter(old => cleaned({ ...old, rule: { node: flag.node, rule: flag.rule } })),
    [],
  )
  const find = useCallback(() => {
    setFinding(true)
    requestAnimationFrame(() => findField.current?.select())
  }, [])
  const conditions: readonly ColumnCondition[] = filter.columns ?? []
  const filtered = isFiltered(filter)
  const unread = state?.status === 'failed' && state.scope === null
  const scope = state && !unread && scopeText(state, filtered, title)
  return (
    <>
      {bar(
        <>
          <PortChooser looked={looked} />
          {scope && (
            <Chip tone="on" icon={<Scan {...icon12} />} title="What these rows are of">
              {scope}
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
        rules={rules}
        onNextFlagged={() => next(false)}
      />
      <DataGrid
        source={source}
        sort={sort}
        onSort={setSort}
        conditions={conditions}
        onConditions={columns => setFilter(old => cleaned({ ...old, columns: [...columns] }))}
        search={filter.search ?? ''}
        onFind={find}
        filtered={filtered}
        onClearFilter={() => setFilter(noFilter)}
        titleOf={title}
        onGoToFlag={goToFlag}
        onFilterFlag={filterFlag}
        onState={setState}
        label={`Rows of ${title(looked.node)}, ${looked.port}`}
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
