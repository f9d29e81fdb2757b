import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CDPSession, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { workbookOf } from '#test/engine/scan/workbook.ts'
import { initialScriptBytes } from '#test/perf/initial-script.ts'
import { closeBrowser, type Editor, freshFolder, middle, openEditor, root } from './editor.ts'

const folder = freshFolder('bring')
/** Where files are dragged from: not a folder that the editor reaches. */
const desk = freshFolder('bring-desk')
let editor: Editor
let page: Page
let devtools: CDPSession

const node = (id: string) => page.locator(`[data-node="${id}"]`)
const nodes = () => page.locator('[data-node]').count()
const pane = () => page.locator('.react-flow__pane')
const notice = () => page.locator('.statusbar [role="status"]')
const dialog = () => page.getByRole('dialog')
const grid = () => page.getByRole('grid')
const copy = (text: string) => page.evaluate(value => navigator.clipboard.writeText(value), text)

interface At {
  readonly x: number
  readonly y: number
}

const onPane = async (x: number, y: number): Promise<At> => {
  const box = (await pane().boundingBox())!
  return { x: box.x + x, y: box.y + y }
}

const file = (name: string, text: string) => {
  writeFileSync(join(desk, name), text)
  return join(desk, name)
}

/** Drags files of the system to a place, as the browser tells a page of them. */
const drag = async (type: 'dragEnter' | 'dragOver' | 'drop' | 'dragCancel', { x, y }: At, files: readonly string[]) =>
  devtools.send('Input.dispatchDragEvent', {
    type,
    x,
    y,
    data: { items: [], files: [...files], dragOperationsMask: 1 },
  })

const hold = async (at: At, files: readonly string[]) => {
  await drag('dragEnter', at, files)
  await drag('dragOver', at, files)
}

const drop = async (at: At, files: readonly string[]) => {
  await hold(at, files)
  await drag('drop', at, files)
}

beforeAll(async () => {
  mkdirSync(join(folder, 'flows'))
  writeFileSync(join(folder, 'orders.csv'), 'id\n0\n')
  editor = await openEditor({ folder })
  page = editor.page
  page.setDefaultTimeout(10_000)
  devtools = await page.context().newCDPSession(page)
})

afterAll(async () => {
  await editor.close()
  await closeBrowser()
})

describe('the window', () => {
  test('needs at most 300 KB of JavaScript before it can draw', () => {
    expect(initialScriptBytes(join(root, 'dist/renderer/index.html')) / 1024).toBeLessThan(300)
  })
})

describe('files dropped on the start page', () => {
  test('lead to where they lie where they are a flow, which cannot be opened from a copy', async () => {
    const start = await middle(page.getByRole('heading', { name: 'Open a flow, or begin a new one' }))
    await drop(start, [file('other.flow.json', '{"weir":1,"name":"Other","nodes":{},"edges":[]}')])
    await dialog().getByText('Open a flow').first().waitFor()
    await notice().getByText('does not tell where').waitFor()
    await dialog().getByRole('button', { name: 'Cancel' }).click()
    await expect.poll(() => dialog().count()).toBe(0)
  })

  test('begin a flow where they are data, and are chosen where they lie where they are too large to be copied', async () => {
    const start = await middle(page.getByRole('heading', { name: 'Open a flow, or begin a new one' }))
    writeFileSync(join(desk, 'large.csv'), Buffer.alloc(10 * 1024 * 1024 + 1, 'a\n'))
    await drop(start, [join(desk, 'large.csv')])
    await notice().getByText('too large to be handed over').waitFor()
    await dialog().getByRole('button', { name: 'orders.csv' }).dblclick()
    await node('orders').waitFor()
    await page.getByTitle('What these rows are of').filter({ hasText: 'the only row' }).waitFor()
    await page.keyboard.press('Escape')
    await node('orders').click()
    await page.keyboard.press('Delete')
  })
})

