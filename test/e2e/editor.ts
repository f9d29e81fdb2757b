import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Browser, chromium, type Page } from 'playwright-core'
import { chromiumArgs, findChromium } from '#test/tools/chromium.ts'

export const root = fileURLToPath(new URL('../..', import.meta.url))
export const weir = join(root, 'dist/cli/weir.js')

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
  const home = mkdtempSync(join(tmpdir(), 'weir-e2e-home-'))
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
      rmSync(home, { recursive: true, force: true })
    },
  }
}
