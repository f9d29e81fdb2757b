import { Check, ChevronDown, Play, Square } from 'lucide-react'
import { useEffect, useState } from 'react'
import { runCommand } from '../app/commands.ts'
import { keyLabel } from '../app/keys.ts'
import { formatTime } from '../canvas/count.ts'
import { useEditor, useFacts, useRun, useSession } from '../store/use-editor.ts'
import { Button } from '../ui/Button.tsx'
import { icon12, icon14 } from '../ui/icon.ts'
import { Menu } from '../ui/Menu.tsx'
import { StateLight } from '../ui/StateLight.tsx'

const CheckButton = () => {
  const editor = useEditor()
  const count = useFacts(state => state.problems.length)
  const errors = useFacts(state => state.problems.some(problem => problem.severity === 'error'))
  const checking = useFacts(state => state.checking)
  return (
    <Button
      icon={<Check {...icon14} />}
      aria-busy={checking}
      onClick={() => runCommand(editor, 'check')}
      title="Check everything that can be known without running (F7)"
    >
      Check
      {count > 0 && <span className={errors ? 'count error tnum' : 'count tnum'}>{count}</span>}
    </Button>
  )
}

const useElapsed = (since: number | null) => {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 250)
    return () => clearInterval(timer)
  }, [])
  return since === null ? 0 : Math.max(0, now - since)
}

const over = new Set(['ran', 'cached', 'skipped', 'failed', 'gated', 'staged', 'cancelled'])

const Running = () => {
  const all = useRun(state => Object.keys(state.nodes).length)
  const done = useRun(state => Object.values(state.nodes).filter(node => over.has(node.status)).length)
  const part = useRun(state =>
    Object.values(state.nodes).reduce((sum, node) => sum + (over.has(node.status) ? 1 : (node.progress ?? 0)), 0),
  )
  const elapsed = useElapsed(useRun(state => state.startedAt))
  return (
    <div className="running" role="status" aria-label={`Running, ${done} of ${all} nodes done`}>
      <StateLight state="running" />
      <span className="sp">Running</span>
      <span className="x f2 tnum">
        {done} of {all} · {formatTime(elapsed)}
      </span>
      <span className="running-bar" style={{ width: `${all === 0 ? 0 : (part / all) * 100}%` }} />
    </div>
  )
}

/** Check, Run and Stop. Run is the one main button in sight. */
export const RunButtons = () => {
  const editor = useEditor()
  const status = useRun(state => state.status)
  const running = status === 'running'
  const selected = useSession(state => state.selection.length > 0)
  return (
    <>
      <CheckButton />
      {running ? (
        <Running />
      ) : (
        <span className="split">
          <Button
            variant="main"
            icon={<Play {...icon14} />}
            onClick={() => runCommand(editor, 'run')}
            title="Run to the sinks (Ctrl Enter)"
          >
            {status === 'idle' ? 'Run' : 'Run again'}
          </Button>
          <Menu
            align="end"
            trigger={
              <Button variant="main" aria-label="More ways to run">
                <ChevronDown {...icon12} />
              </Button>
            }
            entries={[
              { label: 'Run to the sinks', keys: keyLabel('Ctrl+Enter'), onSelect: () => runCommand(editor, 'run') },
              {
                label: 'Run to the selected nodes',
                keys: keyLabel('Ctrl+Shift+Enter'),
                disabled: !selected,
                onSelect: () => runCommand(editor, 'run-to'),
              },
              {
                label: 'Show what a run would write',
                keys: keyLabel('Alt+Enter'),
                onSelect: () => runCommand(editor, 'dry-run'),
              },
            ]}
          />
        </span>
      )}
      <Button icon={<Square {...icon12} />} disabled={!running} onClick={() => runCommand(editor, 'stop')}>
        Stop
      </Button>
    </>
  )
}
