import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Editor, openFlow, readAgain } from './editor.ts'

const more = Array.from({ length: 6 }, (_, i) => `${i + 5},e,7\n`).join('')
const rows = `1,a,5\n2,b\n3,"c" d,6\n4,e,7\n${more}`
let editor: Editor
let page: Page

const document = {
  weir: 1,
  name: 'Orders',
  params: {},
  nodes: {
    orders: { kind: 'source.csv', version: 1, settings: { path: 'orders.csv', badLines: 'flag' } },
  },
  edges: [],
  tests: [],
  layout: { nodes: { orders: { x: 0, y: 0 } }, groups: [], notes: [] },
}

const problems = () => page.getByRole('list', { name: 'Problems' })

beforeAll(async () => {
  editor = await openFlow('broken-lines', document, { 'orders.csv': `id;name;n\n${rows}` }, 'orders')
  page = editor.page
})

afterAll(() => editor.close())

test('a first line that cannot name the columns is a problem of the source', async () => {
  await page.getByRole('tab', { name: /Problems/ }).click()
  await problems().getByText('The first line of orders.csv has 1 cell, and most lines have 3').first().waitFor()
  expect(editor.errors).toEqual([])
})

test('lines that are kept though they are no rows stand in their place, each with its text', async () => {
  writeFileSync(join(editor.folder, 'orders.csv'), `id,name,n\n${rows}`)
  await page
    .getByRole('tab', { name: /Rows|Data|Preview/ })
    .first()
    .click()
  const broken = async () => {
    await readAgain(page)
    return page.getByRole('grid').getByText('"c" d').count()
  }
  await expect.poll(broken, { interval: 500 }).toBe(1)
  await page
    .getByRole('grid')
    .locator('[data-row="1"]')
    .hover({ position: { x: 30, y: 10 } })
  await page.getByRole('tooltip').getByText('The line has too few cells (orders.csv, line 3: 2,b)').waitFor()
  expect(editor.errors).toEqual([])
})
