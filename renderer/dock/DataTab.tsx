import { Search, Table2, X } from 'lucide-react'
import { type RefObject, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { RuleSeverity } from '#core/rules/types.ts'
import { DataGrid, type GridHandle } from '../grid/DataGrid.tsx'
import type { GridState } from '../grid/page-store.ts'
import type { ColumnCondition, GridFilter, GridFlag, GridSort } from '../grid/types.ts'
import { titleOf } from '../store/ports.ts'
import { useDocument, useEditor, useFacts, useSession } from '../store/use-editor.ts'
import { Button } from '../ui/Button.tsx'
import { ChipButton } from '../ui/Chip.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { IconButton } from '../ui/IconButton.tsx'
import { icon12, icon20 } from '../ui/icon.ts'
import { SeverityGlyph } from '../ui/SeverityGlyph.tsx'
import { TextField } from '../ui/TextField.tsx'
import { sourceOf } from './grid-source.ts'
import type { ShownPort } from './use-shown.ts'

interface Filters {
  readonly flaggedOnly: boolean
  readonly severity: RuleSeverity | null
  readonly rule: { readonly node: string; readonly rule: string } | null
  readonly search: string
  readonly columns: readonly ColumnCondition[]
}

const noFilters: Filters = { flaggedOnly: false, severity: null, rule: null, search: '', columns: [] }
const severities: readonly RuleSeverity[] = ['critical', 'error', 'warning', 'info']
const words: Readonly<Record<RuleSeverity, string>> = {
  critical: 'Critical',
  error: 'Error',
  warning: 'Warning',
  info: 'Info',
}

const filterOf = (filters: Filters): GridFilter => ({
  ...(filters.flaggedOnly ? { flaggedOnly: true } : {}),
  ...(filters.severity ? { severity: filters.severity } : {}),
  ...(filters.rule ? { rule: filters.rule } : {}),
  ...(filters.search.trim() ? { search: filters.search.trim() } : {}),
  ...(filters.columns.length ? { columns: [...filters.columns] } : {}),
})

const count = (rows: number) => rows.toLocaleString('en-US')

const Tools = ({
  filters,
  setFilters,
  state,
  find,
  onNext,
}: {
  readonly filters: Filters
  readonly setFilters: (filters: Filters) => void
  readonly state: GridState | null
  readonly find: RefObject<HTMLInputElement | null>
  readonly onNext: () => void
}) => {
  const plain = JSON.stringify(filters) === JSON.stringify(noFilters)
  const flagged = state?.flaggedCount ?? null
  return (
    <div className="data-tools" role="toolbar" aria-label="Which rows">
      <ChipButton tone={plain ? 'on' : 'plain'} aria-pressed={plain} onClick={() => setFilters(noFilters)}>
        All rows
      </ChipButton>
      <ChipButton
        tone={filters.flaggedOnly ? 'on' : 'plain'}
        aria-pressed={filters.flaggedOnly}
        onClick={() => setFilters({ ...filters, flaggedOnly: !filters.flaggedOnly })}
      >
        Flagged {flagged === null ? null : <b className="tnum">{count(flagged)}</b>}
      </ChipButton>
      <span className="tools-line" aria-hidden="true" />
      {severities.map(severity => {
        const on = filters.severity === severity
        return (
          <ChipButton
            key={severity}
            tone={on ? 'on' : 'plain'}
            aria-pressed={on}
            icon={<SeverityGlyph severity={severity} size={12} />}
            onClick={() => setFilters({ ...filters, severity: on ? null : severity })}
          >
            {words[severity]}
          </ChipButton>
        )
      })}
      {filters.rule && (
        <ChipButton
          tone="on"
          aria-label={`Stop showing rule ${filters.rule.rule} alone`}
          onClick={() => setFilters({ ...filters, rule: null })}
        >
          rule <b>{filters.rule.rule}</b>
          <X {...icon12} />
        </ChipButton>
      )}
      {filters.columns.map(condition => (
        <ChipButton
          key={`${condition.column} ${condition.operator}`}
          tone="on"
          aria-label={`Remove the filter of ${condition.column}`}
          onClick={() => setFilters({ ...filters, columns: filters.columns.filter(c => c !== condition) })}
        >
          {condition.column} {condition.operator.replaceAll('_', ' ')} <b>{condition.value ?? ''}</b>
          <X {...icon12} />
        </ChipButton>
      ))}
      <span className="sp" />
      <Button variant="ghost" size="sm" disabled={flagged === 0} onClick={onNext}>
        Next flagged <kbd className="kbd">F8</kbd>
      </Button>
      <TextField
        ref={find}
        size="sm"
        className="data-find"
        aria-label="Find in the rows"
        placeholder="Find"
        icon={<Search {...icon12} />}
        value={filters.search}
        onChange={search => setFilters({ ...filters, search })}
        onKeyDown={event => {
          if (event.key === 'Escape') setFilters({ ...filters, search: '' })
        }}
        end={
          filters.search ? (
            <IconButton
              size="xs"
              icon={<X {...icon12} />}
              label="Clear the search"
              onClick={() => setFilters({ ...filters, search: '' })}
            />
          ) : undefined
        }
      />
    </div>
  )
}

/** A value that follows another after it has stood still for a moment. */
const useSettled = <T,>(value: T, milliseconds: number): T => {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), milliseconds)
    return () => clearTimeout(timer)
  }, [value, milliseconds])
  return settled
}

