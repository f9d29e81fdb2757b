import { useRef } from 'react'
import { useActions, useDocument } from '../store/use-editor.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { TextField } from '../ui/TextField.tsx'
import { closeDialog } from './dialogs.ts'

/** The flow's name and what it is for. */
const RenameDialog = () => {
  const actions = useActions()
  const name = useDocument(state => state.flow.name)
  const field = useRef<HTMLInputElement>(null)
  return (
    <Dialog
      open
      focus={field}
      onClose={closeDialog}
      title="Name of the flow"
      width={360}
      actions={
        <Button variant="main" onClick={closeDialog}>
          Done
        </Button>
      }
    >
      <TextField
        ref={field}
        aria-label="Name of the flow"
        value={name}
        onChange={actions.renameFlow}
        onKeyDown={event => {
          if (event.key !== 'Enter') return
          // what the focus goes back to must not get the key as well
          event.preventDefault()
          closeDialog()
        }}
      />
    </Dialog>
  )
}

export default RenameDialog
