import { FolderLock, ShieldAlert } from 'lucide-react'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useStore } from 'zustand'
import type { PanelProps } from '../dock/Dock.tsx'
import { rulesOf } from '../dock/filters.ts'
import type { ReasonActions } from '../grid/reasons.ts'
import { rangeOf, type Selection } from '../grid/selection.ts'
import { titleOf } from '../store/ports.ts'
import { useDocument, useEditor, useSession } from '../store/use-editor.ts'
import { Chip } from '../ui/Chip.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { icon12, icon20 } from '../ui/icon.ts'
import { Select } from '../ui/Select.tsx'
import { EntryPanel } from './EntryPanel.tsx'
import { mostAtOnce } from './entries-state.ts'
import type { Entry, Listed } from './entry.ts'
import { gridColumns, mostCells } from './grid-columns.ts'
import { KeptNotice } from './KeptNotice.tsx'
import { putKept } from './kept-counts.ts'
import { type GridHandle, QuarantineGrid } from './QuarantineGrid.tsx'
import './quarantine.css'
import { Strips } from './Strips.tsx'
import { Tools } from './Tools.tsx'
import { type Filter, useEntries } from './use-entries.ts'

const noFilter: Filter = {}

/** The flow's quarantines, and the one that is shown: the selected one, else the last that was, else the first. */
const useSink = () => {
  const flow = useDocument(state => state.base)
  const shown = useSession(state => state.shown?.node)
  const ids = useMemo(
    () => Object.keys(flow.nodes).filter(id => flow.nodes[id]?.kind === 'sink.quarantine'),
    [flow.nodes],
  )
  const [chosen, choose] = useState<string | null>(null)
  useEffect(() => {
    if (shown !== undefined && ids.includes(shown)) choose(shown)
  }, [shown, ids])
  const node = chosen !== null && ids.includes(chosen) ? chosen : (ids.find(id => id === shown) ?? ids[0] ?? null)
  return { ids, node, choose }
}

const useTitles = () => {
  const { catalogue } = useEditor()
  const flow = useDocument(state => state.base)
  return useCallback((id: string) => titleOf(flow, catalogue, id), [flow, catalogue])
}

const useReasons = (
  setFilter: (change: (old: Filter) => Filter) => void,
  title: (id: string) => string,
): ReasonActions => {
  const { session, document } = useEditor()
  return useMemo(
    () => ({
      titleOf: title,
      whenOf: () => null,
      isThere: id => Object.hasOwn(document.getState().base.nodes, id),
      onGoTo: ({ node, rule }) => {
        const index = rulesOf(document.getState().base, node).findIndex(each => each.id === rule)
        session.getState().reveal(node, index < 0 ? null : `rules.${index}`)
      },
      onFilter: ({ node, rule }) => setFilter(old => ({ ...old, reason: { node, rule } })),
      onFilterEvaluation: () => {},
    }),
    [session, document, title, setFilter],
  )
}

const SinkChooser = ({
  ids,
  node,
  sinks,
  title,
  choose,
}: {
  readonly ids: readonly string[]
  readonly node: string
  readonly sinks: Listed['sinks']
  readonly title: (id: string) => string
  readonly choose: (id: string) => void
}) =>
  ids.length > 1 ? (
    <Select
      size="sm"
      className="entry-sink"
      label="Quarantine"
      value={node}
      options={ids.map(id => {
        const open = sinks.find(sink => sink.node === id)?.counts?.open ?? 0
        return { value: id, label: title(id), ...(open > 0 ? { hint: `${open} open` } : {}) }
      })}
      onChange={choose}
    />
  ) : (
    <Chip icon={<FolderLock {...icon12} />} title="Quarantine">
      {title(node)}
    </Chip>
  )

