import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import { closeBrowser, type Editor, freshFolder, journalIn, openEditor } from './editor.ts'

let home = ''
const text = (where: string) =>
  `${JSON.stringify({
    weir: 1,
    name: 'Orders',
    nodes: {
      orders: { kind: 'source.csv', version: 1, settings: { path: 'data/orders.csv' } },
      recent: { kind: 'transform.filter', version: 1, settings: { where } },
    },
    edges: [{ from: 'orders.out', to: 'recent.in' }],
    layout: { nodes: { orders: { x: 0, y: 0 }, recent: { x: 236, y: 0 } } },
  })}\n`

let folder = ''
let editor: Editor
let page: Page

const path = () => join(folder, 'orders.flow.json')
const where = (file = path()) => JSON.parse(readFileSync(file, 'utf8')).nodes.recent.settings.where as string
const node = (id: string) => page.locator(`[data-node="${id}"]`)
const unsaved = () => page.getByRole('img', { name: 'Unsaved changes' })
const condition = () => page.getByRole('textbox', { name: 'Where' })
const strip = () => page.getByRole('alert').filter({ hasText: 'on disk' })
const rows = async () => Number(await page.getByRole('grid').getAttribute('aria-rowcount')) - 1

/** Opens the flow with its filter selected and its rows in view. */
const open = async (flow: string | null = path(), init?: (page: Page) => Promise<void>) => {
  editor = await openEditor({ folder, home, ...(flow === null ? {} : { flow }), ...(init && { init }) })
  page = editor.page
  page.setDefaultTimeout(15_000)
}
const openAtFilter = async () => {
  await open()
  await node('recent').click()
  await condition().waitFor()
}

beforeEach(() => {
  folder = freshFolder('files')
  // its own, so that no journal of another test is taken for this one's
  home = freshFolder('files-home')
  mkdirSync(join(folder, 'data'))
  writeFileSync(
    join(folder, 'data/orders.csv'),
    'id,ordered,amount\n1,2024-01-05,10\n2,2024-02-06,20\n3,2024-03-07,30\n4,2024-04-08,40\n',
  )
  writeFileSync(path(), text('amount > 15'))
})

afterEach(async () => {
  await editor.close()
  for (const made of [folder, home]) rmSync(made, { recursive: true, force: true })
})

afterAll(async () => {
  await closeBrowser()
})

describe('a flow and its file', () => {
  test('are marked as different while there are unsaved changes', async () => {
    await openAtFilter()
    expect(await unsaved().count()).toBe(0)
    await condition().fill('amount > 25')
    await unsaved().waitFor()
    await page.getByRole('button', { name: /^Undo/ }).click()
    await expect.poll(() => unsaved().count()).toBe(0)
    await condition().fill('amount > 35')
    await unsaved().waitFor()
    await page.keyboard.press('Control+S')
    await expect.poll(() => unsaved().count()).toBe(0)
    expect(where()).toBe('amount > 35')
    expect(editor.errors).toEqual([])
  })

  test('are told apart when the file changes on disk, and saving asks what shall stay', async () => {
    await openAtFilter()
    await condition().fill('amount > 25')
    await unsaved().waitFor()
    writeFileSync(path(), text('amount > 5'))
    await strip().filter({ hasText: 'The file changed on disk' }).waitFor()
    await page.keyboard.press('Control+S')
    await page.waitForTimeout(300)
    expect(where()).toBe('amount > 5')
    await strip().getByRole('button', { name: 'Overwrite' }).click()
    await expect.poll(() => where()).toBe('amount > 25')
    await expect.poll(() => strip().count()).toBe(0)

    writeFileSync(path(), text('amount > 7'))
    await strip().getByRole('button', { name: 'Reload from disk' }).click()
    await expect.poll(() => condition().inputValue()).toBe('amount > 7')
    await expect.poll(() => unsaved().count()).toBe(0)
    await page.getByRole('button', { name: /^Undo/ }).click()
    await expect.poll(() => condition().inputValue()).toBe('amount > 25')
  })

  test('are saved under another name, and both names are found again', async () => {
    await openAtFilter()
    await condition().fill('amount > 25')
    await page.keyboard.press('Control+Shift+S')
    await page.getByRole('textbox', { name: 'File name' }).fill('large')
    await page.keyboard.press('Enter')
    const other = join(folder, 'large.flow.json')
    await expect.poll(() => existsSync(other)).toBe(true)
    await expect.poll(() => unsaved().count()).toBe(0)
    expect(where(other)).toBe('amount > 25')
    expect(where()).toBe('amount > 15')
    await page.getByRole('button', { name: 'File', exact: true }).click()
    await page.getByRole('menuitem', { name: 'Start page' }).click()
    const recent = page.getByRole('region', { name: 'Recent' })
    await recent.getByTitle(other).waitFor()
    await recent.getByTitle(path()).click()
    await node('recent').click()
    await expect.poll(() => condition().inputValue()).toBe('amount > 15')
  })

  test('are saved under a name that is confirmed before the folder is listed', async () => {
    const held: (() => void)[] = []
    await open(path(), page =>
      page.routeWebSocket(/\/rpc$/, socket => {
        const host = socket.connectToServer()
        socket.onMessage(message => {
          if (JSON.parse(String(message)).name === 'list') held.push(() => host.send(message))
          else host.send(message)
        })
      }),
    )
    await node('recent').click()
    await condition().fill('amount > 25')
    await page.keyboard.press('Control+Shift+S')
    await page.getByRole('textbox', { name: 'File name' }).fill('early')
    await page.keyboard.press('Enter')
    await expect.poll(() => held.length).toBe(1)
    for (const list of held) list()
    await expect.poll(() => existsSync(join(folder, 'early.flow.json'))).toBe(true)
    await expect.poll(() => unsaved().count()).toBe(0)
  })

  test('are put together again after a crash, with what was not saved', async () => {
    await openAtFilter()
    await condition().fill('amount > 25')
    await expect.poll(rows).toBe(2)
    await expect.poll(() => journalIn(home)).toContain('amount > 25')
    await editor.close()
    await open()
    await page.getByRole('status').filter({ hasText: '1 unsaved change of Orders restored.' }).waitFor()
    await unsaved().waitFor()
    await node('recent').click()
    await expect.poll(() => condition().inputValue()).toBe('amount > 25')
    expect(where()).toBe('amount > 15')
    await page.keyboard.press('Control+S')
    await expect.poll(() => where()).toBe('amount > 25')
    await expect.poll(() => unsaved().count()).toBe(0)
  })
})

