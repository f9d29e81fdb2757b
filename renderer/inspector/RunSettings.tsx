import { runSettings } from '#core/node/run-settings.ts'
import { Form } from '../fields/Form.tsx'
import { useDocument, useEditor } from '../store/use-editor.ts'

/** What becomes of a run where the node fails. */
export const RunSettings = ({ id }: { readonly id: string }) => {
  const { actions } = useEditor()
  const run = useDocument(state => state.flow.nodes[id]?.run)
  return (
    <section className="sec" aria-label="Failures">
      <Form
        schema={runSettings}
        values={{ ...run }}
        base="run"
        more="Failures"
        onChange={(key, value, typing) =>
          actions.setRun(id, key, value, typing === undefined ? undefined : `run:${id}:${key}:${typing}`)
        }
      />
    </section>
  )
}
