import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openFlow } from './editor.ts'

const flow = {
  weir: 1,
  name: 'Functions',
  params: {},
  nodes: { orders: { kind: 'source.csv', version: 1, settings: { path: 'orders.csv' } } },
  edges: [],
  tests: [],
  layout: { nodes: { orders: { x: 0, y: 0 } }, groups: [], notes: [] },
}

let editor: Awaited<ReturnType<typeof openFlow>>

beforeAll(async () => {
  const files = { 'orders.csv': 'id,Full Name,amount\n1,Ann,10.256\n2,Bela,3.5\n' }
  editor = await openFlow('functions', flow, files, 'orders')
})

afterAll(() => editor.close())

const search = () => editor.page.getByLabel('Add a node', { exact: true })
const chosen = () => editor.page.locator('.pal-i.on')

describe('a function from the palette', () => {
  test('is found by its name, told of with its signature, and written over the current column', async () => {
    const { page } = editor
    await page.getByRole('grid').getByText('10.256').click()
    await search().fill('roun')
    await page.getByText('round(x NUMBER[, precision INTEGER]) → NUMBER').waitFor()
    await page.keyboard.press('Enter')
    const expression = page.getByLabel('Expression of round_amount')
    await expression.waitFor()
    await expect.poll(() => expression.evaluate(field => field === document.activeElement)).toBe(true)
    expect(await expression.inputValue()).toBe('round(amount, 2)')
  })

  test('takes what is typed at once, behind the formula, and shows its rows', async () => {
    const { page } = editor
    await page.keyboard.type(' * 100')
    await page.getByRole('grid').getByText('1026', { exact: true }).waitFor()
    expect(await page.getByLabel('Expression of round_amount').inputValue()).toBe('round(amount, 2) * 100')
  })

  test('becomes a measure of Aggregate where it is of many rows, found by another tool’s name', async () => {
    const { page } = editor
    await page.locator('[data-node="orders"]').click()
    await search().fill('linear regression')
    await expect.poll(() => chosen().textContent()).toContain('regr_slope')
    await search().press('Enter')
    const expression = page.getByLabel('Expression of measure 1')
    await expect.poll(() => expression.evaluate(field => field === document.activeElement)).toBe(true)
    expect(await expression.inputValue()).toBe('regr_slope(id, id)')
    await page.getByRole('grid').getByText('regr_slope_id').waitFor()
    expect(editor.errors).toEqual([])
  })

  test('is chosen in the search at the pointer by keys alone', async () => {
    const { page } = editor
    await page.locator('.react-flow__pane').dblclick({ position: { x: 40, y: 300 } })
    const field = page.getByRole('combobox', { name: 'Search nodes' })
    await field.fill('upper')
    await page.getByRole('option', { name: 'upper formula', exact: true }).waitFor()
    const selected = page.getByRole('option', { selected: true })
    while ((await selected.textContent()) !== 'upperformula') await field.press('ArrowDown')
    await field.press('Enter')
    const expression = page.getByLabel('Expression of upper')
    await expect.poll(() => expression.evaluate(each => each === document.activeElement)).toBe(true)
    expect(await page.evaluate(() => getSelection()?.toString())).toBe('column_name')
  })
})
