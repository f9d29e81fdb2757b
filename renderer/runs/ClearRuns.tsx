import { Trash2 } from 'lucide-react'
import { useState } from 'react'
import { formatCount } from '../canvas/count.ts'
import { problemOf } from '../store/problem-of.ts'
import { useEditor, useRun } from '../store/use-editor.ts'
import { Button } from '../ui/Button.tsx'
import { ChipButton } from '../ui/Chip.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { icon12 } from '../ui/icon.ts'

/** Forgets all runs of the flow, when it was said what goes with them. */
export const ClearRuns = ({ count, onCleared }: { readonly count: string; readonly onCleared: () => void }) => {
  const { client, current } = useEditor()
  const isRunning = useRun(state => state.status === 'running')
  const [open, setOpen] = useState(false)
  const [said, setSaid] = useState<string | null>(null)
  const clear = async () => {
    try {
      const { runs } = await client.call('clearRuns', { document: current() })
      setSaid(`${formatCount(runs)} ${runs === 1 ? 'run was' : 'runs were'} forgotten.`)
      setOpen(false)
      onCleared()
    } catch (error) {
      setSaid(problemOf(error).message)
    }
  }
  return (
    <>
      <ChipButton
        icon={<Trash2 {...icon12} />}
        disabled={isRunning}
        title={said ?? 'Forget all runs of this flow'}
        onClick={() => {
          setSaid(null)
          setOpen(true)
        }}
      >
        Clear
      </ChipButton>
      <Dialog
        open={open}
        onClose={() => setOpen(false)}
        title={`Forget ${count}?`}
        description="Their counts, times, rules and manifests are removed. Gates and rules that compare with the last good run have nothing to compare with until the next one. Targets stay as they are."
        actions={
          <>
            <Button onClick={() => setOpen(false)}>Keep them</Button>
            <Button variant="danger" onClick={clear}>
              Forget them
            </Button>
          </>
        }
      >
        {said && <p role="alert">{said}</p>}
      </Dialog>
    </>
  )
}
