import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { closeBrowser, type Editor, middle, openEditor } from './editor.ts'

const folder = mkdtempSync(join(tmpdir(), 'weir-rules-'))
const orders = `order_id,customer,email,price,status
1,Ann,ann@example.org,10.50,paid
2,Bela,bela@@example.org,3.00,open
3,,cem@example.org,7.25,paid
3,Dirk,dirk@example.org,-5.00,paid
5,Elif,elif@example.org,1.10,lost
`
const flow = {
  weir: 1,
  name: 'Orders',
  nodes: {
    orders: { kind: 'source.csv', version: 1, title: 'Orders', settings: { path: 'data/orders.csv' } },
    sort: { kind: 'transform.sort', version: 1, settings: { by: [{ column: 'order_id' }] } },
    good: { kind: 'sink.csv', version: 1, settings: { path: 'out/good.csv' } },
  },
  edges: [
    { from: 'orders.out', to: 'sort.in' },
    { from: 'sort.out', to: 'good.in' },
  ],
  layout: { nodes: { orders: { x: 0, y: 0 }, sort: { x: 236, y: 0 }, good: { x: 472, y: 0 } } },
}
let editor: Editor
let page: Page

const node = (id: string) => page.locator(`[data-node="${id}"]`)
const inspector = () => page.getByRole('complementary')
const grid = () => page.getByRole('grid')
const edges = () => page.locator('.react-flow__edge')
const lines = () => inspector().locator('.rule-open')
const ids = () => inspector().locator('.rule-open .name').allInnerTexts()
const head = (column: string) => grid().locator('.grid-column').filter({ hasText: column })
const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '')
const pick = async (words: string) => {
  await page.getByLabel('Search rules').fill(words)
  await page.keyboard.press('Enter')
}
const column = async (name: string) => {
  await expect.poll(focused).toBe('Columns')
  await page.keyboard.type(name)
  await page.getByRole('option', { name }).first().click()
}
/** What keeps a part of the page from being read by everybody. */
const faults = async (part: string) => {
  const { violations } = await new AxeBuilder({ page }).include(part).analyze()
  return violations.map(({ id, nodes }) => [id, nodes.map(each => each.html)])
}
const rules = (id: string): { id: string; kind: string; columns: string[] }[] =>
  JSON.parse(readFileSync(join(folder, 'orders.flow.json'), 'utf8')).nodes[id].settings.rules

beforeAll(async () => {
  mkdirSync(join(folder, 'data'))
  writeFileSync(join(folder, 'data/orders.csv'), orders)
  writeFileSync(join(folder, 'orders.flow.json'), `${JSON.stringify(flow, null, 2)}\n`)
  editor = await openEditor({ folder, flow: 'orders.flow.json' })
  page = editor.page
  page.setDefaultTimeout(10_000)
  await node('orders').click()
  await grid().getByText('bela@@example.org').waitFor()
})

afterAll(async () => {
  await editor.close()
  await closeBrowser()
  rmSync(folder, { recursive: true, force: true })
})

