import { TriangleAlert } from 'lucide-react'
import { useDocument, useEditor, useFiles } from '../store/use-editor.ts'
import { Button } from '../ui/Button.tsx'

/** A word, above the canvas, when the file on disk is no longer the one that was opened. */
export const ConflictStrip = () => {
  const { files } = useEditor()
  const conflict = useFiles(state => state.conflict)
  const dirty = useDocument(state => state.dirty)
  if (!conflict) return null
  const gone = conflict === 'gone'
  return (
    <div className="run-strip warn" role="alert">
      <TriangleAlert size={14} strokeWidth={1.75} aria-hidden="true" />
      <b>{gone ? 'The file is gone from disk' : 'The file changed on disk'}</b>
      <span className="f2 el">
        {dirty ? 'You have changes of your own here that are not saved.' : 'What is here is the older one.'}
      </span>
      <span className="sp" />
      {!gone && (
        <Button size="sm" onClick={() => void files.getState().reload()}>
          Reload from disk
        </Button>
      )}
      <Button size="sm" onClick={() => void files.getState().overwrite()}>
        {gone ? 'Save it again' : 'Overwrite'}
      </Button>
      <Button size="sm" onClick={() => void files.getState().saveAs()}>
        Save as…
      </Button>
    </div>
  )
}