const Kept = ({
  ids,
  node,
  choose,
  bar,
}: PanelProps & { readonly ids: readonly string[]; readonly node: string; readonly choose: (id: string) => void }) => {
  const title = useTitles()
  const [filter, setFilter] = useState<Filter>(noFilter)
  const [search, setSearch] = useState('')
  const [about, setAbout] = useState(true)
  const [selection, setSelection] = useState<Selection | null>(null)
  const entries = useEntries(node, filter)
  const listed = useStore(entries, state => state.listed)
  const failure = useStore(entries, state => state.failure)
  const version = useStore(entries, state => state.version)
  const sinks = listed?.sinks
  const trouble = listed?.problems[0]?.message ?? null
  useEffect(() => {
    if (sinks) putKept(sinks, trouble)
  }, [sinks, trouble])
  const handle = useRef<GridHandle>(null)
  const searchField = useRef<HTMLInputElement>(null)
  const actions = useReasons(setFilter, title)
  useEffect(() => {
    if (search === (filter.search ?? '')) return
    const timer = setTimeout(() => {
      const { search: _, ...others } = filter
      setFilter(search ? { ...others, search } : others)
    }, 200)
    return () => clearTimeout(timer)
  }, [search, filter])
  const filtered = useRef(filter)
  useEffect(() => {
    if (filtered.current !== filter) setSelection(null)
    filtered.current = filter
  }, [filter])
  const count = listed?.count ?? 0
  useEffect(() => setSelection(old => (old && Math.max(old.active.row, old.anchor.row) < count ? old : null)), [count])

  const origin = listed?.sinks.find(sink => sink.node === listed.node)?.origin ?? null
  const path = useDocument(state => state.path)
  const way = path === null ? null : (origin?.way ?? null)
  const columns = listed?.columns ?? []
  const range = selection && rangeOf(selection)
  const selected = range ? range.bottom - range.top + 1 : 0
  const entry = selection && version >= 0 ? entries.row(selection.active.row) : undefined
  const shown = gridColumns(columns, entry ? mostCells([entry]) : 0, way === 'lines')
  const chosen = async (): Promise<readonly Entry[]> =>
    range ? entries.read(range.top, Math.min(range.bottom + 1, range.top + mostAtOnce)) : []
  const ignore = async (ignored: boolean) => {
    const meant = (await chosen()).filter(each => each.state !== 'resolved' && (each.state === 'ignored') !== ignored)
    if (meant.length > 0) await entries.ignore(meant, ignored)
    handle.current?.focus()
  }
  const remove = async () => {
    const meant = (await chosen()).filter(each => each.patch !== null && each.state !== 'resolved')
    const changes = meant.map(({ id }) => ({ entry: id, remove: true as const }))
    if (meant.length > 0) await entries.change(meant, changes, 'Remove corrections')
    handle.current?.focus()
  }
  const focus = () => handle.current?.focus()
  const clear = () => {
    setSearch('')
    setFilter(noFilter)
  }
  return (
    <>
      {bar(
        <>
          <SinkChooser ids={ids} node={node} sinks={listed?.sinks ?? []} title={title} choose={choose} />
          {origin && (
            <Chip title="Where the rows come from, and go in again">
              {title(origin.node)}, {origin.port}
            </Chip>
          )}
        </>,
      )}
      <Tools
        entries={entries}
        filter={filter}
        onFilter={setFilter}
        search={search}
        onSearch={setSearch}
        searchField={searchField}
        titleOf={title}
        about={about}
        onAbout={setAbout}
        onLeave={focus}
      />
      <Strips entries={entries} node={node} onResolved={() => setFilter({ states: ['resolved'] })} />
      {listed ? (
        <div className="grid">
          <QuarantineGrid
            entries={entries}
            way={way}
            label={`Rows kept by ${title(node)}`}
            selection={selection}
            onSelection={setSelection}
            onFind={() => searchField.current?.select()}
            onAbout={() => {
              setAbout(true)
              requestAnimationFrame(() => document.querySelector<HTMLElement>('.entry-panel')?.focus())
            }}
            handle={handle}
          />
          <KeptNotice listed={listed} entries={entries} filtered={filter !== noFilter} onAll={clear} />
          {about && count > 0 && (
            <div className="grid-side">
              <EntryPanel
                entries={entries}
                entry={entry}
                index={selection?.active.row ?? null}
                selected={selected}
                cell={shown[selection?.active.column ?? -1]?.cell ?? -1}
                columns={columns}
                way={way}
                actions={actions}
                onIgnore={ignored => void ignore(ignored)}
                onRemove={() => void remove()}
                onClose={() => setAbout(false)}
                onLeave={focus}
              />
            </div>
          )}
        </div>
      ) : (
        !failure && <EmptyState icon={<FolderLock {...icon20} />} title="Reading the kept rows" />
      )}
    </>
  )
}

/** Rows that quarantines keep, to be corrected in place and run again. */
export const QuarantinePanel = ({ bar }: PanelProps) => {
  const { ids, node, choose } = useSink()
  if (node === null)
    return (
      <EmptyState icon={<ShieldAlert {...icon20} />} title="No quarantine in this flow">
        Add a Quarantine from the palette, and connect a reject port to it: rejected rows are kept there with their
        reasons, corrected here, and go in again with the next run.
      </EmptyState>
    )
  return <Kept key={node} ids={ids} node={node} choose={choose} bar={bar} />
}
