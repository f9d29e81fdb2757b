import { Cpu, Database, MemoryStick, TriangleAlert } from 'lucide-react'
import { formatTime } from '../canvas/count.ts'
import { titleOf } from '../store/ports.ts'
import { useDocument, useEditor, useFacts, useFiles, useHost, useRun, useSession } from '../store/use-editor.ts'
import { StateLight } from '../ui/StateLight.tsx'
import { Words } from '../ui/Words.tsx'
import { bytes } from './file-size.ts'

const icon = { size: 12, strokeWidth: 1.75, 'aria-hidden': true } as const

const endings = { succeeded: 'done', failed: 'failed', gated: 'gated', cancelled: 'stopped' } as const

const RunWord = () => {
  const { catalogue } = useEditor()
  const status = useRun(state => state.status)
  const active = useRun(state =>
    Object.entries(state.nodes)
      .filter(([, node]) => node.status === 'running')
      .map(([id]) => id)
      .join(' '),
  )
  const doing = useRun(state => {
    const { doing, progress = 0 } = Object.values(state.nodes).find(node => node.doing !== undefined) ?? {}
    return doing && `${doing[0]!.toUpperCase()}${doing.slice(1)} ${Math.round(progress * 100)} %`
  })
  const ms = useRun(state =>
    state.startedAt !== null && state.finishedAt !== null ? state.finishedAt - state.startedAt : null,
  )
  const flow = useDocument(state => state.flow)
  if (status === 'idle') return null
  const titles = active
    .split(' ')
    .filter(Boolean)
    .map(id => titleOf(flow, catalogue, id))
  const time = ms === null ? '' : formatTime(ms)
  const words = {
    running: doing ?? (titles.length ? `Running ${titles.join(', ')}` : 'Running'),
    succeeded: `Last run done in ${time}`,
    failed: `Last run failed after ${time}`,
    gated: 'The run was stopped, nothing was published',
    cancelled: `Run stopped after ${time}`,
  } as const
  return (
    <span className="row">
      <StateLight state={status === 'running' ? 'running' : endings[status]} />
      {words[status]}
    </span>
  )
}

const Problems = () => {
  const { session } = useEditor()
  const count = useFacts(state => state.problems.length)
  return (
    <button
      type="button"
      className="row link"
      onClick={() => session.getState().setDock({ open: true, tab: 'problems' })}
    >
      <TriangleAlert {...icon} />
      {count === 1 ? '1 problem' : `${count} problems`}
    </button>
  )
}

const Memory = () => {
  const used = useHost(state => state.memoryBytes)
  const spilled = useHost(state => state.spilledBytes)
  const allowed = useHost(state => state.hello?.memoryBytes ?? null)
  if (allowed === null) return null
  if (used === null)
    return (
      <span className="row">
        <MemoryStick {...icon} />
        {bytes(allowed)} allowed
      </span>
    )
  return (
    <span className="row tnum">
      <MemoryStick {...icon} />
      {bytes(used)} of {bytes(allowed)}
      <span className="meter" aria-hidden="true">
        <span style={{ width: `${Math.min(100, (used / allowed) * 100)}%` }} />
      </span>
      {spilled > 0 && <span className="f3">{bytes(spilled)} on disk</span>}
    </span>
  )
}

/** What runs, what is wrong, and what the machine gives. */
export const StatusBar = () => {
  const { files } = useEditor()
  const atStart = useSession(state => state.atStart)
  const notice = useFiles(state => state.notice)
  const connected = useHost(state => state.connected)
  const engine = useHost(state => state.hello?.engine)
  const threads = useHost(state => state.hello?.threads)
  return (
    <footer className="statusbar">
      <div className="row" role="status">
        {!connected && <span className="row err">The engine does not answer. Reload the page when it is back.</span>}
        {notice && (
          <span className={notice.problem ? 'row err' : 'row'}>
            {notice.problem && <TriangleAlert {...icon} />}
            <Words text={notice.text} />
            {notice.action && (
              <button type="button" className="link acc" onClick={notice.action.run}>
                {notice.action.label}
              </button>
            )}
            <button type="button" className="link f3" onClick={() => files.getState().notify(null)}>
              Dismiss
            </button>
          </span>
        )}
        {!atStart && <RunWord />}
      </div>
      {!atStart && <Problems />}
      <span className="sp" />
      {engine && (
        <span className="row">
          <Database {...icon} />
          duckdb {engine}
        </span>
      )}
      {threads !== undefined && (
        <span className="row tnum">
          <Cpu {...icon} />
          {threads} threads
        </span>
      )}
      <Memory />
    </footer>
  )
}