/** Rows of the shown port: filters above, the grid, and a foot that says how many there are. */
export const DataTab = ({
  shown,
  onState,
}: {
  readonly shown: ShownPort
  readonly onState: (state: GridState) => void
}) => {
  const editor = useEditor()
  const { client, catalogue, session } = editor
  const nodes = useDocument(state => state.base.nodes)
  const edges = useDocument(state => state.base.edges)
  const params = useDocument(state => state.base.params)
  const path = useDocument(state => state.path)
  const values = useSession(state => state.params)
  const problem = useFacts(state => state.problems.find(p => p.node === shown.node && p.severity === 'error') ?? null)
  const [filters, setFilters] = useState(noFilters)
  const [sort, setSort] = useState<GridSort>([])
  const [state, setState] = useState<GridState | null>(null)
  const find = useRef<HTMLInputElement>(null)
  const grid = useRef<GridHandle>(null)
  const filter = useSettled(
    useMemo(() => filterOf(filters), [filters]),
    150,
  )
  const key = useSettled(
    useMemo(() => ({ nodes, edges, params, path, values }), [nodes, edges, params, path, values]),
    120,
  )
  const { node, port } = shown
  const source = useMemo(
    () => sourceOf(client, { document: { ...editor.current(), path: key.path }, node, port, sort, filter }),
    [client, editor, key, node, port, sort, filter],
  )
  const told = useCallback(
    (next: GridState) => {
      setState(next)
      onState(next)
    },
    [onState],
  )
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'F8' || event.defaultPrevented) return
      event.preventDefault()
      grid.current?.nextFlagged(event.shiftKey)
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
  const onGoToFlag = (flag: GridFlag) => session.getState().reveal(flag.node)
  const onFilterFlag = (flag: GridFlag) => setFilters({ ...noFilters, rule: { node: flag.node, rule: flag.rule } })
  const filtered = Object.keys(filter).length > 0
  return (
    <>
      <Tools
        filters={filters}
        setFilters={setFilters}
        state={state}
        find={find}
        onNext={() => grid.current?.nextFlagged(false)}
      />
      <DataGrid
        source={source}
        sort={sort}
        onSort={setSort}
        conditions={filters.columns}
        onConditions={columns => setFilters({ ...filters, columns })}
        search={filters.search}
        onFind={() => find.current?.focus()}
        filtered={filtered}
        onClearFilter={() => setFilters(noFilters)}
        titleOf={id => titleOf(editor.document.getState().flow, catalogue, id)}
        onGoToFlag={onGoToFlag}
        onFilterFlag={onFilterFlag}
        onState={told}
        problem={problem}
        label={`${shown.title}, ${shown.port ?? 'input'}`}
        handle={grid}
      />
      <Foot state={state} filtered={filtered} />
    </>
  )
}

const Foot = ({ state, filtered }: { readonly state: GridState | null; readonly filtered: boolean }) => (
  <div className="data-foot">
    <span className="tnum">
      {state?.rowCount === null || state === null
        ? 'rows not counted yet'
        : `${count(state.rowCount)} ${filtered ? 'rows match' : state.rowCount === 1 ? 'row' : 'rows'}`}
    </span>
    <span className="tnum">{state?.columns.length ?? 0} columns</span>
    <span className="sp" />
    {state?.ms !== null && state?.ms !== undefined && <span className="tnum">Read in {state.ms} ms</span>}
  </div>
)

export const NothingShown = () => (
  <EmptyState icon={<Table2 {...icon20} />} title="Select a node or an edge">
    Its rows are shown here. F8 goes to the next flagged row, Ctrl F finds a text in the rows.
  </EmptyState>
)