describe('a validator of five rules', () => {
  test("begins at a column's head: a validator behind the rows, on their edge, in one step", async () => {
    await head('email').hover()
    await page.getByRole('button', { name: 'Add a rule on email' }).click()
    expect(await page.getByRole('group', { name: /^often for/ }).count()).toBe(1)
    await pick('email')
    await node('rules').waitFor()
    await expect.poll(() => edges().count()).toBe(3)
    await expect.poll(ids).toEqual(['email_format'])
    expect(await inspector().getByText('email', { exact: true }).count()).toBeGreaterThan(0)
    await grid().locator('.flagged').getByText('bela@@example.org').waitFor()
    await node('rules').click()
    await page.keyboard.press('Control+Z')
    await expect.poll(() => node('rules').count()).toBe(0)
    expect(await edges().count()).toBe(2)
    await page.keyboard.press('Control+Shift+Z')
    await node('rules').click()
  })

  test('takes a second rule from a cell, by keys alone', async () => {
    await grid().locator('[data-row="3"] [data-column="3"]').click()
    await page.keyboard.press('Alt+R')
    await pick('expect_column_values_to_be_between')
    await expect.poll(ids).toEqual(['email_format', 'price_range'])
    await expect.poll(focused).toBe('At least')
    await page.keyboard.type('0')
    await grid().locator('.flagged').getByText('-5').waitFor()
  })

  test('takes a third that is dropped on it, and says so before', async () => {
    const entry = page.locator('[data-kind="validate.rules Not null"]')
    await entry.scrollIntoViewIfNeeded()
    const from = await middle(entry)
    const to = await middle(node('rules'))
    await page.mouse.move(from.x, from.y)
    await page.mouse.down()
    await page.mouse.move(from.x + 8, from.y + 8)
    await page.mouse.move(to.x, to.y, { steps: 4 })
    await page.getByText('Adds Not null to Rules').waitFor()
    expect(await node('rules').getAttribute('class')).toContain('takes')
    await page.mouse.up()
    await column('customer')
    await expect.poll(ids).toEqual(['email_format', 'price_range', 'not_null'])
    expect(await page.locator('[data-node]').count()).toBe(4)
  })

  test("takes a fourth from the palette's search, by another tool's name", async () => {
    await page.getByLabel('Add a node').first().fill('expect_column_values_to_be_unique')
    await page.getByText('Enter adds it to Rules.').waitFor()
    await page.keyboard.press('Enter')
    await column('order_id')
    await expect.poll(ids).toEqual(['email_format', 'price_range', 'not_null', 'unique'])
  })

  test('takes a fifth from its own list', async () => {
    await page.getByRole('button', { name: 'Add a rule', exact: true }).click()
    await pick('allowed values')
    await column('status')
    const values = inspector().locator('.rule-body')
    for (const value of ['paid', 'open']) {
      await values.locator('[data-setting$=".values"]').getByRole('button', { name: 'Add' }).click()
      await page.keyboard.type(value)
    }
    await grid().locator('.flagged').getByText('lost').waitFor()
  })

  test('flags every bad cell, and counts them after a run, one click from the rows', async () => {
    for (const bad of ['bela@@example.org', '-5', 'lost']) await grid().locator('.flagged').getByText(bad).waitFor()
    await page.getByRole('button', { name: /^Run/ }).first().click()
    await node('good').getByText(/rows$/).waitFor()
    await expect
      .poll(() => inspector().locator('.rule-count .failed').allInnerTexts())
      .toEqual(['1', '1', '1', '2', '1'])
    await inspector().getByRole('button', { name: 'Show the 2 failing rows of unique' }).click()
    await expect.poll(() => grid().getAttribute('aria-rowcount')).toBe('3')
    await node('sort').click()
    await inspector()
      .getByRole('button', { name: /email_format/ })
      .waitFor()
    await node('rules').click()
  })

  test('is put in order by keys, and a rule becomes another kind in its place', async () => {
    await lines().nth(3).focus()
    await page.keyboard.press('Alt+ArrowUp')
    await expect.poll(ids).toEqual(['email_format', 'price_range', 'unique', 'not_null', 'in_set'])
    await page.keyboard.press('Alt+ArrowUp')
    await expect.poll(ids).toEqual(['email_format', 'unique', 'price_range', 'not_null', 'in_set'])
    await lines().nth(4).click()
    await inspector()
      .getByRole('button', { name: /^Checks:/ })
      .click()
    await pick('not_in_set')
    await expect.poll(ids).toEqual(['email_format', 'unique', 'price_range', 'not_null', 'not_in_set'])
    await expect.poll(() => page.getByLabel('Search rules').count()).toBe(0)
    await page.keyboard.press('Control+S')
    await expect
      .poll(() => rules('rules').at(-1))
      .toEqual({
        id: 'not_in_set',
        kind: 'not_in_set',
        columns: ['status'],
        values: ['paid', 'open'],
      })
  })

  test('takes a column as a bound, and a further input that becomes a port in the same step', async () => {
    await lines().nth(2).click()
    await inspector().getByRole('combobox', { name: 'At most is' }).click()
    await page.getByRole('option', { name: 'column' }).click()
    const bound = inspector().getByRole('combobox', { name: 'At most', exact: true })
    await bound.click()
    await page.keyboard.type('order')
    await page.getByRole('option', { name: 'order_id' }).click()
    await inspector().getByText('price at least 0 and at most order_id').waitFor()
    await page.getByRole('button', { name: 'Add a rule', exact: true }).click()
    await pick('reference')
    await column('status')
    await inspector().getByText('Input should be filled in, and is empty.').waitFor()
    await inspector().getByRole('combobox', { name: 'Input', exact: true }).click()
    await page.keyboard.type('states')
    await page.getByRole('option', { name: 'Add the input states' }).click()
    await node('rules').getByLabel('input states', { exact: true }).waitFor()
    await inspector().getByText('status found in states').waitFor()
    await page.getByRole('button', { name: /^Undo/ }).click()
    await expect.poll(() => node('rules').getByLabel('input states', { exact: true }).count()).toBe(0)
    await inspector().getByRole('button', { name: 'Remove the rule' }).click()
    await expect.poll(() => lines().count()).toBe(5)
    await lines().nth(1).click()
  })

  test('says on the card, in words, that a check of the whole failed, and what it saw in the list', async () => {
    await page.getByRole('button', { name: 'Add a rule', exact: true }).click()
    await pick('completeness')
    await column('customer')
    await page.getByRole('button', { name: /^Run/ }).first().click()
    await node('rules').getByText('1 check failed').waitFor()
    await expect.poll(() => lines().count()).toBe(6)
    expect(await inspector().locator('.rule-count').last().textContent()).toBe('fails0.8')
  })

  test('explains a rule in its place, and is readable for everybody', async () => {
    await inspector()
      .getByRole('button', { name: /^What .* flags$/ })
      .click()
    await inspector()
      .getByRole('region', { name: /flags$/ })
      .getByRole('table')
      .waitFor()
    expect(await faults('.rule-item.open')).toEqual([])
    await page.emulateMedia({ colorScheme: 'dark' })
    expect(await faults('.rule-item.open')).toEqual([])
    await page.getByRole('button', { name: 'Add a rule', exact: true }).click()
    await page.getByLabel('Search rules').waitFor()
    expect(await faults('.rule-picker')).toEqual([])
    await page.keyboard.press('Escape')
    expect(editor.errors).toEqual([])
  })
})
