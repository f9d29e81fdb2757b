import { ChevronDown, ChevronRight, History, Plus, Search, X } from 'lucide-react'
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { KindIcon } from '../app/KindIcon.tsx'
import { followDrag } from '../canvas/drag-kind.ts'
import { titleOf } from '../store/ports.ts'
import { useDocument, useEditor, useSession } from '../store/use-editor.ts'
import { addFound, receiver } from './add.ts'
import { EntryAbout, EntryName } from './EntryName.tsx'
import { fetchFunctions, knownFunctions } from './functions.ts'
import './palette.css'
import { recentKinds } from './recent.ts'
import { byGroup, type Found, groupTitles, plain, searchKinds } from './search.ts'

const Row = ({
  entry,
  active,
  add,
}: {
  readonly entry: Found
  readonly active: boolean
  readonly add: (entry: Found) => void
}) => (
  <li>
    <button
      type="button"
      className={active ? 'pal-i on' : 'pal-i'}
      data-kind={entry.key}
      title={entry.summary}
      onPointerDown={event => {
        if (event.button === 0) followDrag(event.nativeEvent, entry)
      }}
      onClick={() => add(entry)}
    >
      <EntryName entry={entry} />
      <Plus className="add" size={12} strokeWidth={1.75} aria-hidden="true" />
    </button>
  </li>
)

const Group = ({
  title,
  entries,
  add,
}: {
  readonly title: string
  readonly entries: readonly Found[]
  readonly add: (entry: Found) => void
}) => {
  const [open, setOpen] = useState(true)
  const Chevron = open ? ChevronDown : ChevronRight
  return (
    <section aria-label={title}>
      <h2>
        <button type="button" className="pal-h" aria-expanded={open} onClick={() => setOpen(!open)}>
          <Chevron size={12} strokeWidth={1.75} aria-hidden="true" />
          {title}
          <span className="n tnum">{entries.length}</span>
        </button>
      </h2>
      {open && (
        <ul>
          {entries.map(entry => (
            <Row key={entry.key} entry={entry} active={false} add={add} />
          ))}
        </ul>
      )}
    </section>
  )
}

const Recent = ({ add }: { readonly add: (entry: Found) => void }) => {
  const { catalogue } = useEditor()
  const kinds = useStore(recentKinds, state => state.kinds)
  const known = kinds.flatMap(kind => catalogue.get(kind) ?? [])
  if (known.length === 0) return null
  return (
    <section aria-label="Recent">
      <div className="pal-h">
        <History size={12} strokeWidth={1.75} aria-hidden="true" />
        Recent
      </div>
      <div className="pal-recent">
        {known.map(kind => (
          <button
            key={kind.kind}
            type="button"
            aria-label={`Add ${kind.title}`}
            title={kind.title}
            onPointerDown={event => event.button === 0 && followDrag(event.nativeEvent, plain(kind))}
            onClick={() => add(plain(kind))}
          >
            <KindIcon kind={kind.kind} />
          </button>
        ))}
      </div>
    </section>
  )
}

/** Every kind of node, search first: by title, by what it does, and by other tools' names for it. */
export const Palette = () => {
  const editor = useEditor()
  const [query, setQuery] = useState('')
  const [active, setActive] = useState(0)
  const input = useRef<HTMLInputElement>(null)
  const functions = useStore(knownFunctions, state => state.list)
  const found = useMemo(() => searchKinds(editor.catalogue, query, functions), [editor.catalogue, query, functions])
  const at = Math.min(active, found.length - 1)
  const selection = useSession(state => state.selection)
  const taker = found[at] ? receiver(editor, found[at], selection) : null
  const into = useDocument(state => taker && titleOf(state.flow, editor.catalogue, taker))
  const list = useRef<HTMLUListElement>(null)
  useEffect(() => {
    list.current?.children[at]?.scrollIntoView({ block: 'nearest' })
  }, [at])
  const add = (entry: Found) => addFound(editor, entry)
  const onKeyDown = (event: KeyboardEvent) => {
    const entry = query ? found[at] : undefined
    if (event.key === 'ArrowDown') setActive(Math.min(at + 1, found.length - 1))
    if (event.key === 'ArrowUp') setActive(Math.max(at - 1, 0))
    if (event.key === 'Escape') setQuery('')
    if (event.key === 'Enter' && entry) {
      add(entry)
      setQuery('')
    }
  }
  return (
    <nav className="palette" aria-label="Nodes">
      <div className="pal-search">
        <label className="search-field">
          <Search size={14} strokeWidth={1.75} aria-hidden="true" />
          <input
            ref={input}
            type="text"
            aria-label="Add a node"
            placeholder="Add a node"
            value={query}
            onFocus={() => void fetchFunctions()}
            onChange={event => {
              setQuery(event.target.value)
              setActive(0)
            }}
            onKeyDown={onKeyDown}
          />
          {query ? (
            <button type="button" aria-label="Clear the search" onClick={() => setQuery('')}>
              <X size={12} strokeWidth={1.75} />
            </button>
          ) : (
            <span className="kbd">Space</span>
          )}
        </label>
      </div>
      <div className="pal-scroll">
        {query ? (
          <ul ref={list} aria-label="Found nodes">
            {found.map((entry, index) => (
              <Row key={entry.key} entry={entry} active={index === at} add={add} />
            ))}
            {found.length === 0 && (
              <li className="pal-none">
                No node or function is called that. Try what it does: “join”, “email”, “round”.
              </li>
            )}
            {found[at] && (
              <li className="pal-about">
                <EntryAbout entry={found[at]} />
                {into && ` Enter adds it to ${into}.`}
              </li>
            )}
          </ul>
        ) : (
          <>
            <Recent add={add} />
            {byGroup(found).map(([group, entries]) => (
              <Group key={group} title={groupTitles[group]} entries={entries} add={add} />
            ))}
          </>
        )}
      </div>
    </nav>
  )
}
