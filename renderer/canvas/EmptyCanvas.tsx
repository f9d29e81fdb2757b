import { FileDown } from 'lucide-react'
import { Button } from '../ui/Button.tsx'
import { openSearch } from './add-search.ts'
import { canvasApi } from './canvas-api.ts'

/** What an empty canvas says: it teaches, and offers one next step. */
export const EmptyCanvas = () => (
  <div className="empty-canvas">
    <FileDown size={20} strokeWidth={1.75} aria-hidden="true" />
    <b>Drag a node here</b>
    <p>
      Start with a source from the palette, and you see its rows at once.
      <br />
      Press <span className="kbd">Space</span> to search for any node.
    </p>
    <Button size="sm" onClick={() => openSearch(canvasApi.getState().api?.pointer() ?? { x: 0, y: 0 })}>
      Add a node
    </Button>
  </div>
)
