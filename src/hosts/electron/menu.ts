import type { MenuItemConstructorOptions } from 'electron'
import type { ElectronApi } from './api.ts'

/** What the menu asks of the editor; the keys are the editor's own, and only shown here. */
export type SendCommand = (command: string) => void

const editorItem = (
  label: string,
  accelerator: string,
  command: string,
  send: SendCommand,
): MenuItemConstructorOptions => ({
  label,
  accelerator,
  registerAccelerator: false,
  click: () => send(command),
})

/** Builds the application menu. */
export const installMenu = (api: ElectronApi, platform: NodeJS.Platform, send: SendCommand): void => {
  const item = (label: string, accelerator: string, command: string) => editorItem(label, accelerator, command, send)
  const template: MenuItemConstructorOptions[] = [
    ...(platform === 'darwin' ? [{ role: 'appMenu' } as const] : []),
    {
      label: 'File',
      submenu: [
        item('New flow', 'Alt+N', 'new'),
        item('Open…', 'CmdOrCtrl+O', 'open'),
        { label: 'Open recent…', click: () => send('recent') },
        { type: 'separator' },
        item('Save', 'CmdOrCtrl+S', 'save'),
        item('Save as…', 'CmdOrCtrl+Shift+S', 'saveAs'),
        { type: 'separator' },
        platform === 'darwin' ? { role: 'close' } : { role: 'quit' },
      ],
    },
    {
      label: 'Edit',
      submenu: [
        item('Undo', 'CmdOrCtrl+Z', 'undo'),
        item('Redo', 'CmdOrCtrl+Shift+Z', 'redo'),
        { type: 'separator' },
        { role: 'cut' },
        { role: 'copy' },
        { role: 'paste' },
        { role: 'selectAll' },
      ],
    },
    {
      label: 'Run',
      submenu: [item('Run', 'CmdOrCtrl+Enter', 'run'), item('Stop', 'CmdOrCtrl+.', 'stop')],
    },
    {
      label: 'View',
      submenu: [
        { label: 'Light or dark', click: () => send('theme') },
        { type: 'separator' },
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { role: 'togglefullscreen' },
      ],
    },
    { role: 'windowMenu' },
  ]
  api.Menu.setApplicationMenu(api.Menu.buildFromTemplate(template))
}
