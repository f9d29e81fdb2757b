import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { axe } from './axe.ts'
import { closeBrowser, copyOfSample, type Editor, openEditor } from './editor.ts'

const sample = copyOfSample('customers')
let editor: Editor
let page: Page

const node = (id: string) => page.locator(`[data-node="${id}"]`)
const tab = (name: string) => page.getByRole('tablist', { name: 'Dock' }).getByRole('tab', { name })
const grid = (label: RegExp) => page.getByRole('grid', { name: label })
const rows = async (label: RegExp) => Number(await grid(label).getAttribute('aria-rowcount')) - 1
const section = (name: string) => page.getByRole('region', { name, exact: true })
const item = (of: string, title: string) => section(of).getByRole('listitem').filter({ hasText: title })
const faults = async () => {
  const { violations } = await axe(page).include('.dock').analyze()
  return violations.map(({ id, nodes }) => [id, nodes.map(each => each.html)])
}

const rule = 'birth_date not in the future'
const repair = 'email: Trim spaces'

/** Towns, two of them with a slip. */
const towns = { Dresdn: 2, Hamburk: 2, Dresden: 60, Hamburg: 60, Leipzig: 60 }

beforeAll(async () => {
  const flow = JSON.parse(readFileSync(sample.flow, 'utf8'))
  flow.nodes.towns = { kind: 'source.csv', version: 1, settings: { path: 'data/towns.csv' } }
  flow.layout.nodes.towns = { x: 0, y: 240 }
  writeFileSync(sample.flow, JSON.stringify(flow))
  const lines = Object.entries(towns).flatMap(([town, times]) => Array.from({ length: times }, () => town))
  writeFileSync(
    join(sample.folder, 'data/towns.csv'),
    `id,town\n${lines.map((town, i) => `${i},${town}`).join('\n')}\n`,
  )
  editor = await openEditor(sample)
  page = editor.page
  page.setDefaultTimeout(15_000)
  await node('customers').click()
  await tab('Profile').click()
})

afterAll(async () => {
  await editor.close()
  await closeBrowser()
  rmSync(sample.folder, { recursive: true, force: true })
})

describe('suggestions of a port', () => {
  test('are counted for each column, and listed with their evidence for everybody to read, light and dark', async () => {
    await page.getByRole('button', { name: /^birth_date: \d suggestions?$/ }).click()
    await item('Rules', rule).waitFor()
    expect(await section('Repairs').count()).toBe(0)
    await page.getByRole('button', { name: 'List all columns, not birth_date alone' }).click()
    await tab('Data').click()
    await page
      .locator('.inspector')
      .getByRole('button', { name: /^\d+ suggestions$/ })
      .click()
    await item('Repairs', repair).waitFor()
    expect(await item('Rules', rule).innerText()).toContain('1,968 of 1,982 values are of the past; 14 are not')
    expect(await faults()).toEqual([])
    await page.keyboard.press('Alt+T')
    await expect.poll(() => page.locator('html').getAttribute('data-theme')).toBe('dark')
    expect(await faults()).toEqual([])
    await page.keyboard.press('Alt+T')
  })

  test('show the rows that a rule would flag, and flag just these once it is added, in one step', async () => {
    await item('Rules', rule).getByRole('button', { name: 'flags 14 rows' }).press('Enter')
    await expect.poll(() => rows(/would flag$/)).toBe(14)
    expect(await faults()).toEqual([])
    await item('Rules', rule).getByRole('checkbox').check()
    await item('Rules', 'birth_date not null').getByRole('checkbox').check()
    await section('Rules').getByRole('button', { name: 'Add 2 rules' }).click()
    await node('rules').waitFor()
    await item('Rules', rule).waitFor({ state: 'detached' })
    expect(await item('Rules', 'birth_date not null').count()).toBe(0)
    await node('rules').click()
    await tab('Data').click()
    await page.getByRole('button', { name: 'Rule', exact: true }).click()
    await page.getByRole('menuitemradio', { name: /birth_date_not_in_future/ }).click()
    await expect.poll(() => rows(/^Rows of Rules/)).toBe(14)
    await page.getByRole('button', { name: /^Undo/ }).click()
    await node('rules').waitFor({ state: 'detached' })
  })

  test('mend just the values that a repair promised, in one step', async () => {
    await node('customers').click()
    await tab('Profile').click()
    await page.getByRole('button', { name: /^Suggestions/ }).click()
    await item('Repairs', repair).getByText('changes 420 values').waitFor()
    await item('Repairs', repair)
      .getByRole('button', { name: `Insert ${repair}` })
      .click()
    await node('clean_texts').waitFor()
    await item('Repairs', repair).waitFor({ state: 'detached' })
    await node('clean_texts').click()
    await tab('Data').click()
    await grid(/^Rows of Clean texts/)
      .getByText('GIULIA.VIDAL0@EXAMPLE.ORG')
      .waitFor()
    await page.getByRole('button', { name: /^Undo/ }).click()
    await node('clean_texts').waitFor({ state: 'detached' })
  })

  test('unify spellings as the person chooses, and leave those alone that are meant', async () => {
    await node('towns').click()
    await tab('Profile').click()
    const list = page.getByRole('list', { name: 'Spellings of town' })
    await page
      .getByRole('button', { name: /^Suggestions/ })
      .or(list)
      .first()
      .waitFor()
    if (!(await list.isVisible())) await page.getByRole('button', { name: /^Suggestions/ }).click()
    await list.getByText('Dresdn (2)').waitFor()
    const chosen = (slip: string) => page.getByRole('combobox', { name: `What ${slip} becomes` })
    await chosen('Dresdn').press('Enter')
    await page.getByRole('option', { name: 'Dresdn', exact: true }).click()
    await expect.poll(() => chosen('Dresdn').innerText()).toContain('Dresdn')
    await expect.poll(() => page.getByRole('option').count()).toBe(0)
    await chosen('Hamburk').click()
    await page.getByRole('option', { name: 'left as it is' }).click()
    await page.getByRole('button', { name: 'Insert town: Unify spellings' }).click()
    await node('map_values').waitFor()
    await page.keyboard.press('Control+S')
    const settings = () => JSON.parse(readFileSync(sample.flow, 'utf8')).nodes.map_values?.settings
    await expect.poll(settings).toMatchObject({ columns: ['town'], pairs: [['Dresden', 'Dresdn']] })
    await node('map_values').click()
    await tab('Data').click()
    await expect
      .poll(() =>
        grid(/^Rows of Map values/)
          .getByText('Hamburk')
          .count(),
      )
      .toBe(2)
    expect(
      await grid(/^Rows of Map values/)
        .getByText('Dresden')
        .count(),
    ).toBe(0)
    expect(editor.errors).toEqual([])
  })
})
