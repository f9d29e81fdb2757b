import type { Editor } from '../store/editor.ts'
import { keepJournal, restoreJournal } from '../store/journal.ts'
import { problemOf } from '../store/problem-of.ts'
import { runCommand } from './commands.ts'

/** The menu of the host, in the words of the editor's commands. */
const menuCommands: Readonly<Record<string, string>> = { saveAs: 'save-as', recent: 'start', theme: 'theme-toggle' }

const followMenu = async (editor: Editor) => {
  for await (const { command, path } of editor.client.feed('menu', {})) {
    if (path !== undefined) await editor.files.getState().open(path)
    else runCommand(editor, menuCommands[command] ?? command)
  }
}

/** Greets the host, puts back what a crash left or opens what the host was started with, and keeps the journal from then on. */
export const begin = async (editor: Editor): Promise<void> => {
  const { client, catalogue, document, facts, files, host, session } = editor
  const report = (error: unknown) =>
    files.getState().notify({ text: problemOf(error).message, problem: problemOf(error) })
  window.addEventListener('beforeunload', event => {
    if (document.getState().dirty) event.preventDefault()
  })
  // files may have changed while another window was in front
  window.addEventListener('focus', () => {
    if (!session.getState().atStart) void facts.getState().check()
  })
  try {
    const hello = await host.getState().greet()
    void host.getState().follow()
    void followMenu(editor).catch(report)
    const restored = await restoreJournal(client, files)
    if (!restored && hello.open !== null) await files.getState().open(hello.open)
    void files.getState().refreshRecent()
  } catch (error) {
    report(error)
  }
  keepJournal(client, document, catalogue, report)
}
