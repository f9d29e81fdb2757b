import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { closeBrowser, copyOfSample, type Editor, openEditor } from './editor.ts'

const sample = copyOfSample('customers')
let editor: Editor
let page: Page

const grid = () => page.getByRole('grid')
const rows = async () => Number(await grid().getAttribute('aria-rowcount')) - 1
const tab = (name: string) => page.getByRole('tablist', { name: 'Dock' }).getByRole('tab', { name })
const table = () => page.getByRole('region', { name: 'Profile of Check customers, out' })
const chips = () => page.locator('.tools').getByRole('button', { name: /^Remove the filter of/ })
/** The rows that a bar or a value says it counts. */
const counted = (said: string | null) => Number(/([\d,]+) rows?$/.exec(said ?? '')?.[1]?.replaceAll(',', ''))
const faults = async () => {
  const { violations } = await new AxeBuilder({ page }).include('.dock').analyze()
  return violations.map(({ id, nodes }) => [id, nodes.map(each => each.html)])
}

beforeAll(async () => {
  editor = await openEditor(sample)
  page = editor.page
  page.setDefaultTimeout(15_000)
  await page.locator('[data-node="check"]').click()
  await tab('Profile').click()
  await table().getByRole('row').nth(1).waitFor()
})

afterAll(async () => {
  await editor.close()
  await closeBrowser()
  rmSync(sample.folder, { recursive: true, force: true })
})

describe('the profile of a port', () => {
  test('has a row for each column, that everybody can read, light and dark', async () => {
    const columns = readFileSync(join(sample.folder, 'data/customers.csv'), 'utf8').split('\n')[0]!.split(',')
    expect(await table().getByRole('rowheader').count()).toBe(columns.length)
    await page.getByTitle('What these figures are of').filter({ hasText: 'all 2,000 rows' }).waitFor()
    expect(await faults()).toEqual([])
    await page.keyboard.press('Alt+T')
    await expect.poll(() => page.locator('html').getAttribute('data-theme')).toBe('dark')
    expect(await faults()).toEqual([])
    await page.keyboard.press('Alt+T')
  })

  test('filters the grid by the rows of a bar that is pressed, also with the keyboard alone', async () => {
    const bars = table().getByRole('toolbar').first()
    const bar = bars.getByRole('button').nth(2)
    const said = await bar.getAttribute('aria-label')
    await bars.getByRole('button').first().focus()
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowRight')
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe(said)
    await page.keyboard.press('Enter')
    await grid().waitFor()
    expect(await tab('Data').getAttribute('aria-selected')).toBe('true')
    await expect.poll(rows).toBe(counted(said))
    expect(counted(said)).toBeGreaterThan(0)
    expect(await chips().count()).toBeGreaterThan(0)
  })

  test('filters the grid by the length of texts and by a shape', async () => {
    for (const what of [
      table()
        .getByRole('toolbar', { name: /^Lengths of/ })
        .first()
        .getByRole('button')
        .nth(1),
      table()
        .getByRole('button', { name: /has the shape/ })
        .first(),
    ]) {
      await page.keyboard.press('Alt+4')
      const said = await what.getAttribute('aria-label')
      await what.click()
      await expect.poll(rows).toBe(counted(said))
      expect(counted(said)).toBeGreaterThan(0)
    }
  })

  test('filters the grid by a value, of which a node is made with the same rows', async () => {
    await page.keyboard.press('Alt+4')
    const value = table().locator('button.value').first()
    const said = await value.getAttribute('aria-label')
    await value.click()
    await expect.poll(rows).toBe(counted(said))
    await page.getByRole('button', { name: 'Make a filter node' }).click()
    await page.locator('[data-node="filter"]').waitFor()
    await grid().and(page.getByLabel('Rows of Filter, match')).waitFor()
    await expect.poll(rows).toBe(counted(said))
    expect(await chips().count()).toBe(0)
    expect(editor.errors).toEqual([])
  })
})
