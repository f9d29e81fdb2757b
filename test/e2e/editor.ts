import { type ChildProcess, spawn } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Browser, chromium, type Locator, type Page } from 'playwright-core'
import { chromiumArgs, findChromium } from '#test/tools/chromium.ts'

export const root = fileURLToPath(new URL('../..', import.meta.url))
export const weir = join(root, 'dist/cli/weir.js')

/** A folder of its own in the system's temporary one. */
export const freshFolder = (name: string): string => mkdtempSync(join(tmpdir(), `weir-${name}-`))

/** A copy of a sample without what runs wrote, and its flow. */
export const copyOfSample = (name: string): { readonly folder: string; readonly flow: string } => {
  const folder = freshFolder(name)
  const from = join(root, 'samples', name)
  cpSync(from, folder, { recursive: true, filter: path => path !== join(from, 'out') })
  return { folder, flow: join(folder, `${name}.flow.json`) }
}

/** What a host keeps in its home of unsaved changes, in case of a crash. */
export const journalIn = (home: string): string =>
  (existsSync(join(home, 'weir')) ? readdirSync(join(home, 'weir')) : [])
    .filter(name => /^journal-.*\.json$/.test(name))
    .map(name => readFileSync(join(home, 'weir', name), 'utf8'))
    .join('\n')

/** Reads again where a page offers that: it may have done so by itself, and then offers nothing. */
export const readAgain = (page: Page): Promise<void> =>
  page.getByRole('button', { name: 'Read again' }).evaluateAll(found => {
    for (const button of found) (button as HTMLElement).click()
  })

/** The middle of what is on the screen. */
export const middle = async (of: Locator): Promise<{ x: number; y: number }> => {
  const box = await of.boundingBox()
  if (!box) throw new Error('not on the screen')
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
}

/** An editor on a real engine in a real Chromium, over a folder of its own. */
export interface Editor {
  readonly folder: string
  readonly page: Page
  readonly url: string
  /** What the page logged as errors. */
  readonly errors: string[]
  /** A new page on the same host, as after closing and opening the window. */
  close(): Promise<void>
}

export interface EditorOptions {
  readonly folder?: string
  readonly flow?: string
  /** Where the host keeps recent flows and journals; one of its own without it. */
  readonly home?: string
  readonly theme?: 'light' | 'dark'
  readonly init?: (page: Page) => Promise<void>
}

const served = (child: ChildProcess): Promise<string> =>
  new Promise((resolve, reject) => {
    let said = ''
    child.stdout!.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      const url = /http:\/\/\S+/.exec(said)?.[0]
      if (url) resolve(url)
    })
    let wrong = ''
    child.stderr!.on('data', (chunk: Buffer) => {
      wrong += chunk.toString()
    })
    child.on('exit', code => reject(new Error(`weir serve ended with ${code}: ${wrong}`)))
  })

let shared: Promise<Browser> | null = null

/** One Chromium for all tests of a file. */
export const browser = async (): Promise<Browser> => {
  shared ??= findChromium().then(found =>
    chromium.launch({
      executablePath: found.path,
      args: [...chromiumArgs],
      env: { ...process.env, ...found.env } as Record<string, string>,
    }),
  )
  return shared
}

export const closeBrowser = async (): Promise<void> => {
  await (await shared)?.close()
  shared = null
}

/** Starts `weir serve` in a folder and opens its page at 1440 x 900. */
export const openEditor = async (options: EditorOptions = {}): Promise<Editor> => {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'weir-e2e-'))
  const home = options.home ?? mkdtempSync(join(tmpdir(), 'weir-e2e-home-'))
  const child = spawn(process.execPath, [weir, 'serve', ...(options.flow ? [options.flow] : []), '--no-open'], {
    cwd: folder,
    env: { ...process.env, XDG_CONFIG_HOME: home, XDG_STATE_HOME: home, XDG_CACHE_HOME: home },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const url = await served(child)
  const context = await (await browser()).newContext({
    viewport: { width: 1440, height: 900 },
    colorScheme: options.theme ?? 'light',
    permissions: ['clipboard-read', 'clipboard-write'],
  })
  const page = await context.newPage()
  const errors: string[] = []
  page.on('pageerror', error => errors.push(error.message))
  page.on('console', message => message.type() === 'error' && errors.push(message.text()))
  await options.init?.(page)
  await page.goto(url)
  return {
    folder,
    page,
    url,
    errors,
    close: async () => {
      await context.close()
      child.kill('SIGINT')
      await new Promise(resolve => child.once('exit', resolve))
      if (options.home === undefined) rmSync(home, { recursive: true, force: true })
    },
  }
}

/** An editor at one node of a flow that lies, with its files, in a folder of its own. */
export const openFlow = async (
  name: string,
  document: object,
  files: Readonly<Record<string, string>>,
  node: string,
) => {
  const folder = freshFolder(name)
  const flow = join(folder, `${name}.flow.json`)
  writeFileSync(flow, `${JSON.stringify(document, null, 2)}\n`)
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text)
  const editor = await openEditor({ folder, flow })
  editor.page.setDefaultTimeout(30_000)
  await editor.page.locator(`[data-node="${node}"]`).click()
  return {
    ...editor,
    close: async () => {
      await editor.close()
      await closeBrowser()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
