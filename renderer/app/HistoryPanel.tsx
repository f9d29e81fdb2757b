import { useDocument, useEditor } from '../store/use-editor.ts'
import { Dialog } from '../ui/Dialog.tsx'
import { closeDialog } from './dialogs.ts'

/** Every step by name; choosing one goes back or forward to it. */
const HistoryPanel = () => {
  const { document } = useEditor()
  const entries = useDocument(state => state.entries)
  const position = useDocument(state => state.position)
  const steps = [{ id: 0, label: 'As it was opened', at: null }, ...entries]
  return (
    <Dialog open onClose={closeDialog} title="History" width={360}>
      <ol className="history" aria-label="Changes, the oldest first">
        {steps.map((step, index) => (
          <li key={step.id}>
            <button
              type="button"
              className={index > position ? 'history-step undone' : 'history-step'}
              aria-current={index === position ? 'step' : undefined}
              onClick={() => document.getState().goTo(index)}
            >
              <span className="el">{step.label}</span>
              <span className="sp" />
              {step.at !== null && <span className="x f3 tnum">{new Date(step.at).toTimeString().slice(0, 8)}</span>}
            </button>
          </li>
        ))}
      </ol>
    </Dialog>
  )
}

export default HistoryPanel
