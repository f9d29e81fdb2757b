import { ChevronRight } from 'lucide-react'
import { useEditor, useFiles } from '../store/use-editor.ts'
import { icon12 } from '../ui/icon.ts'

/** The flows around the open one, the outermost first: each leads back. */
export const Trail = () => {
  const editor = useEditor()
  const trail = useFiles(state => state.trail)
  if (trail.length === 0) return null
  return (
    <nav className="trail" aria-label="Flows around this one">
      {trail.map(({ path, name }, index) => (
        <span key={path}>
          <button
            type="button"
            className="el"
            title={`Back to ${path}`}
            onClick={() => void import('./enter.ts').then(({ leaveSubflow }) => leaveSubflow(editor, index))}
          >
            {name || 'Untitled'}
          </button>
          <ChevronRight {...icon12} />
        </span>
      ))}
    </nav>
  )
}
