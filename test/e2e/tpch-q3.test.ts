import { mkdirSync, rmSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { generateTpch } from '#test/samples/tpch/generate.ts'
import { openTables, sqlOf } from '#test/samples/tpch/queries.ts'
import { closeBrowser, type Editor, freshFolder, middle, openEditor } from './editor.ts'

const folder = freshFolder('q3')
let editor: Editor
let page: Page

const node = (id: string) => page.locator(`[data-node="${id}"]`)
const edges = () => page.locator('.react-flow__edge').count()
const inspector = () => page.getByRole('complementary')
const grid = () => page.getByRole('grid')
const press = (keys: string) => page.keyboard.press(keys)
const type = (text: string) => page.keyboard.type(text)
const focusedNode = () => page.evaluate(() => document.activeElement?.getAttribute('data-id') ?? null)

const found = async (query: string, id: string) => {
  await page.getByRole('combobox', { name: 'Search nodes' }).waitFor()
  await type(query)
  await press('Enter')
  await node(id).waitFor()
  await expect.poll(focusedNode).toBe(id)
}

/** Adds a node by its name behind one that is chosen. */
const follow = async (before: string, query: string, id: string) => {
  await node(before).click()
  await press('Space')
  await found(query, id)
}

/** Adds a node by its name where the canvas is clicked twice. */
const place = async (query: string, id: string, x: number, y: number) => {
  await page.locator('.react-flow__pane').dblclick({ position: { x, y } })
  await found(query, id)
}

/** Waits until the canvas has come to rest. */
const settled = async (of: Locator) => {
  let before = ''
  await expect
    .poll(async () => {
      const now = JSON.stringify(await of.boundingBox())
      const rests = now === before
      before = now
      return rests
    })
    .toBe(true)
}

const drag = async (from: Locator, to: Locator) => {
  await settled(to)
  const [a, b] = [await middle(from), await middle(to)]
  await page.mouse.move(a.x, a.y)
  await page.mouse.down()
  await page.mouse.move((a.x + b.x) / 2, (a.y + b.y) / 2, { steps: 4 })
  await page.mouse.move(b.x, b.y, { steps: 4 })
  await page.mouse.up()
}

const connect = (from: string, output: string, to: string, input: string) =>
  drag(
    node(from).getByLabel(`output ${output}`, { exact: true }),
    node(to).getByLabel(`input ${input}`, { exact: true }),
  )

const write = async (label: string, text: string) => {
  const field = inspector().getByLabel(label, { exact: true })
  await field.click()
  await press('Control+A')
  await type(text)
}

/** Chooses a column by typing of its name. */
const column = async (label: string, name: string) => {
  await inspector().getByRole('combobox', { name: label, exact: true }).last().click()
  await press('Control+A')
  await type(name)
  await page.getByRole('option', { name }).first().waitFor()
  await press('Enter')
}

const choose = async (label: string, option: string) => {
  await inspector().getByRole('combobox', { name: label, exact: true }).click()
  await page.getByRole('option', { name: option, exact: true }).click()
}

beforeAll(async () => {
  mkdirSync(join(folder, 'data'))
  await generateTpch(join(folder, 'data'), 0.01)
  editor = await openEditor({ folder })
  page = editor.page
  page.setDefaultTimeout(15_000)
  await page.getByRole('button', { name: 'Empty flow' }).click()
  await page.locator('.react-flow__pane').waitFor()
})

afterAll(async () => {
  await editor.close()
  await closeBrowser()
  rmSync(folder, { recursive: true, force: true })
})

/** A table, of which a condition leaves some rows: a source that stands alone, and a filter behind it. */
const some = async (table: string, where: string, suffix: string, y: number) => {
  await place('parquet', `parquet${suffix}`, 120, y)
  await write('File', `data/${table}.parquet`)
  await grid().getByText(`${table[0]}_`).first().waitFor()
  await follow(`parquet${suffix}`, 'filter', `filter${suffix}`)
  await write('Where', where)
}

/** Behind one node, with another's rows as its right side; the columns that are meant by the key are proposed. */
const joined = async (left: string, right: readonly [id: string, output: string], id: string) => {
  await follow(left, 'join', id)
  await press('f')
  await connect(...right, id, 'right')
  await node(id).click()
  await inspector().getByText(`from`).nth(1).waitFor()
  await inspector().getByRole('button', { name: 'Add a key' }).click()
}

const keyOf = async (side: string) =>
  inspector()
    .getByRole('combobox', { name: `${side} column of key 1`, exact: true })
    .inputValue()

const texts = async (path: string): Promise<string> => (await readFile(path, 'utf8')).replaceAll('\r\n', '\n')

describe("TPC-H's Q3, built from an empty canvas with pointer and keys", () => {
  test('reads three tables, and leaves of each what the query asks for', async () => {
    await some('customer', "c_mktsegment = 'BUILDING'", '', 340)
    await some('orders', "o_orderdate < DATE '1995-03-15'", '_2', 190)
    await some('lineitem', "l_shipdate > DATE '1995-03-15'", '_3', 40)
    await expect.poll(edges).toBe(3)
  })

  test('joins them by the keys that the editor proposes', async () => {
    await joined('filter_2', ['filter', 'match'], 'join')
    expect([await keyOf('Left'), await keyOf('Right')]).toEqual(['o_custkey', 'c_custkey'])
    await joined('filter_3', ['join', 'out'], 'join_2')
    expect([await keyOf('Left'), await keyOf('Right')]).toEqual(['l_orderkey', 'o_orderkey'])
    await expect.poll(edges).toBe(7)
  })

  test('sums the revenue of each order, and shows the first ten', async () => {
    await follow('join_2', 'group by', 'aggregate')
    for (const name of ['l_orderkey', 'o_orderdate', 'o_shippriority']) await column('Group by', name)
    await write('Name of measure 1', 'revenue')
    await choose('Function of measure 1', 'sum')
    await choose('What measure 1 is of', 'of an expression')
    await write('Expression of measure 1', 'l_extendedprice * (1 - l_discount)')
    await follow('aggregate', 'sort', 'sort')
    await column('By', 'revenue')
    await inspector()
      .getByLabel(/^Direction of revenue/)
      .click()
    await column('By', 'o_orderdate')
    await follow('sort', 'limit', 'limit')
    await write('Rows', '10')
    await follow('limit', 'select columns', 'select_columns')
    await inspector().getByLabel('Move revenue: Alt with an arrow').focus()
    await press('Alt+ArrowUp')
    await press('Alt+ArrowUp')
    const headers = grid().getByRole('columnheader')
    await expect.poll(() => headers.nth(2).innerText()).toContain('revenue')
  })

  test('writes the rows that its published SQL gives, and the grid shows them', async () => {
    await follow('select_columns', 'csv file', 'csv_file')
    await write('File', 'out/q3.csv')
    await press('Escape')
    await page.getByRole('button', { name: 'Run', exact: true }).click()
    await node('csv_file').getByText('10 rows').waitFor()
    const tables = await openTables(join(folder, 'data'))
    await tables.copy(sqlOf('q03'), join(folder, 'q3.sql.csv'))
    tables.close()
    const expected = await texts(join(folder, 'q3.sql.csv'))
    expect(expected.split('\n').length).toBe(12)
    expect(await texts(join(folder, 'out/q3.csv'))).toBe(expected)
    for (const cell of expected.split('\n')[1]!.split(','))
      await grid().getByText(cell, { exact: true }).first().waitFor()
    expect(editor.errors).toEqual([])
  })
})
