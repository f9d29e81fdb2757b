import { useRef } from 'react'
import type { Leave } from '../store/files.ts'
import { useDocument } from '../store/use-editor.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'

/** Asked before changes that are not saved are left behind. */
const LeaveDialog = ({ answer }: { readonly answer: (answer: Leave) => void }) => {
  const name = useDocument(state => state.flow.name)
  const save = useRef<HTMLButtonElement>(null)
  return (
    <Dialog
      open
      focus={save}
      onClose={() => answer('cancel')}
      title={`Save the changes to ${name || 'this flow'}?`}
      description="What is not saved is lost when another flow is opened."
      actions={
        <>
          <Button variant="ghost" onClick={() => answer('discard')}>
            Do not save
          </Button>
          <span className="sp" />
          <Button onClick={() => answer('cancel')}>Cancel</Button>
          <Button ref={save} variant="main" onClick={() => answer('save')}>
            Save
          </Button>
        </>
      }
    />
  )
}

export default LeaveDialog
