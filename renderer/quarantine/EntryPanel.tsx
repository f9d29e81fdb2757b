import { EyeOff, Trash2, Undo2, X } from 'lucide-react'
import { useState } from 'react'
import { ReasonItems } from '../grid/ReasonItems.tsx'
import type { ReasonActions } from '../grid/reasons.ts'
import { Button } from '../ui/Button.tsx'
import { IconButton } from '../ui/IconButton.tsx'
import { icon12, icon14 } from '../ui/icon.ts'
import { TextField } from '../ui/TextField.tsx'
import { EntryLine } from './EntryLine.tsx'
import type { Entries } from './entries-state.ts'
import { type Entry, type EntryColumn, lineOf, type Way } from './entry.ts'
import { StateGlyph } from './StateGlyph.tsx'
import { stateWords } from './states.ts'
import { countText, momentText, placeText } from './words.ts'

export interface EntryPanelProps {
  readonly entries: Entries
  readonly entry: Entry | undefined
  readonly index: number | null
  /** All selected rows, where there are several. */
  readonly selected: number
  /** The current cell of the entry; -1 for none. */
  readonly cell: number
  readonly columns: readonly EntryColumn[]
  readonly way: Way
  readonly actions: ReasonActions
  readonly onIgnore: (ignored: boolean) => void
  readonly onRemove: () => void
  readonly onClose: () => void
  readonly onLeave: () => void
}

const exact = new Intl.NumberFormat('en-US')

const text = (value: string | null | undefined) =>
  value === null || value === undefined ? <i className="f3">null</i> : <span className="mono">{value}</span>

const Changes = ({ entry, columns }: { readonly entry: Entry; readonly columns: readonly EntryColumn[] }) => {
  const names = Object.keys(entry.patch?.set ?? {})
  if (names.length === 0) return null
  const nowOf = (name: string) => entry.cells[columns.findIndex(each => each.name.toLowerCase() === name.toLowerCase())]
  return (
    <dl className="entry-changes">
      {names.map(name => (
        <div key={name}>
          <dt className="el">{name}</dt>
          <dd>
            <s>{text(entry.patch?.was[name])}</s> {text(entry.patch?.set[name])}
            {entry.state === 'stale' && (
              <span className="entry-now">
                the row now has {text(nowOf(name))}, the correction expects {text(entry.patch?.was[name])}
              </span>
            )}
          </dd>
        </div>
      ))}
    </dl>
  )
}

const Note = ({ entries, entry }: { readonly entries: Entries; readonly entry: Entry }) => {
  const before = entry.patch?.note ?? ''
  const [note, setNote] = useState(before)
  const keep = () => {
    if (note === before || !entry.patch) return
    const { line, set } = entry.patch
    void entries.change(
      [entry],
      [line === null ? { entry: entry.id, set, note } : { entry: entry.id, line, note }],
      'Note',
    )
  }
  return (
    <TextField
      size="sm"
      className="entry-note"
      value={note}
      onChange={setNote}
      onBlur={keep}
      onKeyDown={event => event.key === 'Enter' && keep()}
      placeholder="why it was corrected"
      aria-label="Note of the correction"
    />
  )
}

const Facts = ({ entry }: { readonly entry: Entry }) => (
  <dl className="entry-facts">
    {entry.place && (
      <div>
        <dt>Stood at</dt>
        <dd className="mono">{placeText(entry)}</dd>
      </div>
    )}
    <div>
      <dt>First seen</dt>
      <dd className="tnum">{momentText(entry.firstSeen)}</dd>
    </div>
    <div>
      <dt>Last seen</dt>
      <dd className="tnum">{momentText(entry.lastSeen)}</dd>
    </div>
    <div>
      <dt>As of</dt>
      <dd className="tnum">{momentText(entry.asOf)}</dd>
    </div>
    <div>
      <dt>Run</dt>
      <dd className="mono el" title={entry.run}>
        {entry.run}
      </dd>
    </div>
  </dl>
)

