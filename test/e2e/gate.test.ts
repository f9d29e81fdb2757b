import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { closeBrowser, type Editor, freshFolder, openEditor } from './editor.ts'

const folder = freshFolder('gate')
const flow = join(folder, 'gated.flow.json')
let editor: Editor
let page: Page

const inspector = () => page.getByRole('complementary')
const saved = () => JSON.parse(readFileSync(flow, 'utf8')).nodes.gate.settings as unknown

const document = {
  weir: 1,
  name: 'Gated',
  params: {},
  nodes: {
    rows: {
      kind: 'source.inline',
      version: 1,
      settings: { columns: [{ name: 'mail', type: 'VARCHAR' }], rows: [['a@example.org'], ['nobody'], ['none']] },
    },
    check: {
      kind: 'validate.rules',
      version: 1,
      settings: { rules: [{ id: 'mail', kind: 'format', columns: ['mail'], format: 'email' }] },
    },
    gate: { kind: 'validate.gate', version: 1, settings: {} },
    out: { kind: 'sink.csv', version: 1, settings: { path: 'out.csv' } },
  },
  edges: [
    { from: 'rows.out', to: 'check.in' },
    { from: 'check.out', to: 'gate.in' },
    { from: 'gate.out', to: 'out.in' },
  ],
  tests: [],
  layout: {
    nodes: { rows: { x: 0, y: 0 }, check: { x: 300, y: 0 }, gate: { x: 600, y: 0 }, out: { x: 900, y: 0 } },
    groups: [],
    notes: [],
  },
}

beforeAll(async () => {
  writeFileSync(flow, `${JSON.stringify(document, null, 2)}\n`)
  editor = await openEditor({ folder, flow })
  page = editor.page
  page.setDefaultTimeout(30_000)
  await page.locator('[data-node="gate"]').click()
})

afterAll(async () => {
  await editor.close()
  await closeBrowser()
  rmSync(folder, { recursive: true, force: true })
})

test('a gate gets its limit by keys alone, says what is wrong, and stops the run', async () => {
  await inspector().getByRole('button', { name: 'Add a limit' }).focus()
  await page.keyboard.press('Enter')
  const rule = inspector().getByLabel('Rule', { exact: true })
  await rule.focus()
  await page.keyboard.type('male')
  await inspector().getByText('No flags of a rule').waitFor()
  await page.keyboard.press('Control+A')
  await page.keyboard.type('mail')
  await expect.poll(() => inspector().getByText('No flags of a rule').count()).toBe(0)
  const stop = inspector().getByLabel('Limit 1: stop above')
  await stop.focus()
  await page.keyboard.press('Control+A')
  await page.keyboard.type('60')
  await page.keyboard.press('Control+S')
  await expect.poll(saved).toEqual({ limits: [{ rule: 'mail', stop: { percent: 60 } }] })
  await page.keyboard.press('Control+Enter')
  await page
    .getByText(/past the limit of 60 %/)
    .first()
    .waitFor()
  expect(editor.errors).toEqual([])
})
