import { useEffect, useState } from 'react'
import { problemOf } from '../store/problem-of.ts'
import { useDocument, useEditor, useHost } from '../store/use-editor.ts'
import { FileBrowser } from './FileBrowser.tsx'
import type { PickRequest } from './pick.ts'

export { pickFile } from './pick.ts'

/** Answers a request for a file: by the host's own dialog where it has one, else by the browser of files. */
const FilePicker = ({ request }: { readonly request: PickRequest }) => {
  const { client, files } = useEditor()
  const native = useHost(state => state.hello?.dialogs ?? false)
  const flowPath = useDocument(state => state.path)
  const [failed, setFailed] = useState(false)
  const data = request.kind === 'openData' || request.kind === 'saveData'

  /** Data is named as the flow beside it would best write it. */
  const settle = async (path: string | null) => {
    if (path === null || !data) return request.resolve(path)
    try {
      request.resolve((await client.call('relative', { path, flowPath })).path)
    } catch (error) {
      files.getState().notify({ text: problemOf(error).message, problem: problemOf(error) })
      request.resolve(path)
    }
  }

  useEffect(() => {
    if (!native) return
    let current = true
    client.call('dialog', { kind: request.kind, current: request.current }).then(
      ({ path }) => {
        if (!current) return
        if (path === null || !data) return request.resolve(path)
        return client.call('relative', { path, flowPath }).then(named => request.resolve(named.path))
      },
      () => current && setFailed(true),
    )
    return () => {
      current = false
    }
  }, [native, client, request, data, flowPath])

  if (native && !failed) return null
  return <FileBrowser kind={request.kind} current={request.current} choose={settle} />
}

export default FilePicker
