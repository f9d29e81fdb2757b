import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { closeBrowser, type Editor, freshFolder, openEditor } from './editor.ts'

const rules = [
  { id: 'key', kind: 'not_null', columns: ['code'], severity: 'critical' },
  { id: 'mail', kind: 'format', columns: ['mail'], format: 'email' },
  { id: 'low', kind: 'range', columns: ['amount'], min: 0 },
  { id: 'short', kind: 'length', columns: ['name'], min: 2, severity: 'warning' },
  { id: 'land', kind: 'in_set', columns: ['land'], values: ['DE', 'IT'], severity: 'info' },
  { id: 'cap', kind: 'range', columns: ['amount'], max: 100, when: "land = 'IT'" },
]

const people = Array.from({ length: 60 }, (_, i) => [
  String(i),
  i === 40 ? null : `c${i}`,
  i === 40 ? 'x' : `Name ${i}`,
  i % 20 === 0 ? 'no address' : i === 7 ? null : `a${i}@example.org`,
  i === 40 ? '-5' : '50',
  i === 40 ? 'XX' : i % 2 === 0 ? 'DE' : 'IT',
])

const columns = ['id', 'code', 'name', 'mail', 'amount', 'land'].map(name => ({
  name,
  type: name === 'id' || name === 'amount' ? 'INTEGER' : 'VARCHAR',
}))

const node = (kind: string, title: string, settings: object) => ({ kind, version: 1, title, settings })

const flow = {
  weir: 1,
  name: 'Walk',
  nodes: {
    people: node('source.inline', 'People', { columns, rows: people }),
    check: node('validate.rules', 'Check people', { rules }),
    sorted: node('transform.sort', 'Sorted', { by: [{ column: 'id', direction: 'desc' }] }),
    more: node('transform.formula', 'More', { columns: [{ name: 'twice', expression: 'amount * 2' }] }),
    some: node('transform.filter', 'Some', { where: 'id >= 0' }),
    lands: node('source.inline', 'Lands', {
      columns: [
        { name: 'id', type: 'INTEGER' },
        { name: 'area', type: 'INTEGER' },
      ],
      rows: people.map(([id]) => [id, id === '40' ? '-1' : '1']),
    }),
    area: node('validate.rules', 'Check lands', {
      rules: [{ id: 'area', kind: 'range', columns: ['area'], min: 0, severity: 'warning' }],
    }),
    both: node('transform.join', 'Both', { keys: [{ left: 'id', right: 'id' }] }),
  },
  edges: [
    ['people.out', 'check.in'],
    ['check.out', 'sorted.in'],
    ['sorted.out', 'more.in'],
    ['more.out', 'some.in'],
    ['lands.out', 'area.in'],
    ['some.match', 'both.left'],
    ['area.out', 'both.right'],
  ].map(([from, to]) => ({ from, to })),
}

let editor: Editor
let page: Page

const grid = () => page.getByRole('grid')
const rows = async () => Number(await grid().getAttribute('aria-rowcount')) - 1
const chip = (label: string | RegExp) => page.locator('.tools').getByRole('button', { name: label })
const choice = (label: string | RegExp) => page.getByRole('menuitemradio', { name: label })
const current = () => grid().locator('.grid-cell.cur')
const currentId = () => current().locator('xpath=..').locator('[data-column="0"]').textContent()
const reasons = () => page.getByRole('complementary', { name: 'Reasons of the row' })
const scope = () => page.getByTitle('What these rows are of').textContent()

const pick = async (filter: string, label: string | RegExp) => {
  await chip(filter).click()
  await choice(label).click()
  await page.getByRole('menu').waitFor({ state: 'detached' })
}
const showAll = async () => {
  await chip('All rows').click()
  await expect.poll(rows).toBe(60)
}
/** The ids of the rows that F8 meets from the top, until it begins anew. */
const walk = async (key: 'F8' | 'Shift+F8', count: number) => {
  const met: (string | null)[] = []
  for (let i = 0; i < count; i++) {
    const before = await current()
      .count()
      .then(some => (some ? currentId() : null))
    await page.keyboard.press(key)
    await expect.poll(() => current().count()).toBe(1)
    if (before !== null) await expect.poll(currentId).not.toBe(before)
    met.push(await currentId())
  }
  return met
}

beforeAll(async () => {
  const folder = freshFolder('walk')
  const file = join(folder, 'walk.flow.json')
  writeFileSync(file, JSON.stringify(flow))
  editor = await openEditor({ folder, flow: file })
  page = editor.page
  page.setDefaultTimeout(15_000)
  await page.locator('[data-node="check"]').click()
  await grid().getByText('a1@example.org').waitFor()
})

afterAll(async () => {
  await editor.close()
  await closeBrowser()
})

