import { spawn } from 'node:child_process'
import type { Io } from './io.ts'

const opener = (url: string): readonly [string, readonly string[]] =>
  process.platform === 'win32'
    ? ['rundll32', ['url.dll,FileProtocolHandler', url]]
    : process.platform === 'darwin'
      ? ['open', [url]]
      : ['xdg-open', [url]]

/** Whether there is a screen to open a window on. */
export const hasScreen = (io: Io): boolean =>
  process.platform === 'win32' || process.platform === 'darwin' || Boolean(io.env.DISPLAY || io.env.WAYLAND_DISPLAY)

/** Shows an address in the person's browser, if there is one: the address was printed in any case. */
export const openInBrowser = (url: string, io: Io): void => {
  if (!hasScreen(io)) return
  const [program, args] = opener(url)
  const child = spawn(program, args, { stdio: 'ignore', detached: true })
  child.on('error', () => {})
  child.unref()
}
