import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { packageRoot } from '#hosts/service/package-root.ts'
import { hasScreen } from './browser.ts'
import { exit } from './exit.ts'
import type { Io } from './io.ts'

export type Opened =
  | { readonly opened: true; readonly code: number }
  | { readonly opened: false; readonly reason: string }

const home = packageRoot(fileURLToPath(import.meta.url))

/** Runs a program to its end; null where it could not be started or took too long. */
const runToEnd = (
  program: string,
  args: readonly string[],
  signal: AbortSignal | null,
  ms?: number,
): Promise<number | null> =>
  new Promise(done => {
    const stdio = signal ? 'inherit' : 'ignore'
    const child = spawn(program, args, { cwd: process.cwd(), stdio, ...(ms ? { timeout: ms } : {}) })
    const stop = () => child.kill()
    signal?.addEventListener('abort', stop)
    child.on('error', () => done(null))
    child.on('exit', code => {
      signal?.removeEventListener('abort', stop)
      done(signal?.aborted ? exit.cancelled : code)
    })
  })

/** The folder of the electron package; null where it was not installed. */
const packageFolder = (): string | null => {
  try {
    return dirname(createRequire(import.meta.url).resolve('electron/package.json'))
  } catch {
    return null
  }
}

const binaryIn = (folder: string): string | null => {
  const named = join(folder, 'path.txt')
  if (!existsSync(named)) return null
  const path = join(process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(folder, 'dist'), readFileSync(named, 'utf8').trim())
  return existsSync(path) ? path : null
}

const fetchMs = 120_000

/** The binary, fetched on first use: it is no part of the npm package. */
const findBinary = async (io: Io): Promise<string | null> => {
  const folder = packageFolder()
  if (folder === null) return null
  const found = binaryIn(folder)
  if (found !== null) return found
  io.err('Looking for the Electron binary …')
  await runToEnd(process.execPath, [join(folder, 'install.js')], null, fetchMs)
  return binaryIn(folder)
}

/** Opens the desktop editor and waits for its end; says why, where that cannot be. */
export const openElectron = async (flow: string | null, io: Io): Promise<Opened> => {
  if (!existsSync(join(home, 'dist/electron/main.cjs')))
    return { opened: false, reason: 'The desktop editor was not built' }
  if (!hasScreen(io)) return { opened: false, reason: 'There is no screen for Electron' }
  const binary = await findBinary(io)
  if (binary === null) return { opened: false, reason: 'The Electron binary cannot be had' }
  const code = await runToEnd(binary, [home, ...(flow === null ? [] : [resolve(io.folder, flow)])], io.signal)
  return code === null ? { opened: false, reason: 'Electron does not start' } : { opened: true, code }
}
