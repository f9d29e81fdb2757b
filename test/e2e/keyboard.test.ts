import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { closeBrowser, type Editor, freshFolder, openEditor } from './editor.ts'

const folder = freshFolder('keyboard')
const flow = join(folder, 'paid.flow.json')
let editor: Editor
let page: Page

const node = (id: string) => page.locator(`[data-node="${id}"]`)
const nodes = () => page.locator('[data-node]').count()
const edges = () => page.locator('.react-flow__edge').count()
const press = (keys: string) => page.keyboard.press(keys)
const type = (text: string) => page.keyboard.type(text)
const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '')
const focusedNode = () => page.evaluate(() => document.activeElement?.getAttribute('data-id') ?? null)

/** Goes to a node by the command palette. */
const goTo = async (title: string, id: string) => {
  await press('Control+K')
  await page.getByRole('combobox', { name: 'Search or run a command' }).waitFor()
  await type(`Go to ${title} ${id}`)
  await page.locator(`[role="option"][aria-selected="true"][data-value="Go to ${title} ${id}"]`).waitFor()
  await press('Enter')
  await expect.poll(() => page.getByRole('dialog').count()).toBe(0)
  await expect.poll(focusedNode).toBe(id)
}

/** From a node to the first field of its settings. */
const toField = async (label: string) => {
  await page.getByRole('textbox', { name: label, exact: true }).waitFor()
  await press('F4')
  await expect.poll(focused).toBe(label)
}

/** Adds a node at the search of the canvas, wired to nothing. */
const add = async (query: string, id: string) => {
  await press('Escape')
  await press('Space')
  await page.getByRole('combobox', { name: 'Search nodes' }).waitFor()
  await type(query)
  await press('Enter')
  await node(id).waitFor()
  await expect.poll(focusedNode).toBe(id)
}

beforeAll(async () => {
  mkdirSync(join(folder, 'data'))
  writeFileSync(join(folder, 'data/orders.csv'), 'id,status,amount\n1,paid,10\n2,open,20\n3,paid,30\n')
  editor = await openEditor({ folder })
  page = editor.page
  page.setDefaultTimeout(15_000)
  await page.getByRole('button', { name: 'Empty flow' }).waitFor()
})

afterAll(async () => {
  await editor.close()
  await closeBrowser()
  rmSync(folder, { recursive: true, force: true })
})

describe('a flow built with the keyboard alone', () => {
  test('gets its nodes from the search of the canvas', async () => {
    await press('Alt+N')
    await page.getByText('Drop a file here').waitFor()
    await add('csv', 'csv')
    await add('where', 'filter')
    await add('csv file', 'csv_file')
    expect(await nodes()).toBe(3)
    expect(await edges()).toBe(0)
  })

  test('is connected in the order of its nodes', async () => {
    await press('Control+A')
    await expect.poll(() => page.locator('.card.sel').count()).toBe(3)
    await press('c')
    await expect.poll(edges).toBe(2)
  })

  test('is set by typing into fields that a key leads to', async () => {
    await goTo('CSV', 'csv')
    await toField('File')
    await type('data/orders.csv')
    await page.getByRole('grid').getByText('open', { exact: true }).waitFor()
    await goTo('Filter', 'filter')
    await toField('Where')
    await press('Control+A')
    await type("status = 'paid'")
    await press('Escape')
    await expect.poll(() => page.getByRole('grid').getAttribute('aria-rowcount')).toBe('3')
    await goTo('CSV file', 'csv_file')
    await toField('File')
    await type('out/paid.csv')
    expect(await node('csv_file').textContent()).toContain('out/paid.csv')
  })

  test('runs with Ctrl+Enter', async () => {
    await press('Control+Enter')
    await node('csv_file').getByText('2 rows').waitFor()
    expect(readFileSync(join(folder, 'out/paid.csv'), 'utf8').replaceAll('\r', '')).toBe(
      'id,status,amount\n1,paid,10\n3,paid,30\n',
    )
  })

  test('is saved with Ctrl+S under a name', async () => {
    await press('Control+S')
    await expect.poll(focused).toBe('File name')
    await press('Control+A')
    await type('paid')
    await press('Enter')
    await expect.poll(() => existsSync(flow)).toBe(true)
    await expect.poll(() => page.getByRole('img', { name: 'Unsaved changes' }).count()).toBe(0)
    const saved = JSON.parse(readFileSync(flow, 'utf8'))
    expect(saved.nodes.filter.settings).toEqual({ where: "status = 'paid'" })
    expect(saved.edges).toEqual([
      { from: 'csv.out', to: 'filter.in' },
      { from: 'filter.match', to: 'csv_file.in' },
    ])
    expect(editor.errors).toEqual([])
  })
})
