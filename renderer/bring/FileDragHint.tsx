import { FileDown } from 'lucide-react'
import { useStore } from 'zustand'
import { titleOf } from '../store/ports.ts'
import { useDocument, useEditor } from '../store/use-editor.ts'
import { icon14 } from '../ui/icon.ts'
import { type FileDrag, fileDrag } from './file-drag.ts'
import './bring.css'

const words = ({ count, atStart }: FileDrag, into: string | null): string => {
  if (into !== null) return count === 1 ? `Replaces the file of ${into}` : `${into} takes one file`
  const what = count === 1 ? 'the file' : `${count} files`
  return atStart ? `Opens a flow, or begins one with ${what}` : `Reads ${what} here`
}

/** Says at the pointer what becomes of the files that are held over the window. */
export const FileDragHint = () => {
  const { catalogue } = useEditor()
  const drag = useStore(fileDrag, state => state.drag)
  const into = useDocument(state => (drag?.into ? titleOf(state.flow, catalogue, drag.into) : null))
  if (!drag) return null
  return (
    <div className="file-drag" style={{ left: drag.x, top: drag.y }}>
      <FileDown {...icon14} />
      {words(drag, into)}
    </div>
  )
}
