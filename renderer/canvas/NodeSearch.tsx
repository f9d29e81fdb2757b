import { Search } from 'lucide-react'
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { addFound } from '../palette/add.ts'
import { EntryAbout, EntryName } from '../palette/EntryName.tsx'
import { fetchFunctions, knownFunctions } from '../palette/functions.ts'
import { putEntry } from '../palette/put.ts'
import { type Found, groupTitles, searchKinds } from '../palette/search.ts'
import type { Editor } from '../store/editor.ts'
import { fittingPort } from '../store/graph-edits.ts'
import { portsOfKind, titleOf } from '../store/ports.ts'
import { useEditor } from '../store/use-editor.ts'
import { addSearch, closeSearch, type SearchRequest } from './add-search.ts'
import { canvasApi } from './canvas-api.ts'
import { cardHeight, freePlace, portY } from './geometry.ts'

const width = 280
const height = 320

/** What can stand at the place asked for: after an output only what has an input, before an input only what has an output. */
const fits = (
  entry: Found,
  request: SearchRequest,
  port: (kind: string, side: 'inputs' | 'outputs') => string | null,
) => {
  const { kind } = entry.kind
  if (request.onEdge) return port(kind, 'inputs') !== null && port(kind, 'outputs') !== null
  if (request.after) return port(kind, 'inputs') !== null
  return request.before ? port(kind, 'outputs') !== null : true
}

/** How the one selected node is called, behind which a node is added where nothing else is asked for. */
const selectedTitle = ({ session, document, catalogue }: Editor): string | null => {
  const [id, ...others] = session.getState().selection
  const { flow } = document.getState()
  return id !== undefined && others.length === 0 && flow.nodes[id] ? titleOf(flow, catalogue, id) : null
}

const SearchBox = ({ request }: { readonly request: SearchRequest }) => {
  const editor = useEditor()
  const { catalogue } = editor
  const functions = useStore(knownFunctions, state => state.list)
  const [query, setQuery] = useState('')
  const [active, setActive] = useState(0)
  const list = useRef<HTMLDivElement>(null)
  const id = useId()
  const behind = request.after || request.before || request.onEdge ? null : selectedTitle(editor)
  const found = useMemo(
    () =>
      searchKinds(catalogue, query, functions).filter(entry =>
        fits(entry, request, (kind, side) => fittingPort(catalogue, kind, side)),
      ),
    [catalogue, query, request, functions],
  )
  const at = Math.min(active, found.length - 1)
  useEffect(() => void fetchFunctions(), [])
  useEffect(() => {
    list.current?.children[at]?.scrollIntoView({ block: 'nearest' })
  }, [at])

  const choose = (entry: Found) => {
    const api = canvasApi.getState().api
    if (behind !== null) {
      closeSearch()
      addFound(editor, entry)
      return
    }
    const place = api?.toFlow(request) ?? { x: 0, y: 0 }
    const wired = request.after
      ? { x: 0, y: -portY(0) }
      : request.before
        ? { x: -172, y: -portY(0) }
        : { x: -86, y: -14 }
    const { x: _, y: __, ...ends } = request
    const { flow } = editor.document.getState()
    const height = cardHeight(portsOfKind(catalogue, entry.kind.kind, entry.settings) ?? { inputs: [], outputs: [] })
    const wish = { x: place.x + wired.x, y: place.y + wired.y }
    const at = request.onEdge ? wish : freePlace(flow, catalogue, wish, height)
    const added = putEntry(editor, entry, at, ends)
    closeSearch()
    requestAnimationFrame(() => api?.focus(added))
  }
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation()
    if (event.key === 'Escape') closeSearch()
    if (event.key === 'ArrowDown') setActive(Math.min(at + 1, found.length - 1))
    if (event.key === 'ArrowUp') setActive(Math.max(at - 1, 0))
    const entry = found[at]
    if (event.key === 'Enter' && entry) choose(entry)
    if (['Enter', 'ArrowDown', 'ArrowUp'].includes(event.key)) event.preventDefault()
  }
  const left = Math.max(8, Math.min(request.x, window.innerWidth - width - 8))
  const top = Math.max(8, Math.min(request.y, window.innerHeight - height - 8))
  return (
    <div
      className="node-search"
      role="dialog"
      aria-label="Add a node"
      style={{ left, top, width, maxHeight: height }}
      onKeyDown={onKeyDown}
    >
      <label className="search-field">
        <Search size={14} strokeWidth={1.75} aria-hidden="true" />
        <input
          ref={input => input?.focus()}
          role="combobox"
          aria-expanded="true"
          aria-controls={id}
          aria-activedescendant={found[at] ? `${id}-${at}` : undefined}
          aria-label="Search nodes"
          placeholder={
            request.after || request.before ? 'What fits here' : behind ? `Add behind ${behind}` : 'Add a node'
          }
          value={query}
          onChange={event => {
            setQuery(event.target.value)
            setActive(0)
          }}
          onBlur={event => {
            if (!event.relatedTarget?.closest?.('.node-search')) closeSearch()
          }}
        />
      </label>
      <div className="search-list" role="listbox" id={id} ref={list} aria-label="Nodes">
        {found.map((entry, index) => (
          <div
            key={entry.key}
            id={`${id}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === at}
            className={index === at ? 'pal-i on' : 'pal-i'}
            onPointerMove={() => setActive(index)}
            onPointerDown={event => {
              event.preventDefault()
              choose(entry)
            }}
          >
            <EntryName entry={entry} />
            {!entry.offer && <span className="x">{groupTitles[entry.kind.group]}</span>}
          </div>
        ))}
      </div>
      {found.length === 0 && (
        <p className="search-none">Nothing is called that. Try another word, such as “join” or “csv”.</p>
      )}
      {found[at] && (
        <p className="search-about">
          <EntryAbout entry={found[at]} />
        </p>
      )}
    </div>
  )
}

/** The search at the pointer, opened by a double click, Space, a free port's plus, or a connection let go on the empty canvas. */
export const NodeSearch = () => {
  const request = useStore(addSearch, state => state.request)
  return request && <SearchBox key={`${request.x},${request.y}`} request={request} />
}
