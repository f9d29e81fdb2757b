import { ArrowUp, File, FileJson2, Folder } from 'lucide-react'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import type { CallOutput } from '#rpc/contract.ts'
import type { PickKind } from '../store/files.ts'
import { problemOf } from '../store/problem-of.ts'
import { useDocument, useEditor } from '../store/use-editor.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { IconButton } from '../ui/IconButton.tsx'
import { icon14 } from '../ui/icon.ts'
import { TextField } from '../ui/TextField.tsx'
import { fileSize } from './file-size.ts'

type Listing = CallOutput<'list'>
type Entry = Listing['entries'][number]

const titles = {
  openFlow: 'Open a flow',
  saveFlow: 'Save the flow',
  openData: 'Choose a file',
  saveData: 'Save to',
} as const satisfies Record<PickKind, string>

const isFlow = (entry: Entry) => entry.name.endsWith('.json')

const nameOf = (path: string) => path.split(/[\\/]/).at(-1) ?? path

const joined = (folder: string, name: string) =>
  `${folder.replace(/[\\/]$/, '')}${folder.includes('\\') ? '\\' : '/'}${name}`

const withEnding = (kind: PickKind, name: string) =>
  kind === 'saveFlow' && !name.endsWith('.json') ? `${name}.flow.json` : name

interface FileBrowserProps {
  readonly kind: PickKind
  readonly current: string | null
  readonly choose: (path: string | null) => void
}

/** The host's files, folder by folder, within what it was started for. */
export const FileBrowser = ({ kind, current, choose }: FileBrowserProps) => {
  const { client } = useEditor()
  const flowPath = useDocument(state => state.path)
  const saves = kind === 'saveFlow' || kind === 'saveData'
  const [listing, setListing] = useState<Listing | null>(null)
  const [failure, setFailure] = useState<string | null>(null)
  const [name, setName] = useState(current === null ? '' : nameOf(current))
  const [chosen, setChosen] = useState<string | null>(null)
  const [confirmed, setConfirmed] = useState(false)
  const list = useRef<HTMLUListElement>(null)
  const field = useRef<HTMLInputElement>(null)

  const go = (folder: string | null) => {
    setChosen(null)
    client.call('list', { folder }).then(
      next => {
        setListing(next)
        setFailure(null)
      },
      error => setFailure(problemOf(error).message),
    )
  }
  useEffect(() => {
    const folder = flowPath === null ? null : flowPath.slice(0, flowPath.length - nameOf(flowPath).length - 1)
    const list = (of: string | null) => client.call('list', { folder: of })
    list(folder)
      .catch(() => list(null))
      .then(setListing, error => setFailure(problemOf(error).message))
  }, [client, flowPath])

  const entries = (listing?.entries ?? []).filter(
    entry => entry.folder || (kind !== 'openFlow' && kind !== 'saveFlow') || isFlow(entry),
  )
  const sorted = entries.toSorted((a, b) => Number(b.folder) - Number(a.folder) || a.name.localeCompare(b.name))

  const take = (entry: Entry) => {
    if (entry.folder) return go(entry.path)
    if (saves) return setName(entry.name)
    choose(entry.path)
  }
  const confirm = () => {
    if (!saves) return chosen !== null ? choose(chosen) : undefined
    if (name.trim()) setConfirmed(true)
  }
  // Enter may come before the folder is known: it is not lost.
  useEffect(() => {
    if (!confirmed || !listing) return
    setConfirmed(false)
    choose(joined(listing.folder, withEnding(kind, name.trim())))
  }, [confirmed, listing, kind, name, choose])
  const onListKey = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (event.key === 'Backspace' && listing?.parent) go(listing.parent)
    if (step === 0) return
    event.preventDefault()
    const buttons = [...(list.current?.querySelectorAll('button') ?? [])]
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement)
    buttons[Math.max(0, Math.min(buttons.length - 1, at + step))]?.focus()
  }

  const footer = (
    <>
      {saves && (
        <TextField
          ref={field}
          className="files-name"
          aria-label="File name"
          placeholder="File name"
          value={name}
          onChange={setName}
          onKeyDown={event => {
            if (event.key !== 'Enter') return
            // the field that the focus goes back to must not get the key as well
            event.preventDefault()
            confirm()
          }}
        />
      )}
      <span className="sp" />
      <Button onClick={() => choose(null)}>Cancel</Button>
      <Button variant="main" disabled={saves ? !(name.trim() && listing) : chosen === null} onClick={confirm}>
        {saves ? 'Save' : 'Open'}
      </Button>
    </>
  )

  return (
    <Dialog
      open
      focus={saves ? field : list}
      onClose={() => choose(null)}
      title={titles[kind]}
      width={640}
      actions={footer}
    >
      <div className="files-bar">
        <IconButton
          icon={<ArrowUp {...icon14} />}
          label="Parent folder"
          size="sm"
          disabled={!listing?.parent}
          onClick={() => go(listing?.parent ?? null)}
        />
        <span className="mono el" title={listing?.folder}>
          {listing?.folder}
        </span>
      </div>
      <ul className="files-list" tabIndex={-1} ref={list} aria-label="Files" onKeyDown={onListKey}>
        {sorted.map(entry => (
          <li key={entry.path}>
            <button
              type="button"
              className={chosen === entry.path ? 'file on' : 'file'}
              aria-pressed={chosen === entry.path}
              onClick={() => (entry.folder ? go(entry.path) : saves ? setName(entry.name) : setChosen(entry.path))}
              onDoubleClick={() => take(entry)}
              onKeyDown={event => {
                if (event.key !== 'Enter' || entry.folder) return
                event.preventDefault()
                take(entry)
              }}
            >
              {entry.folder ? <Folder {...icon14} /> : isFlow(entry) ? <FileJson2 {...icon14} /> : <File {...icon14} />}
              <span className="el">{entry.name}</span>
              <span className="sp" />
              {!entry.folder && <span className="x f3 tnum">{fileSize(entry.bytes)}</span>}
              <span className="x f3 tnum date">{new Date(entry.modified).toISOString().slice(0, 10)}</span>
            </button>
          </li>
        ))}
        {listing && sorted.length === 0 && (
          <li className="files-none">Nothing here that could be {saves ? 'replaced' : 'opened'}.</li>
        )}
        {failure && (
          <li className="files-none err" role="alert">
            {failure}
          </li>
        )}
      </ul>
    </Dialog>
  )
}
