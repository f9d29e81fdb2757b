import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Report } from '#core/report.ts'
import { closeBrowser, type Editor, freshFolder, journalIn, openEditor, weir } from './editor.ts'

const folder = mkdtempSync(join(tmpdir(), 'weir-build-'))
const home = freshFolder('build-home')
const orders = `order_id,email,price,quantity
1,ann@example.org,10.50,2
2,bela@@example.org,3.00,1
3,,7.25,4
4,dirk@example.org,5.00,-1
5,elif@example.org,1.10,10
`
let editor: Editor
let page: Page
let canvas: { x: number; y: number }

const node = (id: string) => page.locator(`[data-node="${id}"]`)
const middle = async (of: Locator) => {
  const box = await of.boundingBox()
  if (!box) throw new Error('not on the screen')
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
}

const drag = async (from: { x: number; y: number }, to: { x: number; y: number }) => {
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  await page.mouse.move(from.x + 8, from.y + 8)
  await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 4 })
  await page.mouse.move(to.x, to.y, { steps: 4 })
  await page.mouse.up()
}

/** Drags a kind from the palette, so that its card lies around a place of the canvas. */
const place = async (kind: string, x: number, y: number) => {
  const entry = page.locator(`[data-kind="${kind}"]`)
  await entry.scrollIntoViewIfNeeded()
  await drag(await middle(entry), { x: canvas.x + x, y: canvas.y + y })
}

const connect = async (from: string, output: string, to: string, input = 'in') =>
  drag(
    await middle(node(from).getByLabel(`output ${output}`, { exact: true })),
    await middle(node(to).getByLabel(`input ${input}`, { exact: true })),
  )

const inspector = () => page.getByRole('complementary')
const type = async (field: Locator, text: string) => {
  await field.click()
  await page.keyboard.type(text)
}

const column = async (label: string, name: string) => {
  const field = inspector().getByRole('combobox', { name: label, exact: true }).last()
  await field.click()
  await page.keyboard.type(name)
  await page.getByRole('option', { name }).first().click()
}

const addRule = async (title: string) => {
  await inspector().getByRole('button', { name: 'Add a rule' }).click()
  await page.getByLabel('Search rules').fill(title)
  await page.getByRole('option', { name: title }).first().click()
}

const saved = () => readFileSync(join(folder, 'orders.flow.json'), 'utf8')

beforeAll(async () => {
  mkdirSync(join(folder, 'data'))
  writeFileSync(join(folder, 'data/orders.csv'), orders)
  editor = await openEditor({ folder, home })
  page = editor.page
  page.setDefaultTimeout(10_000)
})

afterAll(async () => {
  await editor.close()
  await closeBrowser()
  for (const made of [folder, home]) rmSync(made, { recursive: true, force: true })
})

