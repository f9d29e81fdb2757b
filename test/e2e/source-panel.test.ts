import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { workbookOf } from '#test/engine/scan/workbook.ts'
import { axe } from './axe.ts'
import { closeBrowser, type Editor, openEditor } from './editor.ts'

const folder = mkdtempSync(join(tmpdir(), 'weir-e2e-panel-'))
const rows = Array.from({ length: 40 }, (_, i) =>
  i === 3
    ? `${i};"one ""two""; three";n/a;01.03.2024`
    : i === 5
      ? `${i};short;1,50`
      : `${i};"name ${i}";${i},50;02.03.2024`,
)
const long = 'x'.repeat(20_000)
const source = (path: string, settings: object = {}, kind = 'source.csv') => ({
  kind,
  version: 1,
  settings: { path, ...settings },
})
const nodes = {
  orders: source('orders.csv', { decimal: ',' }),
  wide: source('wide.csv'),
  months: source('month-*.csv', { unionByName: true }),
  events: source('events.ndjson', {}, 'source.json'),
  gone: source('gone.csv'),
  book: source('book.xlsx', {}, 'source.excel'),
}
const flow = {
  weir: 1,
  name: 'Panel',
  params: {},
  nodes,
  edges: [],
  tests: [],
  layout: {
    nodes: Object.fromEntries(
      Object.keys(nodes).map((id, i) => [id, { x: (i % 2) * 240, y: Math.floor(i / 2) * 130 }]),
    ),
    groups: [],
    notes: [],
  },
}
const files = {
  'orders.csv': `id;name;amount;day\n${rows.join('\n')}\n`,
  'wide.csv': `${Array.from({ length: 500 }, (_, i) => `column_${i}`).join(',')}\n${Array.from({ length: 500 }, (_, i) => (i === 7 ? long : i)).join(',')}\n`,
  'month-1.csv': 'id,name\n1,a\n',
  'month-2.csv': 'id,title\n1,a\n',
  'events.ndjson': `${Array.from({ length: 50 }, (_, i) => JSON.stringify({ id: i, ...(i % 2 ? { tag: 'a' } : {}) })).join('\n')}\n{broken\n`,
  'panel.flow.json': `${JSON.stringify(flow, null, 2)}\n`,
}
let editor: Editor
let page: Page

const panel = () => page.getByRole('region', { name: 'What was found out about the file' })
const field = (name: string) => panel().getByRole('combobox', { name, exact: true })
const evidence = (setting: string) => panel().locator(`[data-setting="${setting}"] .evidence`)
const headers = () => page.getByRole('grid', { name: /^Rows of/ }).getByRole('columnheader')
const columns = async () => (await headers().allTextContents()).length
const select = async (id: string) => {
  await page.locator(`[data-node="${id}"]`).click()
  await panel().getByText('Found out from').waitFor()
}
const faults = async (part: string) => {
  const { violations } = await axe(page).include(part).analyze()
  return violations.map(({ id, nodes: where }) => [id, where.map(each => each.html)])
}

beforeAll(async () => {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  const sheets = [
    { name: 'Notes', rows: [['old'], [1]], state: 'hidden' },
    {
      name: 'Orders & co',
      rows: [
        ['id', 'sum'],
        [1, 2.5],
        [2, { error: '#DIV/0!' }],
      ],
    },
    { name: '2024', rows: [['year'], [2024]] },
  ]
  writeFileSync(join(folder, 'book.xlsx'), await workbookOf({ sheets }))
  editor = await openEditor({ folder, flow: 'panel.flow.json' })
  page = editor.page
  page.setDefaultTimeout(15_000)
  await select('orders')
})

afterAll(async () => {
  await editor.close()
  await closeBrowser()
  rmSync(folder, { recursive: true, force: true })
})

