import { EventEmitter } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createEngine } from '#engine/engine.ts'
import { flowArgument } from '#hosts/electron/flow-argument.ts'
import { startShell } from '#hosts/electron/shell.ts'
import { allFiles } from '#hosts/service/files.ts'
import { fileJournal } from '#hosts/service/journal.ts'
import { recentFiles } from '#hosts/service/recent.ts'
import { listSamples } from '#hosts/service/samples.ts'
import { createService } from '#hosts/service/service.ts'
import { catalogue } from '#nodes/index.ts'
import { fakeElectron } from '#test/hosts/electron/fake.ts'
import { browser, closeBrowser, root } from './editor.ts'

const home = mkdtempSync(join(tmpdir(), 'weir-shell-'))
const fake = fakeElectron()
const stops: (() => Promise<void>)[] = []
const errors: string[] = []
let page: Page

/** Serves the page by the shell's own handler of app://, with the headers that it sends. */
const throughTheShell = async () => {
  const handler = fake.handlers.app as unknown as (request: { url: string }) => Promise<Response>
  await page.route('http://shell.test/**', async route => {
    const url = new URL(route.request().url())
    const response = await handler({ url: `app://weir${url.pathname}` })
    await route.fulfill({
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: Buffer.from(await response.arrayBuffer()),
    })
  })
}

/** Runs the real preload as Electron would: with `electron` to require, and a port that ends in the shell. */
const withPreload = async () => {
  const port = Object.assign(new EventEmitter(), {
    start: () => {},
    close: () => {},
    postMessage: (message: unknown) => {
      void page
        .evaluate(value => (window as unknown as { fromMain(v: unknown): void }).fromMain(value), message)
        .catch(() => {})
    },
  })
  await page.exposeFunction('toMain', (message: unknown) => port.emit('message', { data: message }))
  await page.exposeFunction('connected', (channel: string) => {
    const sender = (fake.window as unknown as { webContents: unknown }).webContents
    fake.ipc.emit(channel, { sender, senderFrame: { url: 'app://weir/index.html', parent: null }, ports: [port] })
  })
  const preload = readFileSync(join(root, 'dist/electron/preload.cjs'), 'utf8')
  await page.addInitScript(`
    const electron = {
      contextBridge: { exposeInMainWorld: (name, api) => { window[name] = api } },
      ipcRenderer: {
        postMessage: (channel, data, [port]) => {
          window.fromMain = message => port.postMessage(message)
          port.onmessage = event => window.toMain(event.data)
          window.connected(channel)
        },
      },
    };
    ((require, module, exports) => { ${preload} })(name => {
      if (name !== 'electron') throw new Error('a preload may load electron alone')
      return electron
    }, {}, {})
  `)
}

beforeAll(async () => {
  await startShell({
    api: fake.api,
    rendererFolder: join(root, 'dist/renderer'),
    preload: join(root, 'dist/electron/preload.cjs'),
    platform: 'linux',
    argv: ['weir'],
    cwd: home,
    flowOf: flowArgument,
    createService: async (hooks, open) => {
      const engine = await createEngine({ catalogue })
      stops.push(() => engine.close())
      const service = createService({
        engine,
        host: 'electron',
        version: '0.0.0',
        open,
        files: allFiles(home),
        recent: recentFiles(join(home, 'recent.json')),
        journal: fileJournal(join(home, 'journal.json')),
        samples: await listSamples(join(root, 'samples')),
        dialog: hooks.dialog,
        menu: hooks.menu,
      })
      return { service, close: () => engine.close() }
    },
  })
  const context = await (await browser()).newContext({ viewport: { width: 1440, height: 900 } })
  page = await context.newPage()
  page.on('pageerror', error => errors.push(error.message))
  page.on('console', message => message.type() === 'error' && errors.push(message.text()))
  await throughTheShell()
  await withPreload()
  await page.goto('http://shell.test/index.html')
})

afterAll(async () => {
  await closeBrowser()
  for (const stop of stops) await stop()
  rmSync(home, { recursive: true, force: true })
})

describe('the real preload in Chromium against the real shell', () => {
  test('connects, and shows the samples of the host under the shell’s own policy', async () => {
    await page.getByText('Customers', { exact: true }).first().waitFor()
    expect(errors).toEqual([])
  })

  test('opens a flow that the system’s dialog chose, and shows its rows', async () => {
    fake.answers.open = [join(root, 'samples/customers/customers.flow.json')]
    await page.keyboard.press('Control+O')
    await page.locator('[data-node="check"]').click()
    await page.getByRole('grid').getByText('10000').first().waitFor()
    expect(errors).toEqual([])
  })
})
