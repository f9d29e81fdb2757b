import type { Editor } from '../../store/editor.ts'
import { openDialog } from '../dialogs.ts'
import { fileSize } from '../file-size.ts'
import { type Command, hasSelection, inFlow, selected } from './command.ts'

const running = ({ run }: Editor) => run.getState().status === 'running'

const check = async ({ facts, session }: Editor) => {
  await facts.getState().check()
  session.getState().setDock({ open: true, tab: 'problems' })
}

const clearCache = async ({ client, files }: Editor) => {
  const { memory, disk } = await client.call('clearCache', {})
  const text =
    memory + disk === 0
      ? 'The cache was empty.'
      : `Cleared the cache: ${fileSize(memory)} in memory, ${fileSize(disk)} on disk.`
  files.getState().notify({ text })
}

export const runCommands: readonly Command[] = [
  {
    id: 'run',
    title: 'Run',
    group: 'Run',
    keys: ['Ctrl+Enter'],
    where: 'anywhere',
    enabled: editor => inFlow(editor) && !running(editor),
    run: ({ run }) => run.getState().start(),
  },
  {
    id: 'run-to',
    title: 'Run to the selected nodes',
    group: 'Run',
    keys: ['Ctrl+Shift+Enter'],
    where: 'anywhere',
    enabled: editor => hasSelection(editor) && !running(editor),
    run: editor => editor.run.getState().start(selected(editor)),
  },
  {
    id: 'dry-run',
    title: 'Show what a run would write',
    group: 'Run',
    keys: ['Alt+Enter'],
    where: 'anywhere',
    enabled: editor => inFlow(editor) && !running(editor),
    run: () => openDialog('dry-run'),
  },
  {
    id: 'stop',
    title: 'Stop',
    group: 'Run',
    keys: ['Ctrl+.'],
    where: 'anywhere',
    enabled: running,
    run: ({ run }) => run.getState().stop(),
  },
  {
    id: 'clear-cache',
    title: 'Clear the cache',
    group: 'Run',
    keys: [],
    where: 'anywhere',
    enabled: editor => !running(editor),
    run: clearCache,
  },
  { id: 'check', title: 'Check', group: 'Run', keys: ['F7'], where: 'anywhere', enabled: inFlow, run: check },
]
