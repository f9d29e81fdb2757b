import { ChevronDown, ChevronUp, Maximize } from 'lucide-react'
import { useCallback, useState } from 'react'
import type { GridState } from '../grid/page-store.ts'
import { useSession } from '../store/use-editor.ts'
import { Chip } from '../ui/Chip.tsx'
import { IconButton } from '../ui/IconButton.tsx'
import { icon12, icon14 } from '../ui/icon.ts'
import { Tabs } from '../ui/Tabs.tsx'
import { DataTab, NothingShown } from './DataTab.tsx'
import './dock.css'
import { PortChooser } from './PortChooser.tsx'
import { ProblemsTab, useProblems } from './ProblemsTab.tsx'
import { SqlTab } from './SqlTab.tsx'
import { scopeText } from './scope.ts'
import { useShown } from './use-shown.ts'

/** Below the canvas: rows, problems, SQL. */
export const Dock = () => {
  const { open, tab } = useSession(state => state.dock)
  const setDock = useSession(state => state.setDock)
  const shown = useShown()
  const problems = useProblems()
  const [state, setState] = useState<GridState | null>(null)
  const told = useCallback((next: GridState) => setState(next), [])
  const Chevron = open ? ChevronDown : ChevronUp
  const end = (
    <>
      {shown && tab !== 'problems' && <PortChooser shown={shown} />}
      {shown && tab === 'data' && (
        <Chip tone="on" icon={<Maximize {...icon12} />} title="What these rows are of">
          <span className="tnum" data-testid="scope">
            {scopeText(state?.scope ?? null, state?.totalCount ?? null)}
          </span>
        </Chip>
      )}
      <IconButton
        size="sm"
        icon={<Chevron {...icon14} />}
        label={open ? 'Hide the dock' : 'Show the dock'}
        onClick={() => setDock({ open: !open })}
      />
    </>
  )
  return (
    <section className="dock" aria-label="Dock">
      <Tabs
        label="Dock"
        value={tab}
        tabs={[
          { value: 'data', label: 'Data' },
          { value: 'problems', label: 'Problems', count: problems.length },
          { value: 'sql', label: 'SQL' },
        ]}
        onChange={next => setDock({ tab: next, open: true })}
        end={end}
      >
        {open &&
          tab === 'data' &&
          (shown ? <DataTab key={shown.node} shown={shown} onState={told} /> : <NothingShown />)}
        {open && tab === 'problems' && <ProblemsTab />}
        {open && tab === 'sql' && (shown ? <SqlTab shown={shown} /> : <NothingShown />)}
      </Tabs>
    </section>
  )
}
