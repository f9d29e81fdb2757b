import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { findChromium } from './chromium.ts'

afterEach(() => vi.unstubAllEnvs())

describe('the search for a Chromium', () => {
  it('takes the one that WEIR_CHROMIUM names', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'weir-chromium-')), 'browser')
    writeFileSync(path, '')
    vi.stubEnv('WEIR_CHROMIUM', path)
    expect(await findChromium()).toEqual({ path, from: 'WEIR_CHROMIUM', env: {} })
  })

  it('says so when WEIR_CHROMIUM names nothing', async () => {
    vi.stubEnv('WEIR_CHROMIUM', '/nowhere/browser')
    await expect(findChromium()).rejects.toThrow('/nowhere/browser')
  })

  it('takes a browser on the PATH before any other', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'weir-chromium-'))
    writeFileSync(join(folder, 'google-chrome'), '')
    vi.stubEnv('WEIR_CHROMIUM', '')
    vi.stubEnv('PATH', folder)
    const found = await findChromium()
    expect(found).toMatchObject({ from: 'the system', path: join(folder, 'google-chrome') })
  })
})
