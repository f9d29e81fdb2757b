import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { flowArgument } from '#hosts/electron/flow-argument.ts'
import { type ShellHooks, startShell } from '#hosts/electron/shell.ts'
import type { Service } from '#rpc/contract.ts'
import { fakeElectron, type MenuItem } from './fake.ts'

const folder = mkdtempSync(join(tmpdir(), 'weir-shell-'))
writeFileSync(join(folder, 'index.html'), '<!doctype html><title>Weir</title>')
writeFileSync(join(folder, 'secret.txt'), 'no')

const service = { hello: async () => ({}) } as unknown as Service

const started = async (argv: readonly string[] = ['weir']) => {
  const fake = fakeElectron()
  const seen: { hooks: ShellHooks | null; open: string | null; closed: number } = { hooks: null, open: null, closed: 0 }
  await startShell({
    api: fake.api,
    rendererFolder: folder,
    preload: '/preload.cjs',
    platform: 'linux',
    argv,
    cwd: '/home/ann',
    flowOf: flowArgument,
    createService: async (hooks, open) => {
      seen.hooks = hooks
      seen.open = open
      return {
        service,
        close: async () => {
          seen.closed++
        },
      }
    },
  })
  return { fake, seen }
}

const load = (fake: ReturnType<typeof fakeElectron>, url: string) =>
  (fake.handlers.app as unknown as (request: { url: string }) => Promise<Response>)({ url })

const port = () => {
  const sent: unknown[] = []
  let closed = false
  return {
    sent,
    get closed() {
      return closed
    },
    postMessage: (message: unknown) => sent.push(message),
    on: () => {},
    start: () => {},
    close: () => {
      closed = true
    },
  }
}

const items = (menu: readonly MenuItem[]): readonly MenuItem[] => menu.flatMap(i => [i, ...items(i.submenu ?? [])])

const prevented = (emitter: NodeJS.EventEmitter, name: string, event: Record<string, unknown>) => {
  let stopped = false
  emitter.emit(name, {
    ...event,
    preventDefault: () => {
      stopped = true
    },
  })
  return stopped
}

