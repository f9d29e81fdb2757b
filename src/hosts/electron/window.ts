import type { ElectronApi, Window } from './api.ts'
import { startPage } from './api.ts'
import { mayDiscard } from './dialogs.ts'

/** Opens the editor's window: sandboxed, isolated, without Node, shown once it has painted. */
export const openWindow = (api: ElectronApi, preload: string): Window => {
  const window = new api.BrowserWindow({
    width: 1440,
    height: 900,
    minWidth: 960,
    minHeight: 600,
    show: false,
    title: 'Weir',
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
    },
  })
  window.once('ready-to-show', () => window.show())
  window.webContents.on('will-prevent-unload', event => {
    if (mayDiscard(api, window)) event.preventDefault()
  })
  void window.loadURL(startPage)
  return window
}
