import type { FileFilter } from 'electron'
import type { CallInput } from '#rpc/contract.ts'
import type { ElectronApi, Window } from './api.ts'

type Kind = CallInput<'dialog'>['kind']

const flows: FileFilter[] = [{ name: 'Flows', extensions: ['flow.json', 'json'] }]
const data: FileFilter[] = [
  {
    name: 'Data',
    extensions: [
      'csv',
      'tsv',
      'txt',
      'gz',
      'zst',
      'parquet',
      'json',
      'ndjson',
      'jsonl',
      'xlsx',
      'xlsm',
      'duckdb',
      'db',
    ],
  },
  { name: 'All files', extensions: ['*'] },
]

const asks: Record<Kind, { readonly save: boolean; readonly filters: FileFilter[] }> = {
  openFlow: { save: false, filters: flows },
  saveFlow: { save: true, filters: flows },
  openData: { save: false, filters: data },
  saveData: { save: true, filters: data },
}

/** Asks for a file with the system's dialog; null if cancelled. */
export const askForFile = async (
  api: ElectronApi,
  window: Window,
  kind: Kind,
  current: string | null,
): Promise<string | null> => {
  const { save, filters } = asks[kind]
  const options = { filters, ...(current ? { defaultPath: current } : {}) }
  if (save) return (await api.dialog.showSaveDialog(window, options)).filePath || null
  const chosen = await api.dialog.showOpenDialog(window, { ...options, properties: ['openFile'] })
  return chosen.filePaths[0] ?? null
}

/** Whether unsaved changes may be lost: asked when a window with such changes is about to close. */
export const mayDiscard = (api: ElectronApi, window: Window): boolean =>
  api.dialog.showMessageBoxSync(window, {
    type: 'warning',
    message: 'This flow has changes that are not saved.',
    detail: 'They are lost if the window closes now.',
    buttons: ['Keep editing', 'Close without saving'],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  }) === 1
