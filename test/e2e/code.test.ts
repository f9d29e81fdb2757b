import { afterAll, beforeAll, expect, test } from 'vitest'
import { closeBrowser, copyOfSample, type Editor, middle, openEditor } from './editor.ts'

let editor: Editor

beforeAll(async () => {
  editor = await openEditor(copyOfSample('customers'))
  editor.page.setDefaultTimeout(15_000)
})

afterAll(async () => {
  await editor.close()
  await closeBrowser()
})

test('A query is typed in Monaco with spaces and a completed column, and its rows are shown', async () => {
  const { page } = editor
  await page.locator('[data-node="customers"]').waitFor()
  const canvas = (await page.locator('.react-flow__pane').boundingBox())!
  const entry = page.locator('[data-kind="transform.sql"]')
  await entry.scrollIntoViewIfNeeded()
  const from = await middle(entry)
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  await page.mouse.move(canvas.x + 600, canvas.y + 380, { steps: 6 })
  await page.mouse.up()
  const query = page.locator('[data-node="sql"]')
  await query.waitFor()
  const output = await middle(page.locator('[data-node="customers"]').getByLabel('output out', { exact: true }))
  const input = await middle(query.getByLabel('input input', { exact: true }))
  await page.mouse.move(output.x, output.y)
  await page.mouse.down()
  await page.mouse.move(input.x - 30, input.y, { steps: 5 })
  await page.mouse.move(input.x, input.y, { steps: 3 })
  await page.mouse.up()
  await query.click()
  const code = page.getByRole('complementary').locator('.monaco-editor').first()
  await code.waitFor()
  await page.getByRole('grid').getByText('Giulia Vidal').first().waitFor()
  await code.click()
  await page.keyboard.press('Control+A')
  await page.keyboard.type('SELECT id, birth')
  await page.locator('.suggest-widget').getByText('birth_date').first().waitFor()
  await page.keyboard.press('Enter')
  await page.keyboard.type(' FROM input')
  const headers = page.getByRole('grid').getByRole('columnheader')
  await expect.poll(async () => (await headers.allInnerTexts()).join(' ')).toMatch(/id[\s\S]*birth_date/)
  await expect.poll(async () => (await headers.allInnerTexts()).join(' ')).not.toContain('email')
  expect(editor.errors).toEqual([])
})
