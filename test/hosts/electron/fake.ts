import { EventEmitter } from 'node:events'
import type { ElectronApi } from '#hosts/electron/api.ts'

/** An object that throws on anything it does not model, so that the shell cannot lean on what Electron may not have. */
export const strict = <T extends object>(name: string, model: T): T =>
  new Proxy(model, {
    get: (target, key) => {
      if (key in target || typeof key === 'symbol') return Reflect.get(target, key)
      throw new Error(`The fake of ${name} does not model ${key}.`)
    },
  })

type Handler = (...args: never[]) => unknown

/** What the shell did to Electron, and the means to act as Electron and the person. */
export interface FakeElectron {
  readonly api: ElectronApi
  readonly app: EventEmitter
  readonly ipc: EventEmitter
  readonly contents: EventEmitter & { url: string }
  readonly window: EventEmitter
  readonly calls: string[]
  readonly handlers: Record<string, Handler>
  windowOptions: Record<string, unknown> | null
  menu: readonly MenuItem[]
  answers: { lock: boolean; open: string[]; save: string; box: number }
}

export interface MenuItem {
  readonly label?: string
  readonly role?: string
  readonly accelerator?: string
  readonly registerAccelerator?: boolean
  readonly submenu?: readonly MenuItem[]
  readonly click?: () => void
}

export const fakeElectron = (): FakeElectron => {
  const calls: string[] = []
  const app = new EventEmitter()
  const ipc = new EventEmitter()
  const handlers: Record<string, Handler> = {}
  const contents = Object.assign(new EventEmitter(), {
    url: '',
    setWindowOpenHandler: (handler: Handler) => {
      handlers.windowOpen = handler
    },
  })
  const window = Object.assign(new EventEmitter(), {
    webContents: strict('webContents', contents),
    loadURL: async (url: string) => {
      contents.url = url
    },
    show: () => calls.push('show'),
    focus: () => calls.push('focus'),
    isMinimized: () => false,
  })
  const fake: FakeElectron = {
    app,
    ipc,
    contents,
    window,
    calls,
    handlers,
    windowOptions: null,
    menu: [],
    answers: { lock: true, open: [], save: '', box: 0 },
    api: undefined as never,
  }
  const log =
    (name: string) =>
    (...args: unknown[]) => {
      calls.push([name, ...args.map(a => (typeof a === 'string' ? a : JSON.stringify(a)))].join(' '))
    }
  const api = strict('electron', {
    app: strict(
      'app',
      Object.assign(app, {
        requestSingleInstanceLock: () => fake.answers.lock,
        quit: log('quit'),
        enableSandbox: log('enableSandbox'),
        whenReady: async () => {},
        addRecentDocument: log('recent'),
      }),
    ),
    BrowserWindow: function (this: unknown, options: Record<string, unknown>) {
      fake.windowOptions = options
      app.emit('web-contents-created', {}, window.webContents)
      return strict('window', window)
    },
    Menu: strict('Menu', {
      buildFromTemplate: (template: readonly MenuItem[]) => template,
      setApplicationMenu: (menu: readonly MenuItem[]) => {
        fake.menu = menu
      },
    }),
    dialog: strict('dialog', {
      showOpenDialog: async () => ({ canceled: fake.answers.open.length === 0, filePaths: fake.answers.open }),
      showSaveDialog: async () => ({ canceled: fake.answers.save === '', filePath: fake.answers.save }),
      showMessageBoxSync: () => fake.answers.box,
    }),
    ipcMain: strict('ipcMain', ipc),
    protocol: strict('protocol', {
      registerSchemesAsPrivileged: log('privileged'),
      handle: (scheme: string, handler: Handler) => {
        handlers[scheme] = handler
      },
    }),
    session: strict('session', {
      defaultSession: strict('defaultSession', {
        setPermissionRequestHandler: (handler: Handler) => {
          handlers.permissionRequest = handler
        },
        setPermissionCheckHandler: (handler: Handler) => {
          handlers.permissionCheck = handler
        },
      }),
    }),
    shell: strict('shell', { openExternal: async (url: string) => log('external')(url) }),
  })
  return Object.assign(fake, { api: api as unknown as ElectronApi })
}
