import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { flowOf } from '#test/engine/run/flow-world.ts'
import { axe } from './axe.ts'
import { closeBrowser, type Editor, freshFolder, openEditor } from './editor.ts'

const folder = freshFolder('dry-run')
const flow = join(folder, 'shop.flow.json')
let editor: Editor

beforeAll(async () => {
  const document = flowOf(
    {
      rows: ['source.inline', { columns: [{ name: 'id', type: 'INTEGER' }], rows: [['1'], ['2']] }],
      file: ['sink.csv', { path: 'out/orders-of-a-shop-with-a-long-name.csv' }],
      table: ['sink.duckdb', { path: 'shop.duckdb', table: 'orders', mode: 'upsert', keys: ['id'] }],
    },
    ['rows.out file.in', 'rows.out table.in'],
  )
  writeFileSync(flow, `${JSON.stringify(document, null, 2)}\n`)
  editor = await openEditor({ folder, flow })
  editor.page.setDefaultTimeout(15_000)
})

afterAll(async () => {
  await editor.close()
  await closeBrowser()
  rmSync(folder, { recursive: true, force: true })
})

test('what a run would write is shown before it, and Run then writes it', async () => {
  const { page } = editor
  const dialog = page.getByRole('dialog', { name: 'What a run would write' })
  const row = (name: string) => dialog.getByRole('row').filter({ hasText: name })
  await page.locator('[data-node="table"]').waitFor()
  await page.keyboard.press('Alt+Enter')
  await row('orders-of-a-shop').getByRole('cell', { name: 'created' }).waitFor()
  expect(await row('shop.duckdb').getByRole('cell').allTextContents()).toEqual([
    'table shop.duckdb',
    'created',
    '2',
    '–',
    '–',
  ])
  const { violations } = await axe(page).include('.ui-dialog').analyze()
  expect(violations.map(({ id }) => id)).toEqual([])
  expect(readdirSync(folder)).toEqual(['shop.flow.json'])
  await page.keyboard.press('Enter')
  await expect.poll(() => existsSync(join(folder, 'shop.duckdb'))).toBe(true)
  await page.getByText('Run again').waitFor()
  await page.keyboard.press('Alt+Enter')
  await row('shop.duckdb').getByRole('cell', { name: 'there' }).waitFor()
  expect((await row('shop.duckdb').getByRole('cell').allTextContents()).slice(2)).toEqual(['–', '2', '–'])
  expect((await row('orders-of').getByRole('cell').allTextContents()).slice(2)).toEqual(['2', '–', '2'])
  expect(editor.errors).toEqual([])
})
