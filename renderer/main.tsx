import './app/configure.ts'
import { createRoot } from 'react-dom/client'
import { catalogue } from '#nodes/index.ts'
import { App } from './app/App.tsx'
import { begin } from './app/begin.ts'
import { connect } from './app/client.ts'
import { keep } from './app/keep.ts'
import { pickFile } from './app/pick.ts'
import { createEditor } from './store/editor.ts'
import { EditorContext } from './store/use-editor.ts'

const root = document.getElementById('root')
if (!root) throw new Error('The page has no root')

const editor = createEditor({ client: await connect(), catalogue, pick: pickFile, keep })

createRoot(root).render(
  <EditorContext value={editor}>
    <App />
  </EditorContext>,
)

void begin(editor)