describe('the panel of a source', () => {
  test('says what was found out, and why', async () => {
    await expect.poll(() => field('Delimiter').inputValue()).toBe(';')
    expect(await evidence('delimiter').textContent()).toBe('; in 40 of 41 lines, 4 cells each')
    expect(await evidence('header').textContent()).toBe('line 1 has id, where the others have BIGINT')
    expect(await panel().getByRole('button', { name: 'Type of amount: VARCHAR' }).count()).toBe(1)
    expect(await panel().locator('.type-findings').textContent()).toContain(
      'DOUBLE in 38 of 39, first that is not: line 5 n/a',
    )
    expect(await faults('.inspector')).toEqual([])
  })

  test('has another delimiter taken with one press, and is asked to find it out again', async () => {
    const before = await columns()
    await field('Delimiter').click()
    await page.getByRole('option', { name: /^, / }).click()
    await expect.poll(columns).not.toBe(before)
    await expect.poll(() => field('Delimiter').inputValue()).toBe(',')
    await panel().getByRole('button', { name: 'Find out again: Delimiter' }).click()
    await expect.poll(columns).toBe(before)
    await page.keyboard.press('Control+z')
    await expect.poll(() => field('Delimiter').inputValue()).toBe(',')
    await page.keyboard.press('Control+z')
    await expect.poll(columns).toBe(before)
  })

  test('is changed and undone with the keyboard alone', async () => {
    await field('Delimiter').focus()
    await page.keyboard.press('Tab')
    await page.keyboard.press('ArrowDown')
    await page.getByRole('option', { name: 'no' }).waitFor()
    await page.keyboard.press('End')
    await page.keyboard.press('Enter')
    await headers().filter({ hasText: 'column0' }).waitFor()
    await page.keyboard.press('Tab')
    await panel().getByRole('button', { name: 'Find out again: Header' }).press('Enter')
    await headers().filter({ hasText: 'amount' }).waitFor()
    await field('Encoding').focus()
    await page.keyboard.type('utf-9')
    await page.keyboard.press('Enter')
    await panel().getByText('Nobody knows the encoding').first().waitFor()
    await panel().getByRole('button', { name: 'As before: Encoding' }).press('Enter')
    await headers().filter({ hasText: 'amount' }).waitFor()
    await panel().getByRole('button', { name: 'Type of id: BIGINT' }).press('Enter')
    await page.keyboard.press('Control+a')
    await page.keyboard.type('varchar')
    await page.keyboard.press('Enter')
    await panel().getByRole('button', { name: 'Type of id: VARCHAR' }).waitFor()
    await panel().getByRole('button', { name: 'Find out again: type of id' }).press('Enter')
    await panel().getByRole('button', { name: 'Type of id: BIGINT' }).waitFor()
  })

  test('shows the first lines beside their rows, and lights up a cell on both sides', async () => {
    await panel().getByRole('button', { name: 'First lines' }).click()
    const raw = page.getByRole('grid', { name: /^First lines of/ })
    const said = page.locator('.lines-foot')
    await raw.locator('[data-line="2"] [data-cell="2"]').hover()
    expect(await page.locator('.read-row > .lit').textContent()).toBe('1,50')
    await raw.focus()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowLeft')
    expect(await said.textContent()).toBe('Line 5, name: "one ""two""; three" is read as one "two"; three.')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowDown')
    expect(await said.textContent()).toMatch(/^Line 7: .*4.*3/)
    expect(await page.locator('.read-row.is-fault').count()).toBe(1)
    await page.getByRole('button', { name: 'Signs' }).click()
    expect(await raw.locator('[data-line="1"]').textContent()).toContain('"name·0"')
    expect(await raw.locator('.raw-end').first().textContent()).toBe('LF')
    const [left, right] = await Promise.all(
      ['.raw-line', '.read-row'].map(line => page.locator(`${line}[data-line="7"]`).boundingBox()),
    )
    expect(Math.abs(left!.y - right!.y)).toBeLessThan(2)
    expect(await faults('.dock')).toEqual([])
  })

  test('shows the sheets of a workbook to choose from, and what the cells of one are', async () => {
    await select('book')
    await expect.poll(() => field('Sheet').inputValue()).toBe('Orders & co')
    await expect
      .poll(() => evidence('sheet').textContent())
      .toContain('3 sheets: `Notes`, `Orders & co`, `2024`'.replaceAll('`', ''))
    await panel().getByText('all cells are, and some show an error').waitFor()
    await field('Sheet').click()
    await page.getByRole('option', { name: /^Notes.*hidden/ }).waitFor()
    await page.getByRole('option', { name: /^2024/ }).click()
    await headers().filter({ hasText: 'year' }).waitFor()
    await panel().getByRole('button', { name: 'Find out again: Sheet' }).press('Enter')
    await headers().filter({ hasText: 'sum' }).waitFor()
    expect(await faults('.inspector')).toEqual([])
  })

  test('copes with 500 columns, long cells, several files, JSON, and a file that is not there', async () => {
    await select('wide')
    await page
      .getByRole('grid', { name: /^First lines of/ })
      .getByText('column_7', { exact: true })
      .waitFor()
    await panel().getByRole('textbox', { name: 'Find a column' }).fill('column_499')
    await panel().getByRole('button', { name: 'Type of column_499: BIGINT' }).waitFor()
    await select('months')
    await panel().getByText('month-2.csv lacks name, also has title').waitFor()
    await panel().getByRole('combobox', { name: 'File that is looked at' }).click()
    await page.getByRole('option', { name: /month-2/ }).click()
    await page.locator('.raw-line').getByText('title').waitFor()
    await select('events')
    await panel().getByText('50 of 51 lines are objects of their own').waitFor()
    await panel()
      .getByText(/in 25 of 51 records: text 25/)
      .waitFor()
    await page.locator('[data-node="gone"]').click()
    await page.locator('.dock').getByText('There is no file gone.csv.').waitFor()
    expect(editor.errors).toEqual([])
  })
})
