import type * as electron from 'electron'

/** The part of Electron that the shell uses; handed in, so that it can be checked where the binary cannot be had. */
export type ElectronApi = Pick<
  typeof electron,
  'app' | 'BrowserWindow' | 'Menu' | 'dialog' | 'ipcMain' | 'protocol' | 'session' | 'shell'
>

export type Window = InstanceType<ElectronApi['BrowserWindow']>
export type Contents = Window['webContents']

/** Scheme and host of the editor's own pages: the one place that anything may be loaded from. */
export const scheme = 'app'
export const origin = `${scheme}://weir`
export const startPage = `${origin}/index.html`

/** What the page sends to be connected: one MessagePort. */
export const connectChannel = 'weir:connect'
