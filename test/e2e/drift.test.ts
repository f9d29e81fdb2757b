import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Editor, openFlow } from './editor.ts'

const file = (name: string) => join(editor.folder, name)
let editor: Editor
let page: Page

const document = {
  weir: 1,
  name: 'Orders',
  params: {},
  nodes: {
    orders: { kind: 'source.csv', version: 1, settings: { path: 'orders.csv', onDrift: 'stop' } },
    out: { kind: 'sink.csv', version: 1, settings: { path: 'out.csv' } },
  },
  edges: [{ from: 'orders.out', to: 'out.in' }],
  tests: [],
  layout: { nodes: { orders: { x: 0, y: 0 }, out: { x: 300, y: 0 } }, groups: [], notes: [] },
}

beforeAll(async () => {
  editor = await openFlow('drift', document, { 'orders.csv': 'id,mail\n1,a\n' }, 'orders')
  page = editor.page
})

afterAll(() => editor.close())

test('a column with a new name stops the run, and a click at its source mends the flow', async () => {
  await page.keyboard.press('Control+Enter')
  await page.getByText(/Last run done/).waitFor()
  writeFileSync(file('orders.csv'), 'id,email\n2,b\n')
  await page.keyboard.press('Control+Enter')
  await page.getByText('The run was stopped, nothing was published').waitFor()
  expect(readFileSync(file('out.csv'), 'utf8')).toBe('id,mail\n1,a\n')
  await page.getByRole('tab', { name: /Problems/ }).click()
  await page.getByRole('list', { name: 'Problems' }).getByRole('button', { name: 'Call it mail again' }).first().click()
  await page.locator('[data-node="select_columns"]').waitFor()
  await page.keyboard.press('Control+Enter')
  await page.getByText(/Last run done/).waitFor()
  expect(readFileSync(file('out.csv'), 'utf8')).toBe('id,mail\n2,b\n')
  expect(editor.errors).toEqual([])
})