describe('a text pasted on the canvas', () => {
  test('as a table becomes a source with names and types, whose rows are seen at once', async () => {
    await page.getByText('Drop a file here').waitFor()
    await page.getByRole('button', { name: 'Choose a file' }).press('Enter')
    await dialog().getByText('Choose a file').waitFor()
    await page.keyboard.press('Escape')
    await expect.poll(() => dialog().count()).toBe(0)
    const at = await onPane(140, 60)
    await page.mouse.move(at.x, at.y)
    await copy('zip\tcity\tsum\n01067\tDresden\t1,5\n80331\tMünchen\n')
    await page.keyboard.press('Control+V')
    await node('pasted_table').waitFor()
    await grid().getByText('01067').waitFor()
    expect(await grid().getByText('1.5', { exact: true }).count()).toBe(1)
    expect(await notice().innerText()).toContain('1 short line filled up')
    const box = (await node('pasted_table').boundingBox())!
    expect(Math.abs(box.x - at.x) + Math.abs(box.y - at.y)).toBeLessThan(20)
    await page.keyboard.press('Control+Z')
    expect(await nodes()).toBe(0)
    await page.keyboard.press('Control+Y')
    await node('pasted_table').waitFor()
  })

  test('as a query becomes a SQL node, which gives rows where it reads no table', async () => {
    const at = await onPane(400, 60)
    await page.mouse.move(at.x, at.y)
    await copy('SELECT 42 AS answer;')
    await page.keyboard.press('Control+V')
    await node('pasted_query').waitFor()
    await grid().getByText('42', { exact: true }).waitFor()
  })

  test('as a table of a page keeps its cells in their places, also beside joined ones', async () => {
    const at = await onPane(600, 60)
    await page.mouse.move(at.x, at.y)
    await page.evaluate(async () => {
      const html =
        '<table><tr><th>group</th><th>name</th></tr><tr><td rowspan="2">g</td><td>n1</td></tr><tr><td>n2</td></tr></table>'
      const parts = { 'text/html': html, 'text/plain': 'group name\ng n1\nn2' }
      const blobs = Object.entries(parts).map(([type, text]) => [type, new Blob([text], { type })] as const)
      await navigator.clipboard.write([new ClipboardItem(Object.fromEntries(blobs))])
    })
    await page.keyboard.press('Control+V')
    await node('pasted_table_2').waitFor()
    expect(await page.getByRole('textbox', { name: 'name, row 2' }).inputValue()).toBe('n2')
    expect(await page.getByRole('textbox', { name: 'group, row 2' }).inputValue()).toBe('')
    expect(await notice().innerText()).toContain('1 joined cell')
    await page.locator('.canvas').focus()
    await page.keyboard.press('Delete')
    await expect.poll(() => node('pasted_table_2').count()).toBe(0)
  })

  test('is refused where it is too large, and kept in a file on request', async () => {
    const at = await onPane(140, 200)
    await page.mouse.move(at.x, at.y)
    await copy(`id,name\n${Array.from({ length: 4000 }, (_, index) => `${index},n${index}`).join('\n')}\n`)
    await page.keyboard.press('Control+V')
    await notice().getByText('too many').waitFor()
    expect(existsSync(join(folder, 'pasted.csv'))).toBe(false)
    await notice().getByRole('button', { name: 'Keep them in a file…' }).click()
    await dialog().getByRole('button', { name: 'Keep a copy' }).click()
    await node('pasted_table_2').waitFor()
    await page.getByTitle('What these rows are of').filter({ hasText: 'all 4,000 rows' }).waitFor()
    expect(readFileSync(join(folder, 'pasted.csv'), 'utf8').split('\n')).toHaveLength(4002)
  })
})

describe('cells pasted into the table of a node', () => {
  test('go over the focused cell and on, and what is told stands below', async () => {
    await node('pasted_table').click()
    const cell = page.getByRole('textbox', { name: 'city, row 2' })
    await cell.click()
    await copy('Pirna\t2\nGörlitz\n')
    await page.keyboard.press('Control+V')
    await grid().getByText('Görlitz').waitFor()
    expect(await page.getByRole('textbox', { name: 'city, row 3' }).inputValue()).toBe('Görlitz')
    expect(await page.getByRole('textbox', { name: 'sum, row 2' }).inputValue()).toBe('2')
    await page.getByText('1 line shorter than the others').waitFor()
  })
})

