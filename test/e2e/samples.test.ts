import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
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

const violations = async (page: Page) => {
  const { violations: found } = await new AxeBuilder({ page }).analyze()
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(node => node.target.join(' ')).join(', ')}`)
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
  test('are offered on the start page, and one opens by a click with rows and flags', async () => {
    const page = await open({ folder: emptyFolder() })
    const samples = page.locator('.sample')
    await expect.poll(() => samples.locator('b').allInnerTexts()).toHaveLength(4)
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
          .getByText(`${rows.toLocaleString('en-US')} rows`)
          .waitFor()
      expect(existsSync(join(sample.folder, 'out'))).toBe(true)
      expect(editor?.errors).toEqual([])
    },
  )
})

describe.each(['light', 'dark'] as const)('the %s theme', theme => {
  test('has a start page that everybody can use', async () => {
    const page = await open({ folder: emptyFolder(), theme })
    await page.locator('.sample').nth(3).waitFor()
    expect(await violations(page)).toEqual([])
    expect(editor?.errors).toEqual([])
  })

  test('has an editor that everybody can use', async () => {
    const page = await open({ ...copy('customers'), theme })
    await page.locator('[data-node="check"]').click()
    await page.getByRole('grid').getByText('elif.martin6@@example.com').waitFor()
    await page.getByRole('button', { name: 'Add a rule' }).waitFor()
    expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe(theme)
    expect(await violations(page)).toEqual([])
    await page.getByRole('tab', { name: 'Problems' }).click()
    await page.getByText('No problems', { exact: true }).waitFor()
    expect(await violations(page)).toEqual([])
    await page.keyboard.press('Control+K')
    await page.getByRole('combobox', { name: 'Search or run a command' }).waitFor()
    expect(await violations(page)).toEqual([])
    expect(editor?.errors).toEqual([])
  })
})
