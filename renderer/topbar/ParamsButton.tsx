import { ChevronDown, Settings2 } from 'lucide-react'
import { lazy, Suspense } from 'react'
import { useStore } from 'zustand'
import type { Parameter, ParameterValue } from '#core/flow/types.ts'
import { closeDialog, dialogs, openDialog } from '../app/dialogs.ts'
import { useDocument, useSession } from '../store/use-editor.ts'
import { Button } from '../ui/Button.tsx'
import { icon12, icon14 } from '../ui/icon.ts'
import { Popover } from '../ui/Popover.tsx'

const ParamsPanel = lazy(() => import('./ParamsPanel.tsx'))

const shownValue = (parameter: Parameter, value: ParameterValue | undefined) => {
  const now = value === undefined ? parameter.default : value
  return now === undefined || now === null || now === '' ? 'not set' : String(now)
}

/** The flow's parameters, with this session's values; opens their panel. */
export const ParamsButton = () => {
  const params = useDocument(state => state.flow.params)
  const values = useSession(state => state.params)
  const open = useStore(dialogs, state => state.open === 'params')
  const entries = Object.entries(params)
  const [first] = entries
  return (
    <Popover
      label="Parameters of the flow"
      open={open}
      onOpenChange={next => (next ? openDialog('params') : closeDialog())}
      trigger={
        <Button icon={<Settings2 {...icon14} />} aria-label="Parameters">
          {first ? (
            <>
              <span className="f2">{first[0]}</span>
              <span className="el param-value">{shownValue(first[1], values[first[0]])}</span>
              {entries.length > 1 && <span className="f3">and {entries.length - 1} more</span>}
            </>
          ) : (
            <span className="f2">Parameters</span>
          )}
          <ChevronDown {...icon12} />
        </Button>
      }
    >
      <Suspense fallback={null}>
        <ParamsPanel />
      </Suspense>
    </Popover>
  )
}
