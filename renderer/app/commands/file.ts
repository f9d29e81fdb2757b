import type { Editor } from '../../store/editor.ts'
import { openDialog } from '../dialogs.ts'
import { pickFile } from '../pick.ts'
import { type Command, inFlow } from './command.ts'

const openFlow = async ({ files }: Editor) => {
  const path = await pickFile('openFlow')
  if (path !== null) await files.getState().open(path)
}

export const fileCommands: readonly Command[] = [
  {
    id: 'new',
    title: 'New flow',
    group: 'File',
    keys: ['Alt+N'],
    where: 'anywhere',
    run: ({ files }) => files.getState().create(),
  },
  { id: 'open', title: 'Open…', group: 'File', keys: ['Ctrl+O'], where: 'anywhere', run: openFlow },
  {
    id: 'read-file',
    title: 'Read a data file…',
    group: 'File',
    keys: [],
    where: 'anywhere',
    enabled: inFlow,
    run: async editor => (await import('../../bring/drop.ts')).readFile(editor),
  },
  {
    id: 'save',
    title: 'Save',
    group: 'File',
    keys: ['Ctrl+S'],
    where: 'anywhere',
    enabled: inFlow,
    run: ({ files }) => files.getState().save(),
  },
  {
    id: 'save-as',
    title: 'Save as…',
    group: 'File',
    keys: ['Ctrl+Shift+S'],
    where: 'anywhere',
    enabled: inFlow,
    run: ({ files }) => files.getState().saveAs(),
  },
  {
    id: 'start',
    title: 'Start page',
    group: 'File',
    keys: [],
    where: 'anywhere',
    run: ({ session }) => session.setState({ atStart: true }),
  },
  {
    id: 'params',
    title: 'Parameters of the flow',
    group: 'File',
    keys: ['Alt+P'],
    where: 'anywhere',
    enabled: inFlow,
    run: () => openDialog('params'),
  },
]
