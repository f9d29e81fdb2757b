import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { closeBrowser, copyOfSample, type Editor, middle, openEditor, root } from './editor.ts'

const sample = copyOfSample('customers')
const expected = JSON.parse(readFileSync(join(root, 'samples/customers/expected/expected.json'), 'utf8')) as {
  readonly ports: Readonly<Record<string, number>>
  readonly rules: { readonly check: Readonly<Record<string, number>> }
}
let editor: Editor
let page: Page

const all = expected.ports['customers.out'] ?? 0
const grid = () => page.getByRole('grid')
const cell = (row: number, column: number) => grid().locator(`[data-row="${row}"] [data-column="${column}"]`)
const name = 1
const email = 2
const current = () => grid().locator('.grid-cell.cur')
const currentRow = async () => Number(await current().locator('xpath=..').getAttribute('data-row'))
/** How many rows are shown, without the header. */
const rows = async () => Number(await grid().getAttribute('aria-rowcount')) - 1
const chip = (label: string | RegExp) => page.locator('.tools').getByRole('button', { name: label })
const clipboard = () => page.evaluate(() => navigator.clipboard.readText())
const texts = (column: number, count: number) =>
  Promise.all(Array.from({ length: count }, (_, row) => cell(row, column).textContent()))

const showAll = async () => {
  await chip('All rows').click()
  await expect.poll(rows).toBe(all)
}

beforeAll(async () => {
  editor = await openEditor(sample)
  page = editor.page
  page.setDefaultTimeout(15_000)
  await page.locator('[data-node="check"]').click()
  await grid().getByText('elif.martin6@@example.com').waitFor()
})

afterAll(async () => {
  await editor.close()
  await closeBrowser()
  rmSync(sample.folder, { recursive: true, force: true })
})

describe('the rows of a validator', () => {
  test('are walked from one flagged row to the next with F8, and back with Shift', async () => {
    await page.keyboard.press('F8')
    await expect.poll(currentRow).toBe(6)
    expect(await current().getAttribute('class')).toContain('flagged error')
    await page.keyboard.press('F8')
    await expect.poll(currentRow).toBe(10)
    expect(await current().textContent()).toBe('chloe.hughes10example.com')
    await page.keyboard.press('Shift+F8')
    await expect.poll(currentRow).toBe(6)
    await page.keyboard.press('Escape')
  })

  test('say at a flagged cell which rule of which node it breaks', async () => {
    await page.mouse.move(0, 0)
    await cell(10, email).hover()
    const reason = page.getByRole('tooltip').filter({ hasText: 'Rule' })
    await reason.waitFor()
    const said = await reason.textContent()
    expect(said).toContain('Rule email in Check customers')
    expect(said).toContain('chloe.hughes10example.com')
    expect(said).toContain(`${expected.rules.check.email} rows here are like it`)
    await page.mouse.move(700, 5)
    await expect.poll(() => reason.count()).toBe(0)
  })

  test('are fewer when only flagged ones are shown, and all of them are flagged', async () => {
    await chip(/^Flagged/).click()
    await expect.poll(rows).toBeLessThan(all)
    const flagged = await rows()
    expect(flagged).toBeGreaterThanOrEqual(expected.ports['check.reject'] ?? all)
    const shown = grid().locator('.grid-row')
    expect(await shown.count()).toBeGreaterThan(3)
    await expect.poll(() => shown.filter({ hasNot: page.locator('.flagged') }).count()).toBe(0)
    await showAll()
  })

  test('are parted by severity and by rule', async () => {
    await chip('Critical').click()
    await expect.poll(rows).toBe(expected.rules.check.id)
    await chip('Critical').click()
    await expect.poll(rows).toBe(all)
    await chip('Rule').click()
    await page.getByRole('menuitemradio', { name: `email ${expected.rules.check.email}` }).click()
    await expect.poll(rows).toBe(expected.rules.check.email)
    await page.getByTitle('What these rows are of').filter({ hasText: '50 of 2,000 rows' }).waitFor()
    await showAll()
  })

  test('are sorted by a click on a header, and back in their own order by a third', async () => {
    const column = grid()
      .getByRole('columnheader')
      .nth(name + 1)
    const header = column.getByText('name', { exact: true })
    const before = await texts(name, 5)
    await header.click()
    await expect.poll(() => texts(name, 2)).toEqual(['Ann Hughes', 'Ann Hughes'])
    await header.click()
    await expect.poll(async () => (await texts(0, 1))[0]).not.toBe('10000')
    expect(await column.getAttribute('aria-sort')).toBe('descending')
    await header.click()
    await expect.poll(() => texts(name, 5)).toEqual(before)
  })

  test('are found by what they hold, with the place marked', async () => {
    await cell(0, name).click()
    await page.keyboard.press('Control+F')
    const find = page.getByRole('textbox', { name: 'Find rows' })
    await find.fill('martin6@')
    await expect.poll(rows).toBe(1)
    expect(await grid().locator('mark').textContent()).toBe('martin6@')
    await find.press('Escape')
    await expect.poll(rows).toBe(all)
  })

  test('are copied as tab-separated text by keys, and as JSON by the menu', async () => {
    await cell(5, name).click()
    await cell(6, email).click({ modifiers: ['Shift'] })
    await page.keyboard.press('Control+C')
    await expect.poll(clipboard).toBe('Chloé Rossi\tchloe.rossi5@example.org\nElif Martin\telif.martin6@@example.com')
    await cell(6, name).click({ button: 'right' })
    await page.getByRole('menuitem', { name: 'Copy as JSON' }).click()
    await expect.poll(clipboard).toMatch(/^\[/)
    expect(JSON.parse(await clipboard())).toEqual([
      { name: 'Chloé Rossi', email: 'chloe.rossi5@example.org' },
      { name: 'Elif Martin', email: 'elif.martin6@@example.com' },
    ])
  })

  test('keep their flags behind a node that comes later', async () => {
    const plus = page.locator('[data-node="check"]').getByRole('button', { name: 'Add a node after out' })
    const at = await middle(plus)
    await page.mouse.click(at.x, at.y)
    await page.getByRole('combobox', { name: 'Search nodes' }).fill('sort')
    await page.getByRole('option', { name: 'Sort' }).first().click()
    await page.locator('[data-node="sort"]').waitFor()
    await page.getByRole('complementary').getByRole('combobox', { name: 'By', exact: true }).click()
    await page.getByRole('option').filter({ hasText: 'email' }).click()
    await page.getByRole('complementary').getByRole('button', { name: 'Direction of email: asc' }).click()
    await grid().and(page.getByLabel('Rows of Sort, out')).waitFor()
    await expect.poll(rows).toBe(all)
    await chip('Rule').click()
    await page.getByRole('menuitemradio', { name: `email ${expected.rules.check.email}` }).click()
    await expect.poll(rows).toBe(expected.rules.check.email)
    await expect.poll(() => cell(0, email).getAttribute('class')).toContain('flagged error')
    await cell(0, email).hover()
    const reason = page.getByRole('tooltip').filter({ hasText: 'Rule' })
    await expect.poll(() => reason.textContent()).toContain('Rule email in Check customers')
    expect(editor.errors).toEqual([])
  })
})
