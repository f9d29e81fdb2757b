import { FileDown } from 'lucide-react'
import { runCommand } from '../app/commands.ts'
import { useEditor } from '../store/use-editor.ts'
import { Button } from '../ui/Button.tsx'
import { openSearch } from './add-search.ts'
import { canvasApi } from './canvas-api.ts'

/** What an empty canvas says: it teaches, and offers one next step. */
export const EmptyCanvas = () => {
  const editor = useEditor()
  return (
    <div className="empty-canvas">
      <FileDown size={20} strokeWidth={1.75} aria-hidden="true" />
      <b>Drop a file here</b>
      <p>
        A CSV, JSON or Parquet file becomes a source, and you see its rows at once.
        <br />
        Paste a table or a query, or press <span className="kbd">Space</span> to search for any node.
      </p>
      <div className="row">
        <Button size="sm" onClick={() => runCommand(editor, 'read-file')}>
          Choose a file
        </Button>
        <Button size="sm" onClick={() => openSearch(canvasApi.getState().api?.pointer() ?? { x: 0, y: 0 })}>
          Add a node
        </Button>
      </div>
    </div>
  )
}
