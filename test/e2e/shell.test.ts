import { EventEmitter } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
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
    const strict = (name, model) => new Proxy(model, {
      get: (target, key) => {
        if (key in target || typeof key === 'symbol') return target[key]
        throw new Error('the fake of ' + name + ' does not model ' + key)
      },
    })
    const electron = strict('electron', {
      contextBridge: { exposeInMainWorld: (name, api) => { window[name] = api } },
      ipcRenderer: {
        postMessage: (channel, data, [port]) => {
          window.fromMain = message => port.postMessage(message)
          port.onmessage = event => window.toMain(event.data)
          window.connected(channel)
        },
      },
      webUtils: strict('webUtils', {
        getPathForFile: file => {
          if (!(file instanceof File)) throw new TypeError('getPathForFile takes a File')
          return window.dropped?.[file.name] ?? ''
        },
      }),
    });
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

  /** Lets files go on the canvas, whose paths the system knows. */
  const drop = async (paths: readonly string[], at: { x: number; y: number }) => {
    await page.evaluate(
      known => Object.assign(window, { dropped: known }),
      Object.fromEntries(paths.map(path => [basename(path), path])),
    )
    const devtools = await page.context().newCDPSession(page)
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
      await devtools.send('Input.dispatchDragEvent', {
        type,
        ...at,
        data: { items: [], files: [...paths], dragOperationsMask: 1 },
      })
  }

  test('reads a dropped file where it lies, without a question or a copy', async () => {
    const data = join(root, 'samples/customers/data/customers.csv')
    const box = (await page.locator('.react-flow__pane').boundingBox())!
    await drop([data], { x: box.x + 120, y: box.y + box.height - 90 })
    const added = page.locator('[data-node="customers_2"]')
    await added.waitFor()
    expect(await page.getByRole('complementary').getByLabel('File', { exact: true }).inputValue()).toBe(
      'data/customers.csv',
    )
    expect(await page.getByRole('dialog').count()).toBe(0)
  })

  test('opens a dropped flow', async () => {
    const box = (await page.locator('.react-flow__pane').boundingBox())!
    await page.keyboard.press('Control+Z')
    await drop([join(root, 'samples/clinics/clinics.flow.json')], { x: box.x + 120, y: box.y + 90 })
    await page.getByRole('heading', { name: 'Clinics', exact: true }).waitFor()
    expect(errors).toEqual([])
  })
})
