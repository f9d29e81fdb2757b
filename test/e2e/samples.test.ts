import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { axe } from './axe.ts'
import { closeBrowser, copyOfSample, type Editor, freshFolder, openEditor, root } from './editor.ts'

const folders: string[] = []
let editor: Editor | null = null

const open = async (options: Parameters<typeof openEditor>[0]): Promise<Page> => {
  editor = await openEditor(options)
  editor.page.setDefaultTimeout(15_000)
  return editor.page
}
const emptyFolder = () => {
  const folder = freshFolder('samples')
  folders.push(folder)
  return folder
}
const copy = (name: string) => {
  const sample = copyOfSample(name)
  folders.push(sample.folder)
  return sample
}
const expected = (name: string) =>
  JSON.parse(readFileSync(join(root, 'samples', name, 'expected/expected.json'), 'utf8')) as {
    readonly sinks: Readonly<Record<string, number>>
  }

const isQuarantine = (path: string, node: string): boolean =>
  (JSON.parse(readFileSync(path, 'utf8')) as { nodes: Record<string, { kind: string }> }).nodes[node]!.kind ===
  'sink.quarantine'

const violations = async (page: Page) => {
  const { violations: found } = await axe(page).analyze()
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(node => node.target.join(' ')).join(', ')}`)
}

const themes = ['light', 'dark'] as const

const shownTheme = (page: Page) => page.evaluate(() => document.documentElement.dataset.theme)

/** Turns to a theme of the page that is there, as a person does. */
const turnTo = async (page: Page, theme: (typeof themes)[number]) => {
  if ((await shownTheme(page)) !== theme) await page.keyboard.press('Alt+T')
  await expect.poll(() => shownTheme(page)).toBe(theme)
}

afterEach(async () => {
  await editor?.close()
  editor = null
})

afterAll(async () => {
  await closeBrowser()
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

describe('samples', () => {
  test('are offered on the start page, which looks as the system does and which everybody can use light and dark, and one opens by a click with rows and flags', async () => {
    const page = await open({ folder: emptyFolder(), theme: 'dark' })
    const samples = page.locator('.sample')
    await expect.poll(() => samples.locator('b').allInnerTexts()).toHaveLength(4)
    expect(await shownTheme(page)).toBe('dark')
    await page.emulateMedia({ colorScheme: 'light' })
    await expect.poll(() => shownTheme(page)).toBe('light')
    await page.emulateMedia({ contrast: 'more', colorScheme: 'dark' })
    await expect.poll(() => shownTheme(page)).toBe('hc')
    await page.emulateMedia({ contrast: 'no-preference', colorScheme: 'dark' })
    await expect.poll(() => shownTheme(page)).toBe('dark')
    for (const theme of themes) {
      await turnTo(page, theme)
      expect(await violations(page), theme).toEqual([])
    }
    await samples.filter({ hasText: 'Customers' }).click()
    await page.locator('[data-node="check"]').click()
    const grid = page.getByRole('grid')
    await grid.getByText('elif.martin6@@example.com').waitFor()
    await expect.poll(() => grid.locator('.flagged.error').count()).toBeGreaterThan(0)
    expect(editor?.errors).toEqual([])
  })

  test.each(['customers', 'clickstream', 'sales-mart', 'clinics'])(
    '%s runs, and its sinks show how many rows they wrote',
    async name => {
      const sample = copy(name)
      const page = await open(sample)
      await page.locator('[data-node]').first().waitFor()
      await page.getByRole('button', { name: 'Run', exact: true }).click()
      for (const [sink, rows] of Object.entries(expected(name).sinks))
        await page
          .locator(`[data-node="${sink}"]`)
          .getByText(`${rows.toLocaleString('en-US')} ${isQuarantine(sample.flow, sink) ? 'kept' : 'rows'}`)
          .waitFor()
      expect(existsSync(join(sample.folder, 'out'))).toBe(true)
      expect(editor?.errors).toEqual([])
    },
  )
})

describe('both themes', () => {
  test('have an editor that everybody can use', async () => {
    const page = await open(copy('customers'))
    await page.locator('[data-node="check"]').click()
    await page.getByRole('grid').getByText('elif.martin6@@example.com').waitFor()
    await page.getByRole('button', { name: 'Add a rule' }).waitFor()
    for (const theme of themes) {
      await turnTo(page, theme)
      expect(await violations(page), theme).toEqual([])
    }
    await page.getByRole('tab', { name: 'Problems' }).click()
    await page.getByText('No problems', { exact: true }).waitFor()
    for (const theme of themes) {
      await turnTo(page, theme)
      expect(await violations(page), theme).toEqual([])
    }
    for (const theme of themes) {
      await turnTo(page, theme)
      await page.keyboard.press('Control+K')
      await page.getByRole('combobox', { name: 'Search or run a command' }).waitFor()
      expect(await violations(page), theme).toEqual([])
      await page.keyboard.press('Escape')
    }
    expect(editor?.errors).toEqual([])
  })
})
