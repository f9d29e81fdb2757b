import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { closeBrowser, type Editor, freshFolder, openEditor } from './editor.ts'

const columns = [
  { name: 'id', type: 'BIGINT' },
  { name: 'amount', type: 'BIGINT' },
]
const rows = [
  [1, 5],
  [2, 20],
  [3, null],
]
const nodes = {
  orders: { kind: 'source.inline', version: 1, settings: { columns, rows } },
  large: { kind: 'transform.filter', version: 1, settings: { where: 'amount > 3 or amount is null' } },
  check: {
    kind: 'validate.rules',
    version: 1,
    settings: { rules: [{ id: 'there', kind: 'not_null', columns: ['amount'] }] },
  },
  sorted: { kind: 'transform.sort', version: 1, settings: { by: [{ column: 'id' }] } },
}
const document = {
  weir: 1,
  name: 'Orders',
  nodes,
  edges: [
    { from: 'orders.out', to: 'large.in' },
    { from: 'large.match', to: 'check.in' },
    { from: 'check.out', to: 'sorted.in' },
  ],
  layout: { nodes: Object.fromEntries(Object.keys(nodes).map((id, i) => [id, { x: i * 240, y: 60 }])) },
}

const folder = freshFolder('subflow')
const flow = join(folder, 'orders.flow.json')
let editor: Editor
let page: Page

const node = (id: string) => page.locator(`[data-node="${id}"]`)
const edges = () => page.locator('.react-flow__edge').count()
const press = (keys: string) => page.keyboard.press(keys)
const type = (text: string) => page.keyboard.type(text)
const trail = () => page.getByRole('navigation', { name: 'Flows around this one' })
const menuItem = (name: string) => page.getByRole('menuitem', { name })
const group = () => page.getByRole('group', { name: /^Group / })

/** What is in view, once it has stayed so for longer than a movement takes. */
const settledView = async () => {
  const view = () => page.locator('.react-flow__viewport').getAttribute('style')
  let last = await view()
  let alike = 0
  await expect
    .poll(async () => {
      const before = last
      last = await view()
      alike = last === before ? alike + 1 : 0
      return alike
    })
    .toBeGreaterThanOrEqual(4)
  return last
}

beforeAll(async () => {
  writeFileSync(flow, `${JSON.stringify(document, null, 2)}\n`)
  editor = await openEditor({ folder, flow })
  page = editor.page
  page.setDefaultTimeout(15_000)
  await node('orders').waitFor()
})

afterAll(async () => {
  await editor.close()
  await closeBrowser()
  rmSync(folder, { recursive: true, force: true })
})

describe('notes and groups', () => {
  test('a note is typed where it is put, and shows Markdown, but no markup of its own', async () => {
    await page.mouse.move(700, 420)
    await press('n')
    await type('# Daily\n<b>raw</b> and **strong**\n- one\n- two')
    await press('Escape')
    const note = page.getByRole('note', { name: 'Note' })
    await note.getByRole('heading', { name: 'Daily' }).waitFor()
    expect(await note.getByRole('listitem').allTextContents()).toEqual(['one', 'two'])
    expect(await note.locator('strong').textContent()).toBe('strong')
    expect(await note.locator('b').count()).toBe(0)
    await note.click()
    await press('Delete')
    await expect.poll(() => note.count()).toBe(0)
  })

  test('a group is made of a selection, named, coloured and collapsed, and each is taken back', async () => {
    await node('large').click()
    await node('check').click({ modifiers: ['Control'] })
    await press('Control+g')
    await expect.poll(() => page.evaluate(() => globalThis.document.activeElement?.tagName)).toBe('INPUT')
    await type('Clean')
    await press('Enter')
    await page.getByRole('button', { name: 'Clean', exact: true }).click({ button: 'right' })
    await menuItem('green')
      .or(page.getByRole('menuitemradio', { name: 'green' }))
      .click()
    await expect.poll(() => group().getAttribute('data-color')).toBe('green')
    await press('g')
    await expect.poll(() => node('large').count()).toBe(0)
    expect(await edges()).toBe(2)
    await group().getByText('2 nodes').waitFor()
    await page.getByRole('button', { name: 'Expand Clean' }).click()
    await node('check').waitFor()
    expect(await edges()).toBe(3)
    await press('Control+z')
    await expect.poll(() => node('large').count()).toBe(0)
    await press('Control+z')
    await node('large').waitFor()
  })

  test('a group is copied with what lies in it, and moved by keys', async () => {
    await page.getByRole('button', { name: 'Clean', exact: true }).click()
    await press('Control+d')
    await node('check_2').waitFor()
    expect(await group().count()).toBe(2)
    const before = await node('check_2').boundingBox()
    await press('Shift+ArrowDown')
    await expect.poll(async () => (await node('check_2').boundingBox())!.y).toBeGreaterThan(before!.y)
    await press('Control+z')
    await press('Control+z')
    await expect.poll(() => node('check_2').count()).toBe(0)
  })
})

describe('a subflow', () => {
  test('is made of a group in one step, and gives the same rows', async () => {
    await page.getByRole('button', { name: 'Clean', exact: true }).click({ button: 'right' })
    await menuItem('Make the selection a subflow').click()
    await node('clean').waitFor()
    expect(await group().count()).toBe(0)
    expect(existsSync(join(folder, 'orders.clean.flow.json'))).toBe(true)
    await node('sorted').click()
    await expect.poll(() => page.getByRole('grid').getAttribute('aria-rowcount')).toBe('4')
  })

  test('is opened by a double-click, and left by the breadcrumb with all as it was', async () => {
    await press('Control+s')
    await expect.poll(() => page.getByRole('img', { name: 'Unsaved changes' }).count()).toBe(0)
    await page.getByRole('button', { name: 'Zoom out' }).click()
    await page.getByText('78 %').waitFor()
    const seen = await settledView()
    await node('clean').dblclick()
    await trail().getByRole('button', { name: 'Orders' }).waitFor()
    await node('check').waitFor()
    expect(await page.locator('.flow-name').textContent()).toBe('Clean')
    await node('check').click()
    await page.getByText('all 0 rows, from sample rows').waitFor()
    await press('d')
    await trail().getByRole('button', { name: 'Orders' }).click()
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await node('clean').waitFor()
    expect(await trail().count()).toBe(0)
    expect(await settledView()).toBe(seen)
    expect(await page.locator('.card.sel').getAttribute('data-node')).toBe('clean')
    expect(readFileSync(join(folder, 'orders.clean.flow.json'), 'utf8')).toContain('"disabled": true')
  })

  test('says what is wrong inside it, and is right again when that is mended', async () => {
    await page
      .getByRole('button', { name: /1 problem|1 error/ })
      .first()
      .waitFor()
    await press('Alt+2')
    await page.locator('.dock').getByText('what feeds it is disabled').first().waitFor()
    await node('clean').click()
    await press('Alt+ArrowDown')
    await node('check').click()
    await press('d')
    await press('Control+s')
    await expect.poll(() => page.getByRole('img', { name: 'Unsaved changes' }).count()).toBe(0)
    await press('Alt+ArrowUp')
    await node('sorted').click()
    await press('Alt+1')
    await expect.poll(() => page.getByRole('grid').getAttribute('aria-rowcount')).toBe('4')
    expect(editor.errors).toEqual([])
  })
})
