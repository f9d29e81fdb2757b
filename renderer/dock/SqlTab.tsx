import { useEffect, useState } from 'react'
import { CodeField } from '../monaco/CodeField.tsx'
import { problemOf } from '../store/problem-of.ts'
import { useDocument, useEditor, useFacts } from '../store/use-editor.ts'
import type { ShownPort } from './use-shown.ts'

/** The statement that computes the shown port. */
export const SqlTab = ({ shown }: { readonly shown: ShownPort }) => {
  const editor = useEditor()
  const nodes = useDocument(state => state.base.nodes)
  const edges = useDocument(state => state.base.edges)
  const checkedAt = useFacts(state => state.checkedAt)
  const [said, setSaid] = useState<{ readonly sql: string; readonly wrong: string | null }>({ sql: '', wrong: null })
  const { node, port } = shown
  const version = `${Object.keys(nodes).length} ${edges.length} ${checkedAt}`
  useEffect(() => {
    const abort = new AbortController()
    const asked = version.length
    editor.client
      .call('sql', { document: editor.current(), node, ...(port === null ? {} : { port }) }, { signal: abort.signal })
      .then(({ sql }) => setSaid({ sql, wrong: null }))
      .catch((error: unknown) => {
        if (!abort.signal.aborted && asked) setSaid({ sql: '', wrong: problemOf(error).message })
      })
    return () => abort.abort()
  }, [editor, node, port, version])
  if (said.wrong) return <p className="sql-wrong">{said.wrong}</p>
  return <CodeField query fill readOnly label={`SQL of ${shown.title}`} value={said.sql} />
}