describe('the filters by flags', () => {
  test('say how many rows each would show, and combine', async () => {
    await chip('Error 3').waitFor()
    await chip('Critical 1').click()
    await expect.poll(rows).toBe(1)
    expect(await scope()).toBe('1 of 60 rows')
    await chip('Critical').click()
    await pick('Rule', /^error mail 3/)
    await expect.poll(rows).toBe(3)
    await chip('Warning 0').waitFor()
    expect(await chip('Warning 0').isDisabled()).toBe(true)
    await pick('Column', /mail 3/)
    await expect.poll(rows).toBe(3)
    await showAll()
    await pick('Column', /amount 1/)
    await expect.poll(rows).toBe(1)
    await showAll()
  })

  test('are walked by F8, row by row, to the flag that is meant, and begin anew with a word', async () => {
    await pick('Rule', /^error mail 3/)
    await expect.poll(rows).toBe(3)
    expect(await walk('F8', 3)).toEqual(['0', '20', '40'])
    expect(await current().textContent()).toBe('no address')
    expect(await walk('F8', 1)).toEqual(['0'])
    await grid().locator('xpath=..').getByText('From the start again', { exact: true }).waitFor()
    expect(await walk('Shift+F8', 2)).toEqual(['40', '20'])
    await showAll()
  })
})

describe('a row that breaks five rules', () => {
  test('shows five reasons with severity, message and node beside the rows', async () => {
    await chip('Critical 1').click()
    await expect.poll(rows).toBe(1)
    await page.keyboard.press('F8')
    await expect.poll(currentId).toBe('40')
    await page.keyboard.press('Shift+Enter')
    await reasons().getByText('5 reasons').first().waitFor()
    const said = await reasons().getByRole('listitem').allTextContents()
    expect(said).toHaveLength(5)
    expect(said[0]).toContain('key')
    const glyphs = reasons().getByRole('listitem').getByRole('img')
    expect(await glyphs.evaluateAll(all => all.map(each => each.getAttribute('aria-label')))).toEqual([
      'critical',
      'error',
      'error',
      'warning',
      'info',
    ])
    await showAll()
  })

  test('still does three nodes and a join further down, with the reason of the other side', async () => {
    await page.locator('[data-node="both"]').click()
    await grid().and(page.getByLabel('Rows of Both, out')).waitFor()
    await chip('Critical 1').click()
    await expect.poll(rows).toBe(1)
    await page.keyboard.press('F8')
    await expect.poll(currentId).toBe('40')
    await reasons().getByText('5 reasons').waitFor()
    const groups = await reasons().locator('.reason-group > header').allTextContents()
    expect(groups).toEqual(['Check peopleby way of left5 reasons', 'Check landsby way of right1 reason'])
    await reasons().getByRole('button', { name: 'Show rows that break mail' }).click()
    await chip('Critical').click()
    await expect.poll(rows).toBe(3)
    await chip('Rule mail').waitFor()
    await showAll()
    await reasons().getByRole('button', { name: 'Close' }).click()
  })
})

describe("a validator's own table", () => {
  test('marks what was not judged, counts it by rule, and is filtered by it', async () => {
    await page.locator('[data-node="check"]').click()
    await grid().and(page.getByLabel('Rows of Check people, out')).waitFor()
    await chip('Validator’s table').click()
    await grid().and(page.getByLabel('Rows of Check people, own table')).waitFor()
    await chip('Not judged').click()
    await choice('mail 1').waitFor()
    await choice('cap 30').click()
    await expect.poll(rows).toBe(30)
    expect(await walk('F8', 2)).toEqual(['0', '2'])
    expect(await current().getAttribute('class')).toContain('unjudged skipped')
    const card = page.getByRole('tooltip').filter({ hasText: 'Not judged' })
    // the pointer still rests where the menu was, and what it tells of the cell there lies over others
    await page.mouse.move(700, 5)
    await expect.poll(() => card.count()).toBe(0)
    await current().hover()
    await expect.poll(() => card.textContent()).toContain("land = 'IT' does not hold")
    await page.mouse.move(700, 5)
    await page.keyboard.press('Shift+Enter')
    await reasons().getByText('1 not judged').waitFor()
    const { violations } = await new AxeBuilder({ page }).include('.tools').include('.grid-side').analyze()
    const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
    expect(grave.map(({ id, nodes }) => `${id}: ${nodes.map(each => each.target.join(' ')).join(', ')}`)).toEqual([])
    await reasons().getByRole('button', { name: 'Close' }).click()
    await chip('Validator’s table').click()
    await grid().and(page.getByLabel('Rows of Check people, out')).waitFor()
    await expect.poll(rows).toBe(60)
    expect(await grid().locator('.unjudged').count()).toBe(0)
    expect(editor.errors).toEqual([])
  })
})
