import { ChevronDown, ChevronUp } from 'lucide-react'
import { lazy, type ReactNode, Suspense, useState } from 'react'
import { createPortal } from 'react-dom'
import type { DockTab } from '../store/session.ts'
import { useEditor, useFacts, useRun, useSession } from '../store/use-editor.ts'
import { IconButton } from '../ui/IconButton.tsx'
import { icon14 } from '../ui/icon.ts'
import { Tabs } from '../ui/Tabs.tsx'
import { DataPanel } from './DataPanel.tsx'
import './dock.css'
import { ProblemsPanel } from './ProblemsPanel.tsx'
import { ProfilePanel } from './ProfilePanel.tsx'
import { SqlPanel } from './SqlPanel.tsx'

export interface PanelProps {
  /** Puts chips at the end of the tab bar. */
  readonly bar: (chips: ReactNode) => ReactNode
}

const QuarantinePanel = lazy(async () => ({
  default: (await import('../quarantine/QuarantinePanel.tsx')).QuarantinePanel,
}))

const RunsPanel = lazy(() => import('../runs/RunsPanel.tsx'))

const panels = {
  data: DataPanel,
  profile: ProfilePanel,
  quarantine: QuarantinePanel,
  problems: ProblemsPanel,
  sql: SqlPanel,
  runs: RunsPanel,
}

/** Rows, profile, kept rows, problems and SQL of what is selected, and the runs of the flow, below the canvas. */
export const Dock = () => {
  const { session } = useEditor()
  const { open, tab } = useSession(state => state.dock)
  const problems = useFacts(state => state.problems.length)
  const failures = useRun(state => state.problems.length)
  const [end, setEnd] = useState<HTMLElement | null>(null)
  const { setDock } = session.getState()
  const Panel = panels[tab]
  return (
    <section className="dock" aria-label="Data, profile, quarantine, problems, SQL and runs">
      <Tabs<DockTab>
        label="Dock"
        value={tab}
        tabs={[
          { value: 'data', label: 'Data' },
          { value: 'profile', label: 'Profile' },
          { value: 'quarantine', label: 'Quarantine' },
          { value: 'problems', label: 'Problems', count: problems + failures },
          { value: 'sql', label: 'SQL' },
          { value: 'runs', label: 'Runs' },
        ]}
        onChange={next => setDock({ tab: next, open: true })}
        end={
          <>
            <span ref={setEnd} className="dock-end" />
            <IconButton
              size="sm"
              label={open ? 'Hide the dock' : 'Show the dock'}
              keys="Ctrl J"
              icon={open ? <ChevronDown {...icon14} /> : <ChevronUp {...icon14} />}
              onClick={() => setDock({ open: !open })}
            />
          </>
        }
      >
        {open && (
          <Suspense fallback={null}>
            <Panel bar={chips => end && createPortal(chips, end)} />
          </Suspense>
        )}
      </Tabs>
    </section>
  )
}
