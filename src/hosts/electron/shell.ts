import type { CallInput, FeedValue, Service } from '#rpc/contract.ts'
import { serve } from '#rpc/server.ts'
import { mainPortWire } from '#rpc/wires/message-port.ts'
import { connectChannel, type ElectronApi, scheme, type Window } from './api.ts'
import { assetHandler } from './assets.ts'
import { commandQueue } from './command-queue.ts'
import { askForFile } from './dialogs.ts'
import { guard, isTrustedSender } from './guards.ts'
import { installMenu } from './menu.ts'
import { openWindow } from './window.ts'

/** What only this host can do for the service. */
export interface ShellHooks {
  dialog(kind: CallInput<'dialog'>['kind'], current: string | null): Promise<string | null>
  menu(signal: AbortSignal): AsyncIterable<FeedValue<'menu'>>
  /** Told of each flow that is opened or saved, for the system's list of recent documents. */
  opened(path: string): void
}

export interface ShellOptions {
  readonly api: ElectronApi
  readonly rendererFolder: string
  readonly preload: string
  readonly platform: NodeJS.Platform
  readonly argv: readonly string[]
  readonly cwd: string
  /** Makes the service once the app is ready; `close` ends the engine. */
  createService(hooks: ShellHooks, flow: string | null): Promise<{ readonly service: Service; close(): Promise<void> }>
  /** An absolute path of a flow given on a command line, or null. */
  flowOf(argv: readonly string[], cwd: string): string | null
}

/** Starts the desktop editor on the Electron API that it is handed. Resolves once the window was asked to load. */
export const startShell = async (options: ShellOptions): Promise<void> => {
  const { api } = options
  if (!api.app.requestSingleInstanceLock()) {
    api.app.quit()
    return
  }
  api.app.enableSandbox()
  api.protocol.registerSchemesAsPrivileged([
    { scheme, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ])
  const commands = commandQueue<FeedValue<'menu'>>()
  let window: Window | null = null
  let early: string | null = null
  const open = (path: string) => {
    if (!window) {
      early = path
      return
    }
    commands.push({ command: 'openPath', path })
    if (window.isMinimized()) window.restore()
    window.focus()
  }
  api.app.on('second-instance', (_event, argv, cwd) => {
    const flow = options.flowOf(argv, cwd)
    if (flow) open(flow)
    else if (window) window.focus()
  })
  api.app.on('open-file', (event, path) => {
    event.preventDefault()
    open(path)
  })
  guard(api)
  await api.app.whenReady()
  api.protocol.handle(scheme, assetHandler(options.rendererFolder))
  installMenu(api, options.platform, command => commands.push({ command }))
  const { service, close } = await options.createService(
    {
      dialog: async (kind, current) => (window ? askForFile(api, window, kind, current) : null),
      menu: signal => commands.listen(signal),
      opened: path => api.app.addRecentDocument(path),
    },
    early ?? options.flowOf(options.argv, options.cwd),
  )
  api.ipcMain.on(connectChannel, event => {
    const [port] = event.ports
    if (!port) return
    if (!isTrustedSender(event, window?.webContents)) {
      port.close()
      return
    }
    serve(service, mainPortWire(port))
  })
  window = openWindow(api, options.preload)
  window.on('closed', () => {
    window = null
  })
  let closed = false
  api.app.on('window-all-closed', () => api.app.quit())
  api.app.on('will-quit', event => {
    if (closed) return
    event.preventDefault()
    closed = true
    void close().finally(() => api.app.quit())
  })
}
