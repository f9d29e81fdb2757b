import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'

export interface Browser {
  readonly path: string
  /** Where it was found, in a person's words. */
  readonly from: string
  /** Environment that it needs beside the process's own. */
  readonly env: Readonly<Record<string, string>>
}

/** Flags for a quiet, headless, sandbox-less Chromium on two cores. */
export const chromiumArgs: readonly string[] = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

const installed = (): readonly string[] => [
  ...['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'].flatMap(name =>
    (process.env.PATH ?? '').split(delimiter).map(folder => join(folder, name)),
  ),
  '/usr/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files\\Chromium\\Application\\chrome.exe',
]

const playwrights = async (): Promise<string | null> => {
  const { chromium } = await import('playwright-core')
  const path = chromium.executablePath()
  return path && existsSync(path) ? path : null
}

/** The npm package's own browser, unpacked to the temporary folder, with the NSS libraries that a bare Linux lacks. */
export const packaged = async (): Promise<Browser> => {
  const entry = createRequire(import.meta.url).resolve('@sparticuz/chromium')
  const home = entry.slice(0, entry.lastIndexOf('chromium') + 'chromium'.length)
  const { default: chromium } = await import('@sparticuz/chromium')
  const { inflate } = await import(pathToFileURL(join(home, 'build/esm/lambdafs.js')).href)
  const path = await chromium.executablePath()
  await inflate(join(home, 'bin/al2023.tar.br'))
  const folder = dirname(path)
  const libraries = [join(folder, 'al2023', 'lib'), process.env.LD_LIBRARY_PATH].filter(Boolean).join(':')
  return {
    path,
    from: '@sparticuz/chromium',
    env: { LD_LIBRARY_PATH: libraries, FONTCONFIG_PATH: join(folder, 'fonts') },
  }
}

/** Finds a Chromium: WEIR_CHROMIUM, the system's, Playwright's own, else the one of @sparticuz/chromium. */
export const findChromium = async (): Promise<Browser> => {
  const named = process.env.WEIR_CHROMIUM
  if (named) {
    if (!existsSync(named)) throw new Error(`WEIR_CHROMIUM names ${named}, which does not exist`)
    return { path: named, from: 'WEIR_CHROMIUM', env: {} }
  }
  const system = installed().find(existsSync)
  if (system) return { path: system, from: 'the system', env: {} }
  const own = await playwrights()
  if (own) return { path: own, from: 'Playwright', env: {} }
  return packaged()
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const found = await findChromium()
  console.log(`${found.path} (${found.from})`)
}
