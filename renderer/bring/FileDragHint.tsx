import { FileDown } from 'lucide-react'
import { useStore } from 'zustand'
import { titleOf } from '../store/ports.ts'
import { useDocument, useEditor } from '../store/use-editor.ts'
import { icon14 } from '../ui/icon.ts'
import { type FileDrag, fileDrag } from './file-drag.ts'
import './bring.css'

/** A source under the pointer, by its title. */
interface Into {
  readonly title: string
  readonly typed: boolean
}

const words = ({ count, atStart }: FileDrag, into: Into | null): string => {
  if (into && count > 1) return `${into.title} takes one file`
  if (into) return into.typed ? `Replaces the cells of ${into.title} by the file` : `Replaces the file of ${into.title}`
  const what = count === 1 ? 'the file' : `${count} files`
  return atStart ? `Opens a flow, or begins one with ${what}` : `Reads ${what} here`
}

/** Says at the pointer what becomes of the files that are held over the window. */
export const FileDragHint = () => {
  const { catalogue } = useEditor()
  const drag = useStore(fileDrag, state => state.drag)
  const title = useDocument(state => (drag?.into ? titleOf(state.flow, catalogue, drag.into) : null))
  const typed = useDocument(state => drag?.into != null && state.flow.nodes[drag.into]?.kind === 'source.inline')
  if (!drag) return null
  return (
    <div className="file-drag" style={{ left: drag.x, top: drag.y }}>
      <FileDown {...icon14} />
      {words(drag, title === null ? null : { title, typed })}
    </div>
  )
}
