import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { axe } from './axe.ts'
import { closeBrowser, type Editor, freshFolder, openEditor, readAgain } from './editor.ts'

const flow = {
  weir: 1,
  name: 'Orders',
  params: {},
  nodes: {
    orders: { kind: 'source.csv', version: 1, settings: { path: 'orders.csv', types: { id: 'INTEGER' } } },
    check: {
      kind: 'validate.rules',
      version: 1,
      settings: {
        rules: [
          { id: 'mail', kind: 'format', columns: ['email'], format: 'email' },
          { id: 'amount', kind: 'range', columns: ['amount'], min: 0 },
        ],
      },
    },
    good: { kind: 'sink.csv', version: 1, settings: { path: 'out/good.csv' } },
    held: { kind: 'sink.quarantine', version: 1, title: 'Held rows', settings: { keys: ['id'] } },
    lines: { kind: 'sink.quarantine', version: 1, title: 'Broken lines', settings: {} },
  },
  edges: [
    { from: 'orders.out', to: 'check.in' },
    { from: 'check.pass', to: 'good.in' },
    { from: 'check.reject', to: 'held.in' },
    { from: 'orders.reject', to: 'lines.in' },
  ],
  tests: [],
  layout: {
    nodes: {
      orders: { x: 0, y: 0 },
      check: { x: 240, y: 0 },
      good: { x: 480, y: 0 },
      held: { x: 480, y: 140 },
      lines: { x: 240, y: 180 },
    },
    groups: [],
    notes: [],
  },
}

const csv = [
  'id,email,amount',
  '1,a@example.com,10',
  '2,nobody,20',
  '3,c@example.com,-30',
  '4,d@example.com,4,0',
  '5,e@example.com',
  '6,f@example.com,60',
  '',
].join('\n')

const folder = freshFolder('quarantine')
let editor: Editor
let page: Page

const node = (id: string) => page.locator(`[data-node="${id}"]`)
const dockTab = (name: string) => page.getByRole('tablist', { name: 'Dock' }).getByRole('tab', { name })
const grid = () => page.getByRole('grid', { name: /^Rows kept by/ })
const cellAt = (row: number, at: number) => grid().getByRole('row').nth(row).getByRole('gridcell').nth(at)
const cell = (row: number, name: string) => cellAt(row, columns.indexOf(name))
const columns = ['state', 'reason', 'id', 'email', 'amount', 'seen']
const chip = (name: string) => page.locator('.dock').getByRole('button', { name })
const run = async () => {
  await page
    .locator('.topbar')
    .getByRole('button', { name: /^Run( again)?$/ })
    .click()
  await page.locator('.card .state-light[aria-label="done"]').first().waitFor()
}
const aside = () => page.getByRole('complementary', { name: 'All of the row' })
const rowCount = (rows: number) => expect.poll(() => grid().getAttribute('aria-rowcount')).toBe(String(rows + 1))
const state = (row: number, word: string) => expect.poll(() => cell(row, 'state').innerText()).toContain(word)
const patchesFile = () => readFileSync(join(folder, 'orders.patches.json'), 'utf8')
const store = join(folder, '.weir/quarantine.duckdb')
const good = () => readFileSync(join(folder, 'out/good.csv'), 'utf8').trim().split('\n')
const faults = async () => {
  const { violations } = await axe(page).include('.dock').analyze()
  return violations.map(({ id, nodes }) => [id, nodes.map(each => each.html)])
}

beforeAll(async () => {
  writeFileSync(join(folder, 'orders.flow.json'), JSON.stringify(flow))
  writeFileSync(join(folder, 'orders.csv'), csv)
  editor = await openEditor({ folder, flow: 'orders.flow.json' })
  page = editor.page
  page.setDefaultTimeout(15_000)
})

afterAll(async () => {
  await editor.close()
  await closeBrowser()
  rmSync(folder, { recursive: true, force: true })
})

