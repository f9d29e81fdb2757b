import { ChartColumn, Lightbulb, Scan } from 'lucide-react'
import { lazy, Suspense, useCallback, useEffect, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import type { ColumnCondition } from '#core/profile/conditions.ts'
import { titleOf } from '../store/ports.ts'
import { useDocument, useEditor, useSession } from '../store/use-editor.ts'
import { doneAlong, portKey, putCount, suggestionCounts } from '../suggest/counts.ts'
import { Chip, ChipButton } from '../ui/Chip.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { icon12, icon20 } from '../ui/icon.ts'
import { SeverityGlyph } from '../ui/SeverityGlyph.tsx'
import { TableHead } from '../ui/TableHead.tsx'
import { Words } from '../ui/Words.tsx'
import type { PanelProps } from './Dock.tsx'
import { PortChooser } from './PortChooser.tsx'
import './profile.css'
import { ProfileRow } from './ProfileRow.tsx'
import { scopeText } from './scope.ts'
import { type Looked, lookedAt } from './upstream.ts'
import { askProfile, askSuggestions, type PortProfile, type PortSuggestions, usePort } from './use-port.ts'

const Suggestions = lazy(() => import('../suggest/Suggestions.tsx'))

interface ColumnsProps {
  readonly profile: PortProfile
  /** By column, how many rules and repairs of it are suggested. */
  readonly suggested: ReadonlyMap<string, number>
  readonly onSuggested: (column: string) => void
  readonly label: string
  readonly waiting: boolean
  readonly onPick: (conditions: readonly ColumnCondition[]) => void
}

/** By column, those that it follows from. */
const followsOf = ({ dependencies }: PortProfile): ReadonlyMap<string, readonly string[]> => {
  const by = new Map<string, readonly string[]>()
  for (const { from, to } of dependencies.found) by.set(to, [...(by.get(to) ?? []), from])
  return by
}

const suggestedOf = (found: PortSuggestions | null): ReadonlyMap<string, number> => {
  const by = new Map<string, number>()
  for (const { columns } of [...(found?.rules ?? []), ...(found?.repairs ?? [])])
    for (const name of columns) by.set(name, (by.get(name) ?? 0) + 1)
  return by
}

const Columns = ({ profile, suggested, onSuggested, label, waiting, onPick }: ColumnsProps) => {
  const keys = useMemo(() => new Set(profile.keys.flatMap(key => (key.length === 1 ? key : []))), [profile])
  const follows = useMemo(() => followsOf(profile), [profile])
  return (
    <section className="profile-scroll" aria-label={label} aria-busy={waiting}>
      <table className="profile">
        <TableHead columns={['Column', 'Null', { right: 'Distinct' }, 'Range', 'Distribution', 'Most frequent']} />
        <tbody>
          {profile.columns.map(column => (
            <ProfileRow
              key={column.name}
              column={column}
              rows={profile.rows}
              isKey={keys.has(column.name)}
              follows={follows.get(column.name)?.join(' or ') ?? null}
              suggested={suggested.get(column.name) ?? 0}
              onSuggested={onSuggested}
              onPick={onPick}
            />
          ))}
        </tbody>
      </table>
    </section>
  )
}

const PortColumns = ({ looked, bar }: PanelProps & { readonly looked: Looked }) => {
  const { catalogue, session } = useEditor()
  const flow = useDocument(state => state.base)
  const [listing, setListing] = useState(false)
  const [about, setAbout] = useState<string | null>(null)
  const { found: profile, waiting, problem } = usePort(askProfile, looked.rows, true)
  const done = useMemo(() => doneAlong(flow, looked.rows), [flow, looked.rows])
  const suggestions = usePort(askSuggestions, looked.rows, listing, done)
  const { node, port } = looked
  const suggested = useMemo(() => suggestedOf(suggestions.found), [suggestions.found])
  const list = useCallback((column: string) => {
    setAbout(column)
    setListing(true)
  }, [])
  const wanted = useStore(suggestionCounts, state => state.wanted)
  useEffect(() => {
    if (wanted !== portKey(looked.rows)) return
    setAbout(null)
    setListing(true)
    suggestionCounts.setState({ wanted: null })
  }, [wanted, looked.rows])
  const count = (suggestions.found?.rules.length ?? 0) + (suggestions.found?.repairs.length ?? 0)
  const { found, of } = suggestions
  useEffect(() => {
    if (found && of !== null) putCount(looked.rows, { of, count: found.rules.length + found.repairs.length })
  }, [found, of, looked.rows])
  const onPick = useCallback(
    (conditions: readonly ColumnCondition[]) => session.getState().showMatchingRows(node, port, conditions),
    [session, node, port],
  )
  const title = (id: string) => titleOf(flow, catalogue, id)
  const scope = profile && { scope: profile.scope, rowCount: profile.rows, totalCount: profile.rows }
  return (
    <>
      {bar(
        <>
          <PortChooser looked={looked} />
          <ChipButton
            tone={listing ? 'on' : 'plain'}
            aria-pressed={listing}
            icon={<Lightbulb {...icon12} />}
            title="Rules and repairs that the rows suggest"
            onClick={() => {
              setAbout(null)
              setListing(old => !old)
            }}
          >
            Suggestions{count > 0 && <b>{count}</b>}
          </ChipButton>
          {scope && !listing && (
            <Chip tone="on" icon={<Scan {...icon12} />} title="What these figures are of">
              {scopeText(scope, false, title)}
              {waiting && scope.scope !== 'all' && ', reading all'}
            </Chip>
          )}
        </>,
      )}
      {problem && (
        <div className="sql-problem" role="alert">
          <SeverityGlyph severity="error" size={12} />
          <span>
            {profile && 'These are the figures of the last valid settings. '}
            <Words text={problem.message} />
          </span>
        </div>
      )}
      {listing ? (
        <Suspense fallback={<EmptyState icon={<Lightbulb {...icon20} />} title="Reading the rows" />}>
          <Suggestions looked={looked} answer={suggestions} about={about} onAbout={setAbout} bar={bar} />
        </Suspense>
      ) : profile ? (
        <Columns
          profile={profile}
          suggested={suggested}
          onSuggested={list}
          label={`Profile of ${title(node)}, ${port}`}
          waiting={waiting}
          onPick={onPick}
        />
      ) : (
        !problem && <EmptyState icon={<ChartColumn {...icon20} />} title="Reading the rows" />
      )}
    </>
  )
}

/** What the columns of the shown port hold: figures, bars and values, each a way to its rows. */
export const ProfilePanel = ({ bar }: PanelProps) => {
  const { catalogue } = useEditor()
  const shown = useSession(state => state.shown)
  const flow = useDocument(state => state.base)
  const looked = useMemo(() => shown && lookedAt(flow, catalogue, shown.node, shown.port), [flow, catalogue, shown])
  if (looked) return <PortColumns key={`${looked.rows.node}.${looked.rows.port}`} looked={looked} bar={bar} />
  return (
    <EmptyState icon={<Scan {...icon20} />} title="Select a node or an edge">
      What its columns hold is shown here: figures, bars and values, each a way to its rows.
    </EmptyState>
  )
}
