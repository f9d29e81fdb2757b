import { titleOf } from '../store/ports.ts'
import { useDocument, useEditor } from '../store/use-editor.ts'

/** A node by its title, as the way to it on the canvas; of one that is gone, its id. */
export const NodeName = ({ node }: { readonly node: string }) => {
  const { catalogue, session } = useEditor()
  const title = useDocument(state => (state.flow.nodes[node] ? titleOf(state.flow, catalogue, node) : null))
  if (title === null)
    return (
      <span className="f3 el" title="No longer in the flow">
        {node}
      </span>
    )
  return (
    <button type="button" className="run-node el" title={node} onClick={() => session.getState().reveal(node)}>
      {title}
    </button>
  )
}