describe('the grid of kept rows', () => {
  test('shows what a run rejected with its reasons', async () => {
    await node('held').click()
    await dockTab('Quarantine').click()
    await page.getByText('Nothing is kept here yet').waitFor()
    await run()
    await expect.poll(() => grid().getAttribute('aria-rowcount')).toBe('3')
    expect(good()).toEqual(['id,email,amount', '1,a@example.com,10', '6,f@example.com,60'])
    expect(await cell(1, 'reason').innerText()).toBe('email is not an email address: nobody')
    expect(await cell(2, 'state').innerText()).toContain('Open')
    await node('held').getByRole('img', { name: '2 open' }).waitFor()
  })

  test('finds rows by reason, text and state, copies them, and leaves out those that are to be ignored', async () => {
    await chip('Reason').click()
    await page.getByRole('menuitemradio', { name: /^amount/ }).click()
    await rowCount(1)
    expect(await cell(1, 'id').innerText()).toBe('3')
    await chip('Reason amount').click()
    await page.getByRole('menuitem', { name: 'Any reason' }).click()
    await rowCount(2)
    await cell(1, 'id').click()
    await page.keyboard.press('Control+f')
    await page.keyboard.type('D-NOT-THERE')
    await page.getByText('No kept row is like that').waitFor()
    await page.keyboard.press('Escape')
    await rowCount(2)
    await cell(1, 'id').click()
    await page.keyboard.press('Shift+ArrowDown')
    await page.keyboard.press('Shift+ArrowRight')
    await page.keyboard.press('Control+c')
    await page.getByText('Copied 4 cells').waitFor()
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('2\tnobody\n3\tc@example.com')
    await cell(2, 'id').click()
    await aside().getByRole('button', { name: 'Ignore this row' }).click()
    await state(2, 'Ignored')
    await chip('Ignored 1').click()
    await rowCount(1)
    expect(await cell(1, 'id').innerText()).toBe('3')
    await chip('Unresolved').click()
    await rowCount(2)
    await cell(2, 'id').click()
    await page.keyboard.press('Control+z')
    await state(2, 'Open')
    await page.keyboard.press('Control+y')
    await state(2, 'Ignored')
    await aside().getByRole('button', { name: 'Take it up again' }).press('Enter')
    await state(2, 'Open')
  })

  test('takes a correction by pointer and one by keyboard, and refuses what is not of its type, for everybody to read, light and dark', async () => {
    await cell(1, 'email').dblclick()
    await page.keyboard.press('Control+a')
    await page.keyboard.type('b@example.com')
    await page.keyboard.press('Enter')
    await expect.poll(() => cell(1, 'state').innerText()).toContain('Corrected')
    expect(await cell(1, 'email').innerText()).toBe('nobody b@example.com')
    await page.keyboard.press('ArrowRight')
    await page.keyboard.type('much')
    await page.keyboard.press('Tab')
    await page.getByText('`much` is not a').waitFor()
    await page.keyboard.press('Control+a')
    await page.keyboard.type('30')
    await page.keyboard.press('Enter')
    await expect.poll(() => cell(2, 'state').innerText()).toContain('Corrected')
    await page.keyboard.press('Control+z')
    await expect.poll(() => cell(2, 'state').innerText()).toContain('Open')
    await page.keyboard.press('Control+Shift+Z')
    await expect.poll(() => cell(2, 'amount').innerText()).toBe('-30 30')
    const { patches } = JSON.parse(readFileSync(join(folder, 'orders.patches.json'), 'utf8'))
    expect(patches.map(({ set }: { set: unknown }) => set)).toEqual([{ email: 'b@example.com' }, { amount: '30' }])
    expect(await faults()).toEqual([])
    await page.keyboard.press('Alt+T')
    await expect.poll(() => page.locator('html').getAttribute('data-theme')).toBe('dark')
    expect(await faults()).toEqual([])
    await page.keyboard.press('Alt+T')
  })

  test('keeps a note with a correction, also when it is removed and put back', async () => {
    const note = aside().getByRole('textbox', { name: 'Note of the correction' })
    await cell(1, 'email').click()
    await note.fill('as they wrote in a letter')
    await note.press('Enter')
    await expect.poll(patchesFile).toContain('"note": "as they wrote in a letter"')
    await aside().getByRole('button', { name: 'Remove the correction' }).click()
    await state(1, 'Open')
    expect(await cell(1, 'email').innerText()).toBe('nobody')
    expect(patchesFile()).not.toContain('letter')
    await page.keyboard.press('Control+z')
    await state(1, 'Corrected')
    expect(await note.inputValue()).toBe('as they wrote in a letter')
    expect(patchesFile()).toContain('"note": "as they wrote in a letter"')
  })

  test('mends lines cell by cell and as text, and many cells by one paste, and takes over what others wrote', async () => {
    await node('lines').click()
    await expect.poll(() => cellAt(1, 3).innerText()).toBe('4')
    expect(await cellAt(2, 5).innerText()).toBe('missing')
    await cellAt(1, 6).click()
    await page.getByRole('button', { name: 'Leave the cell out' }).press('Enter')
    await expect
      .poll(() => page.getByRole('textbox', { name: 'The line as text' }).inputValue())
      .toBe('4,d@example.com,4')
    await cellAt(2, 5).click()
    await page.keyboard.type('50')
    await page.keyboard.press('Enter')
    await expect.poll(() => cellAt(2, 0).innerText()).toContain('Corrected')
    expect(patchesFile()).toContain('"to": "5,e@example.com,50"')
    await cellAt(2, 5).click()
    const line = page.getByRole('textbox', { name: 'The line as text' })
    await expect.poll(() => line.inputValue()).toBe('5,e@example.com,50')
    await line.fill('5,e@example.org,50')
    await page.getByRole('button', { name: 'Keep this line' }).click()
    await expect.poll(() => cellAt(2, 4).innerText()).toBe('e@example.com e@example.org')
    await page.getByRole('button', { name: 'Undo: Correct a line' }).click()
    await expect.poll(() => line.inputValue()).toBe('5,e@example.com,50')
    const before = patchesFile()
    writeFileSync(join(folder, 'orders.patches.json'), before.replace('"30"', '"31"'))
    await page.getByText('The corrections were changed on disk').waitFor()
    await node('held').click()
    await expect.poll(() => cell(2, 'amount').innerText()).toBe('-30 31')
    await cell(2, 'amount').click()
    await page.evaluate(() => navigator.clipboard.writeText('30'))
    await page.keyboard.press('Control+v')
    await expect.poll(() => cell(2, 'amount').innerText()).toBe('-30 30')
    expect(await page.getByRole('region', { name: 'Kept rows' }).innerText()).toMatch(/Corrected\s+2/)
    await node('held').getByRole('img', { name: '2 corrected' }).waitFor()
  })

  test('runs again: the corrected rows arrive in the sink, and are resolved', async () => {
    await page.locator('.dock').getByRole('button', { name: 'Run again' }).click()
    await page.getByText('The run is over: 2 rows are resolved.').waitFor()
    expect(good()).toEqual([
      'id,email,amount',
      '1,a@example.com,10',
      '2,b@example.com,20',
      '3,c@example.com,30',
      '4,d@example.com,4',
      '5,e@example.com,50',
      '6,f@example.com,60',
    ])
    await page.getByText('Nothing is left to correct').waitFor()
    await chip('Show what is resolved').press('Enter')
    await expect.poll(() => grid().getAttribute('aria-rowcount')).toBe('3')
    expect(await cell(1, 'state').innerText()).toContain('Resolved')
    expect(await cell(2, 'amount').innerText()).toBe('-30 30')
  })

  test('say that the store is held by another, or damaged, and leave it as it is', async () => {
    const sound = readFileSync(store)
    const other = await DuckDBInstance.create(store)
    await chip('Open').or(chip('Unresolved')).first().click()
    await page.getByRole('alert').getByText('another process holds it').waitFor()
    other.closeSync()
    await page.getByRole('button', { name: 'Read again' }).click()
    await expect.poll(() => page.getByRole('alert').count()).toBe(0)
    writeFileSync(store, 'no database')
    await chip('Resolved 2').click()
    await page.getByRole('alert').getByText('it is damaged').waitFor()
    expect(await page.getByText('Nothing is kept here yet').count()).toBe(0)
    await run()
    await node('held').getByText('not published').waitFor()
    expect(readFileSync(store, 'utf8')).toBe('no database')
    writeFileSync(store, sound)
    const rowsAgain = async () => {
      await readAgain(page)
      return grid()
        .getAttribute('aria-rowcount', { timeout: 1000 })
        .catch(() => null)
    }
    await expect.poll(rowsAgain, { interval: 500 }).toBe('3')
  })

  test('of a flow that has no file can be looked at, and corrected once it is saved', async () => {
    await page.keyboard.press('Alt+N')
    await expect.poll(() => page.locator('[data-node]').count()).toBe(0)
    await page.evaluate(text => navigator.clipboard.writeText(text), JSON.stringify(flow))
    await page.locator('.canvas').focus()
    await page.keyboard.press('Control+V')
    await page.getByText('Nothing is kept here yet').waitFor()
    await run()
    await page.getByText('Corrections are kept beside the flow, and this flow has no file yet.').waitFor()
    await rowCount(2)
    await cell(1, 'email').dblclick()
    await page.getByText('save the flow').waitFor()
    expect(await page.locator('.cell-editor').count()).toBe(0)
    await page.getByRole('button', { name: 'Save the flow' }).click()
    await page.getByRole('textbox', { name: 'File name' }).fill('second')
    await page.keyboard.press('Enter')
    await expect.poll(() => page.getByText('this flow has no file yet').count()).toBe(0)
    await rowCount(2)
    await cell(1, 'email').dblclick()
    await page.keyboard.press('Control+a')
    await page.keyboard.type('b@example.com')
    await page.keyboard.press('Enter')
    await state(1, 'Corrected')
    expect(readFileSync(join(folder, 'second.patches.json'), 'utf8')).toContain('b@example.com')
    expect(editor.errors).toEqual([])
  })
})