const Correction = (props: EntryPanelProps & { readonly entry: Entry }) => {
  const { entries, entry, columns, way, onRemove } = props
  const { patch } = entry
  if (!patch && !entry.why) return null
  return (
    <section className="entry-part">
      <p className="entry-title">Correction{patch?.at && <span className="f3"> of {momentText(patch.at)}</span>}</p>
      {entry.why && <p className={entry.state === 'stale' ? 'entry-why stale' : 'entry-why'}>{entry.why}</p>}
      {patch && <Changes entry={entry} columns={columns} />}
      {patch && entry.state !== 'stale' && <Note key={`${entry.id} ${patch.note}`} entries={entries} entry={entry} />}
      {patch && entry.state !== 'resolved' && (
        <div className="entry-acts">
          {entry.state === 'stale' && way === 'rows' && (
            <Button
              size="sm"
              title="Makes the correction anew of what the row has now"
              onClick={() => void entries.change([entry], [{ entry: entry.id, set: patch.set }], 'Correct anew')}
            >
              Replace it
            </Button>
          )}
          <Button size="sm" variant="ghost" icon={<Trash2 {...icon12} />} onClick={onRemove}>
            Remove the correction
          </Button>
        </div>
      )}
      {entry.state === 'stale' && (
        <p className="f3">Left alone it stays in the file, and is replayed where it fits again.</p>
      )}
    </section>
  )
}

const Body = (props: EntryPanelProps & { readonly entry: Entry }) => {
  const { entries, entry, cell, columns, way, actions, onIgnore } = props
  return (
    <div className="reasons">
      <Correction {...props} />
      {entry.place && way === 'lines' && (
        <EntryLine key={`${entry.id} ${lineOf(entry)}`} entries={entries} entry={entry} cell={cell} columns={columns} />
      )}
      <ReasonItems flags={entry.flags} unevaluated={[]} columns={columns} values={entry.cells} {...actions} />
      <section className="entry-part">
        <Facts entry={entry} />
        {entry.state !== 'resolved' && (
          <div className="entry-acts">
            {entry.state === 'ignored' ? (
              <Button size="sm" icon={<Undo2 {...icon12} />} onClick={() => onIgnore(false)}>
                Take it up again
              </Button>
            ) : (
              <Button size="sm" variant="ghost" icon={<EyeOff {...icon12} />} onClick={() => onIgnore(true)}>
                Ignore this row
              </Button>
            )}
          </div>
        )}
      </section>
    </div>
  )
}

const Several = ({ selected, onIgnore, onRemove }: Pick<EntryPanelProps, 'selected' | 'onIgnore' | 'onRemove'>) => (
  <div className="reasons">
    <section className="entry-part">
      <p className="f2">Type a value and press Ctrl Enter to put it into the current column of all of them.</p>
      <div className="entry-acts">
        <Button size="sm" icon={<EyeOff {...icon12} />} onClick={() => onIgnore(true)}>
          Ignore {countText(selected, 'row')}
        </Button>
        <Button size="sm" variant="ghost" icon={<Trash2 {...icon12} />} onClick={onRemove}>
          Remove their corrections
        </Button>
      </div>
    </section>
  </div>
)

/** All of the current row, beside the rows: why it is here, where it stood, and its correction before and after. */
export const EntryPanel = (props: EntryPanelProps) => {
  const { entry, index, selected, onClose, onLeave } = props
  return (
    <aside
      className="grid-aside entry-panel"
      tabIndex={-1}
      aria-label="All of the row"
      onKeyDown={event => {
        if (event.key !== 'Escape') return
        event.stopPropagation()
        onLeave()
      }}
    >
      <header>
        {selected > 1 ? (
          <b>{countText(selected, 'row')}</b>
        ) : (
          <>
            <b>{index === null ? 'Kept row' : `Row ${exact.format(index + 1)}`}</b>
            {entry && (
              <span className="entry-state">
                <StateGlyph state={entry.state} /> {stateWords[entry.state].title}
              </span>
            )}
          </>
        )}
        <span className="sp" />
        <IconButton size="sm" label="Close" icon={<X {...icon14} />} onClick={onClose} />
      </header>
      {selected > 1 ? (
        <Several {...props} />
      ) : entry ? (
        <Body key={entry.id} {...props} entry={entry} />
      ) : (
        <p className="f3 entry-hint">
          Select a row: why it is here, where it stood and its correction are shown here. Enter or F2 corrects a cell.
        </p>
      )}
    </aside>
  )
}