describe('a flow built with pointer and keys', () => {
  test('starts from an empty canvas', async () => {
    await page.getByRole('button', { name: 'Empty flow' }).click()
    const pane = page.locator('.react-flow__pane')
    await pane.waitFor()
    const box = (await pane.boundingBox())!
    canvas = { x: box.x, y: box.y }
    expect(await page.locator('[data-node]').count()).toBe(0)
  })

  test('takes a source from the palette, whose rows are seen at once', async () => {
    await place('source.csv', 110, 80)
    await node('csv').waitFor()
    await type(inspector().getByLabel('File', { exact: true }), 'data/orders.csv')
    const grid = page.getByRole('grid')
    await grid.getByText('bela@@example.org').waitFor()
    await page.getByTitle('What these rows are of').filter({ hasText: 'all 5 rows' }).waitFor()
  })

  test('adds a formula with the keyboard, which is computed as it is typed', async () => {
    await place('transform.formula', 340, 80)
    await connect('csv', 'out', 'formula')
    await node('formula').click()
    await inspector().getByRole('button', { name: 'Add a column' }).click()
    const name = inspector().getByLabel('Name of column 1')
    await name.fill('total')
    await type(inspector().getByLabel('Expression of total'), 'price * quantity')
    await page.keyboard.press('Escape')
    await page.getByRole('grid').getByText('29', { exact: true }).waitFor()
  })

  test('flags cells with their reasons at a validator', async () => {
    await place('validate.rules', 560, 80)
    await connect('formula', 'out', 'rules')
    await node('rules').click()
    await addRule('Format')
    await column('Columns', 'email')
    await addRule('Range')
    await column('Columns', 'quantity')
    await type(inspector().getByLabel('At least', { exact: true }), '1')
    const grid = page.getByRole('grid')
    const cell = grid.getByText('bela@@example.org')
    await cell.waitFor()
    await expect.poll(() => grid.locator('.grid-cell.error').count()).toBe(2)
    await cell.hover()
    const reason = page.locator('.reason, [role="tooltip"], [role="dialog"]').filter({ hasText: 'email' }).first()
    await reason.waitFor()
    expect(await reason.innerText()).toContain('bela@@example.org')
  })

  test('sorts what passes, and writes it and the rejects to two sinks', async () => {
    await place('transform.sort', 110, 260)
    await connect('rules', 'pass', 'sort')
    await node('sort').click()
    await column('By', 'total')
    await place('sink.csv', 340, 260)
    await connect('sort', 'out', 'csv_file')
    await node('csv_file').click()
    await type(inspector().getByLabel('File', { exact: true }), 'out/good.csv')
    await place('sink.csv', 560, 260)
    await connect('rules', 'reject', 'csv_file_2')
    await node('csv_file_2').click()
    await type(inspector().getByLabel('File', { exact: true }), 'out/bad.csv')
    await expect.poll(() => page.locator('.react-flow__edge').count()).toBe(5)
  })

  test('refuses a connection that cannot be, and says why', async () => {
    const from = await middle(node('sort').getByLabel('output out', { exact: true }))
    const to = await middle(node('rules').getByLabel('input in', { exact: true }))
    await page.mouse.move(from.x, from.y)
    await page.mouse.down()
    await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 3 })
    await page.mouse.move(to.x, to.y, { steps: 3 })
    await page
      .getByText(/already|cycle|itself|back/i)
      .first()
      .waitFor()
    await page.mouse.up()
    expect(await page.locator('.react-flow__edge').count()).toBe(5)
  })

  test('is saved where it is told', async () => {
    await page.keyboard.press('Control+S')
    const name = page.getByRole('textbox', { name: 'File name' })
    await name.fill('orders')
    await page.getByRole('button', { name: 'Save', exact: true }).last().click()
    await expect
      .poll(() => {
        try {
          return JSON.parse(saved()).nodes.csv.settings.path
        } catch {
          return null
        }
      })
      .toBe('data/orders.csv')
  })

  test('runs, and shows the counts on its nodes', async () => {
    await page.getByRole('button', { name: /^Run/ }).first().click()
    await node('csv_file').getByText('3 rows').waitFor()
    await node('csv_file_2').getByText('2 rows').waitFor()
    expect(readFileSync(join(folder, 'out/good.csv'), 'utf8').split('\n').length).toBe(5)
  })

  test('gives the same bytes and the same numbers from the command line', async () => {
    const other = join(folder, 'other')
    mkdirSync(other)
    cpSync(join(folder, 'data'), join(other, 'data'), { recursive: true })
    cpSync(join(folder, 'orders.flow.json'), join(other, 'orders.flow.json'))
    execFileSync(process.execPath, [weir, 'run', 'orders.flow.json', '--report', 'report.json'], { cwd: other })
    for (const file of ['out/good.csv', 'out/bad.csv'])
      expect(readFileSync(join(other, file), 'utf8')).toBe(readFileSync(join(folder, file), 'utf8'))
    const report = JSON.parse(readFileSync(join(other, 'report.json'), 'utf8')) as Report
    const shown = async (id: string, port: string) =>
      Number((await node(id).locator('.pr', { hasText: port }).locator('b').innerText()).replaceAll(',', ''))
    for (const port of ['out', 'pass', 'reject'])
      expect(await shown('rules', port)).toBe(report.nodes.rules?.ports[port]?.rows)
    expect(await shown('csv', 'rows')).toBe(report.nodes.csv?.ports.out?.rows)
    expect(report.nodes.rules?.rules?.map(r => r.failed)).toEqual([1, 1])
  })

  test('is undone to the empty canvas, and redone to the end, also after it was saved', async () => {
    const before = saved()
    const nodes = page.locator('[data-node]')
    await page.locator('.react-flow__pane').click({ position: { x: 840, y: 470 } })
    const press = async (keys: string, count: number) => {
      for (let i = 0; i < 80 && (await nodes.count()) !== count; i++) await page.keyboard.press(keys)
      await expect.poll(() => nodes.count()).toBe(count)
    }
    await press('Control+Z', 0)
    await press('Control+Shift+Z', 6)
    for (let i = 0; i < 12; i++) await page.keyboard.press('Control+Shift+Z')
    await expect.poll(() => page.locator('.react-flow__edge').count()).toBe(5)
    const written = () => statSync(join(folder, 'orders.flow.json')).mtimeMs
    const last = written()
    await page.keyboard.press('Control+S')
    await expect.poll(written).toBeGreaterThan(last)
    expect(saved()).toBe(before)
  })

  test('loses nothing when the page is loaded again', async () => {
    await node('sort').click()
    await page.keyboard.press('Delete')
    await expect.poll(() => page.locator('[data-node]').count()).toBe(5)
    const kept = () => {
      const text = journalIn(home)
      return text === '' ? [] : Object.keys(JSON.parse(JSON.parse(text).text).nodes)
    }
    await expect.poll(kept).toHaveLength(5)
    const asked: string[] = []
    page.once('dialog', dialog => {
      asked.push(dialog.type())
      void dialog.accept()
    })
    await page.reload()
    await expect.poll(() => page.locator('[data-node]').count()).toBe(5)
    expect(asked).toEqual(['beforeunload'])
    expect(JSON.parse(saved()).nodes.sort).toBeDefined()
    expect(editor.errors).toEqual([])
  })
})