describe('a parameter', () => {
  test('is added, used in a condition, and its value in this session changes the rows', async () => {
    await openAtFilter()
    await expect.poll(rows).toBe(3)
    await page.getByRole('button', { name: 'Parameters', exact: true }).click()
    await page.getByRole('button', { name: 'Add a parameter' }).click()
    const name = page.getByRole('textbox', { name: 'Name', exact: true })
    await name.fill('since')
    await name.press('Enter')
    await page.getByRole('combobox', { name: 'Type of since' }).click()
    await page.getByRole('option', { name: 'date', exact: true }).click()
    await page.getByRole('textbox', { name: 'Default of since' }).fill('2024-02-01')
    await page.keyboard.press('Escape')
    await condition().fill('ordered >= $since')
    await page.keyboard.press('Escape')
    await page.getByRole('grid').getByText('2024-02-06').waitFor()
    await expect.poll(rows).toBe(3)
    await page.getByRole('button', { name: 'Parameters', exact: true }).click()
    await page.getByRole('textbox', { name: 'Value of since in this session' }).fill('2024-04-01')
    await expect.poll(rows).toBe(1)
    await page.keyboard.press('Escape')
    await page.keyboard.press('Control+S')
    await expect.poll(() => unsaved().count()).toBe(0)
    expect(JSON.parse(readFileSync(path(), 'utf8')).params).toEqual({ since: { type: 'date', default: '2024-02-01' } })
  })
})

describe('a problem', () => {
  test('leads to its setting, and its fix mends it', async () => {
    writeFileSync(path(), text('amout > 15'))
    await open()
    await node('orders').click()
    const tab = page.getByRole('tab', { name: /^Problems/ })
    await expect.poll(() => tab.textContent()).toBe('Problems1')
    await tab.click()
    const problem = page.getByRole('list', { name: 'Problems' }).getByRole('listitem')
    await problem.getByText('Filter').waitFor()
    await problem.getByRole('button', { name: 'Go to' }).click()
    await expect.poll(() => condition().evaluate(field => field === document.activeElement)).toBe(true)
    await problem.getByRole('button', { name: /amount/ }).click()
    await expect.poll(() => condition().inputValue()).toBe('amount > 15')
    await page.getByText('No problems', { exact: true }).waitFor()
    await page.getByRole('tab', { name: 'Data' }).click()
    await expect.poll(rows).toBe(3)
  })
})