describe('the Electron shell', () => {
  test('opens one sandboxed, isolated window without Node on its own origin', async () => {
    const { fake } = await started()
    expect(fake.calls).toContain('enableSandbox')
    expect(fake.windowOptions?.webPreferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
    })
    expect(fake.contents.url).toBe('app://weir/index.html')
  })

  test('gives way to an instance that runs already', async () => {
    const fake = fakeElectron()
    fake.answers.lock = false
    const never = () => {
      throw new Error('not reached')
    }
    await startShell({
      api: fake.api,
      rendererFolder: folder,
      preload: '',
      platform: 'linux',
      argv: [],
      cwd: '/',
      flowOf: never,
      createService: never,
    })
    expect(fake.calls).toEqual(['quit'])
    expect(fake.windowOptions).toBeNull()
  })

  test('serves its own files under a strict policy, and nothing outside its folder', async () => {
    const { fake } = await started()
    const page = await load(fake, 'app://weir/index.html')
    expect(page.status).toBe(200)
    const policy = page.headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).not.toContain('unsafe-eval')
    expect((await load(fake, 'app://weir/%2e%2e/%2e%2e/etc/passwd')).status).not.toBe(200)
    expect((await load(fake, 'app://weir/secret.txt')).status).toBe(404)
    expect((await load(fake, 'app://other/index.html')).status).toBe(404)
    expect((await load(fake, 'app://weir/%E0%A4%A')).status).toBe(400)
  })

  test('refuses permissions, navigation, embedded pages and new windows', async () => {
    const { fake } = await started()
    const ask = fake.handlers.permissionRequest as unknown as (c: null, p: string, a: (yes: boolean) => void) => void
    const answers: boolean[] = []
    for (const permission of ['geolocation', 'media', 'notifications', 'openExternal', 'clipboard-read'])
      ask(null, permission, yes => answers.push(yes))
    expect(answers).toEqual([false, false, false, false, false])
    expect(prevented(fake.contents, 'will-navigate', { url: 'https://example.org/' })).toBe(true)
    expect(prevented(fake.contents, 'will-navigate', { url: 'app://weir.example.org/' })).toBe(true)
    expect(prevented(fake.contents, 'will-navigate', { url: 'app://weir/index.html' })).toBe(false)
    expect(prevented(fake.contents, 'will-redirect', { url: 'file:///etc/passwd' })).toBe(true)
    expect(prevented(fake.contents, 'will-attach-webview', {})).toBe(true)
    const openWindow = fake.handlers.windowOpen as unknown as (d: { url: string }) => { action: string }
    expect(openWindow({ url: 'https://example.org/' })).toEqual({ action: 'deny' })
    expect(openWindow({ url: 'file:///etc/passwd' })).toEqual({ action: 'deny' })
    expect(fake.calls.filter(c => c.startsWith('external'))).toEqual(['external https://example.org/'])
  })

  test('connects the top frame of its own page alone', async () => {
    const { fake } = await started()
    const connect = (sender: unknown, url: string, parent: unknown = null) => {
      const end = port()
      fake.ipc.emit('weir:connect', { sender, senderFrame: { url, parent }, ports: [end] })
      return end
    }
    const window = fake.window as unknown as { webContents: unknown }
    expect(connect(window.webContents, 'app://weir/index.html').closed).toBe(false)
    expect(connect(window.webContents, 'https://example.org/').closed).toBe(true)
    expect(connect(window.webContents, 'app://weir/index.html', {}).closed).toBe(true)
    expect(connect({}, 'app://weir/index.html').closed).toBe(true)
  })

  test('opens the flow it was started with, and the one a second start brings', async () => {
    const { fake, seen } = await started(['weir', '--flag', 'orders.flow.json'])
    expect(seen.open).toBe('/home/ann/orders.flow.json')
    fake.app.emit('second-instance', {}, ['weir', 'b.flow.json'], '/tmp')
    fake.app.emit('open-file', { preventDefault: () => {} }, '/mac/c.flow.json')
    const abort = new AbortController()
    const heard: unknown[] = []
    for await (const command of seen.hooks!.menu(abort.signal)) {
      heard.push(command)
      if (heard.length === 2) abort.abort()
    }
    expect(heard).toEqual([
      { command: 'openPath', path: '/tmp/b.flow.json' },
      { command: 'openPath', path: '/mac/c.flow.json' },
    ])
    expect(fake.calls).toContain('focus')
  })

  test('has a menu that sends commands, whose keys stay the editor’s own', async () => {
    const { fake, seen } = await started()
    const save = items(fake.menu).find(i => i.label === 'Save')
    expect(save).toMatchObject({ accelerator: 'CmdOrCtrl+S', registerAccelerator: false })
    const keys = Object.fromEntries(items(fake.menu).map(i => [i.label, i.accelerator]))
    expect(keys).toMatchObject({ 'New flow': 'Alt+N', Run: 'CmdOrCtrl+Enter', Stop: 'CmdOrCtrl+.' })
    save?.click?.()
    const abort = new AbortController()
    for await (const command of seen.hooks!.menu(abort.signal)) {
      expect(command).toEqual({ command: 'save' })
      abort.abort()
    }
  })

  test('asks with the system’s dialogs, and gives null when they are cancelled', async () => {
    const { fake, seen } = await started()
    expect(await seen.hooks!.dialog('openFlow', null)).toBeNull()
    fake.answers.open = ['/x.flow.json']
    fake.answers.save = '/y.flow.json'
    expect(await seen.hooks!.dialog('openFlow', null)).toBe('/x.flow.json')
    expect(await seen.hooks!.dialog('saveFlow', '/y')).toBe('/y.flow.json')
  })

  test('closes with unsaved changes only when the person says so', async () => {
    const { fake } = await started()
    expect(prevented(fake.contents, 'will-prevent-unload', {})).toBe(false)
    fake.answers.box = 1
    expect(prevented(fake.contents, 'will-prevent-unload', {})).toBe(true)
  })

  test('closes the engine before it quits', async () => {
    const { fake, seen } = await started()
    fake.app.emit('window-all-closed')
    expect(prevented(fake.app, 'will-quit', {})).toBe(true)
    await new Promise(resolve => setTimeout(resolve, 0))
    expect(seen.closed).toBe(1)
    expect(prevented(fake.app, 'will-quit', {})).toBe(false)
  })
})
