import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { _electron } from 'playwright-core'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const home = join(root, 'node_modules', 'electron')
const named = join(home, 'path.txt')
const binary = existsSync(named) ? join(home, 'dist', readFileSync(named, 'utf8').trim()) : null
const there = binary !== null && existsSync(binary) && Boolean(process.env.DISPLAY || process.platform !== 'linux')

if (!there) console.warn('Electron’s binary or a screen is not here: the smoke test of the desktop window does not run')

test.runIf(there)('the desktop window opens on the start page', async () => {
  const app = await _electron.launch({ executablePath: binary!, args: [root], cwd: root })
  try {
    const window = await app.firstWindow()
    await window.getByRole('button', { name: 'Empty flow' }).waitFor()
    expect(await window.title()).toContain('Weir')
  } finally {
    await app.close()
  }
})