describe('files dropped on the canvas', () => {
  test('are kept beside the flow once that is agreed to, never over another file', async () => {
    const at = await onPane(140, 340)
    const orders = file('orders.csv', 'id,amount\n1,10\n2,20\n')
    await hold(at, [orders])
    await page.getByText('Reads the file here').waitFor()
    await drag('drop', at, [orders])
    await dialog().getByText('The browser does not tell').waitFor()
    expect(await nodes()).toBe(3)
    await page.keyboard.press('Enter')
    await node('orders').waitFor()
    await page.getByTitle('What these rows are of').filter({ hasText: 'all 2 rows' }).waitFor()
    expect(readFileSync(join(folder, 'orders.csv'), 'utf8')).toBe('id\n0\n')
    expect(readFileSync(join(folder, 'orders-2.csv'), 'utf8')).toBe('id,amount\n1,10\n2,20\n')
    expect(await notice().innerText()).toContain('orders-2.csv')
  })

  test('are not written where that is not agreed to', async () => {
    await drop(await onPane(400, 340), [file('never.csv', 'a\n1\n')])
    await dialog().getByRole('button', { name: 'Cancel' }).click()
    await expect.poll(() => dialog().count()).toBe(0)
    expect(existsSync(join(folder, 'never.csv'))).toBe(false)
    expect(await nodes()).toBe(4)
  })

  test('become a source each, in one step to undo', async () => {
    const files = [file('a.tsv', 'x\ty\n1\t2\n'), file('b.ndjson', '{"k":1}\n')]
    const at = await onPane(400, 200)
    await hold(at, files)
    await page.getByText('Reads 2 files here').waitFor()
    await drag('drop', at, files)
    await dialog().getByRole('button', { name: 'Keep 2 copies' }).click()
    await node('a').waitFor()
    await node('b').waitFor()
    await page.keyboard.press('Control+Z')
    expect(await nodes()).toBe(4)
    await page.keyboard.press('Control+Y')
    await node('b').waitFor()
  })

  test('take the place of a source’s file, with the kind that reads them', async () => {
    const into = await middle(node('a'))
    const more = file('more.csv', 'x,y\n5,6\n7,8\n9,10\n')
    await hold(into, [more])
    await page.getByText('Replaces the file of a').waitFor()
    await drag('drop', into, [more])
    await dialog().getByRole('button', { name: 'Keep a copy' }).click()
    await page.getByTitle('What these rows are of').filter({ hasText: 'all 3 rows' }).waitFor()
    await drop(await middle(node('a')), [file('events.json', '[{"k":1},{"k":2}]')])
    await dialog().getByRole('button', { name: 'Keep a copy' }).click()
    await page.getByTitle('What these rows are of').filter({ hasText: 'all 2 rows' }).waitFor()
    await page.getByRole('complementary').getByLabel('Format').first().waitFor()
  })

  test('are read as a workbook where they are one', async () => {
    const path = join(desk, 'sales.xlsx')
    writeFileSync(
      path,
      await workbookOf({
        sheets: [
          {
            name: 'One',
            rows: [
              ['day', 'sum'],
              ['mon', 1],
              ['tue', 2],
            ],
          },
        ],
      }),
    )
    await drop(await onPane(560, 200), [path])
    await dialog().getByRole('button', { name: 'Keep a copy' }).click()
    await node('sales').waitFor()
    await page.getByTitle('What these rows are of').filter({ hasText: 'all 2 rows' }).waitFor()
    await page.getByRole('complementary').getByLabel('Sheet').first().waitFor()
  })

  test('are refused in words where no source reads them', async () => {
    await drop(await onPane(560, 60), [file('sheet.xlsb', 'PK')])
    await notice().getByText('Save it as .xlsx').waitFor()
    await drop(await middle(node('b')), [file('c.csv', 'a\n1\n'), file('d.csv', 'a\n1\n')])
    await notice().getByText('takes one file').waitFor()
    expect(await dialog().count()).toBe(0)
  })

  test('do not leave the editor when they are dropped beside it', async () => {
    const bar = await middle(page.getByRole('contentinfo'))
    await drop(bar, [file('e.csv', 'a\n1\n')])
    expect(await nodes()).toBe(7)
    expect(page.url()).toContain('127.0.0.1')
    expect(editor.errors).toEqual([])
  })
})
