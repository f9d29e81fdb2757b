import { FilePlus2, FolderOpen, Plus, Search } from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import { runCommand } from '../app/commands.ts'
import type { RecentFlow } from '../store/files.ts'
import { useEditor, useFiles, useHost } from '../store/use-editor.ts'
import { Button } from '../ui/Button.tsx'
import { icon14 } from '../ui/icon.ts'
import { StateLight } from '../ui/StateLight.tsx'
import { FlowSketch } from './FlowSketch.tsx'
import './start.css'

const day = 86_400_000

/** When a flow was opened, as near as one remembers it. */
const when = (time: number, now: number): string => {
  const date = new Date(time)
  const midnight = new Date(now).setHours(0, 0, 0, 0)
  if (time >= midnight) return `Today ${date.toTimeString().slice(0, 5)}`
  if (time >= midnight - day) return 'Yesterday'
  return `${date.getDate()} ${date.toLocaleString('en-GB', { month: 'long' })}${date.getFullYear() === new Date(now).getFullYear() ? '' : ` ${date.getFullYear()}`}`
}

const Samples = () => {
  const { files } = useEditor()
  const samples = useHost(state => state.hello?.samples)
  if (!samples?.length) return null
  return (
    <section aria-labelledby="samples">
      <div className="start-head">
        <h2 id="samples">Start from a sample</h2>
        <span className="f3">Each has dirty rows to look at</span>
      </div>
      <ul className="samples">
        {samples.map(sample => (
          <li key={sample.name}>
            <button type="button" className="sample" onClick={() => void files.getState().open(sample.path)}>
              <FlowSketch text={sample.text} />
              <span className="sample-text">
                <b>{sample.title}</b>
                <span className="f2">{sample.description}</span>
                <span className="x f3">{sample.nodes} nodes</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}

const RecentRow = ({ flow, now }: { readonly flow: RecentFlow; readonly now: number }) => {
  const { files } = useEditor()
  return (
    <li>
      <button
        type="button"
        className="recent"
        disabled={!flow.exists}
        onClick={() => void files.getState().open(flow.path)}
      >
        {flow.exists ? <span className="state-gap" /> : <StateLight state="failed" />}
        <span className="m el name">{flow.name}</span>
        <span className="f3 el path" title={flow.path}>
          {flow.path}
        </span>
        <span className="f2">{flow.exists ? '' : 'file missing'}</span>
        <span className="f3 r tnum date">{when(flow.openedAt, now)}</span>
      </button>
    </li>
  )
}

const Recent = () => {
  const recent = useFiles(state => state.recent)
  const [query, setQuery] = useState('')
  const now = useMemo(() => Date.now(), [])
  if (recent.length === 0) return null
  const found = recent.filter(flow => `${flow.name} ${flow.path}`.toLowerCase().includes(query.trim().toLowerCase()))
  return (
    <section aria-labelledby="recent">
      <div className="start-head">
        <h2 id="recent">Recent</h2>
        <span className="sp" />
        <label className="search-field soft">
          <Search size={12} strokeWidth={1.75} aria-hidden="true" />
          <input
            aria-label="Find a flow"
            placeholder="Find a flow"
            value={query}
            onChange={event => setQuery(event.target.value)}
          />
        </label>
      </div>
      <ul className="recents">
        {found.map(flow => (
          <RecentRow key={flow.path} flow={flow} now={now} />
        ))}
        {found.length === 0 && <li className="recents-none f3">No recent flow is called that.</li>}
      </ul>
    </section>
  )
}

/** What stands in place of a flow: three samples, the flows opened last, and an empty one. */
export const StartPage = () => {
  const editor = useEditor()
  useEffect(() => void editor.files.getState().refreshRecent(), [editor])
  return (
    <main className="start">
      <div className="start-page">
        <div className="start-open">
          <FilePlus2 size={24} strokeWidth={1.75} aria-hidden="true" />
          <h1>Open a flow, or begin a new one</h1>
          <p className="f2">
            A flow reads CSV, Parquet and JSON of any size. Drop a file here to begin with it: it is read, never
            changed.
          </p>
          <div className="row">
            <Button variant="main" icon={<FolderOpen {...icon14} />} onClick={() => runCommand(editor, 'open')}>
              Open a flow
            </Button>
            <Button icon={<Plus {...icon14} />} onClick={() => runCommand(editor, 'new')}>
              Empty flow
            </Button>
          </div>
        </div>
        <Samples />
        <Recent />
      </div>
    </main>
  )
}
