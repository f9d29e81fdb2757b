import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Editor, openFlow } from './editor.ts'

const flow = {
  weir: 1,
  name: 'pins',
  nodes: {
    orders: { kind: 'source.csv', version: 1, settings: { path: 'orders.csv' } },
    kept: { kind: 'transform.pin', version: 1, settings: {} },
    large: { kind: 'transform.filter', version: 1, settings: { where: 'amount > 5' } },
  },
  edges: [
    { from: 'orders.out', to: 'kept.in' },
    { from: 'kept.out', to: 'large.in' },
  ],
  layout: { nodes: { orders: { x: 0, y: 0 }, kept: { x: 236, y: 0 }, large: { x: 472, y: 0 } } },
}
let editor: Editor

beforeAll(async () => {
  editor = await openFlow('pins', flow, { 'orders.csv': 'id,amount\n1,10\n2,20\n' }, 'kept')
})

afterAll(() => editor.close())

const node = (id: string) => editor.page.locator(`[data-node="${id}"]`)
const frozen = () => editor.page.getByRole('region', { name: 'Frozen rows' })
const rows = async () => Number(await editor.page.getByRole('grid').getAttribute('aria-rowcount')) - 1

/** Presses a button of the section with the keyboard. */
const push = async (name: string) => {
  await frozen().getByRole('button', { name, exact: true }).focus()
  await editor.page.keyboard.press('Enter')
}

test('A pin is frozen and thawed in the inspector, and what is behind it has the stored rows meanwhile', async () => {
  await frozen().getByText('rows pass through').waitFor()
  await push('Freeze')
  await frozen().getByText('Frozen: 2 stored rows are read').waitFor()
  expect(existsSync(join(editor.folder, 'pins.pins/kept.parquet'))).toBe(true)
  writeFileSync(join(editor.folder, 'orders.csv'), 'id,amount\n7,70\n')
  await node('large').click()
  await expect.poll(rows).toBe(2)
  await node('kept').click()
  await push('Thaw')
  await frozen().getByText('rows pass through').waitFor()
  await node('large').click()
  await expect.poll(rows).toBe(1)
  await node('kept').click()
  await push('Freeze')
  await frozen().getByText('Frozen: 1 stored').waitFor()
  await editor.page.keyboard.press('Control+Z')
  await frozen().getByText('rows pass through').waitFor()
  expect(editor.errors).toEqual([])
})

test('What cannot be frozen is told where it was asked for', async () => {
  await node('orders').click()
  expect(await frozen().count()).toBe(0)
  writeFileSync(join(editor.folder, 'orders.csv'), '')
  await node('kept').click()
  await push('Freeze')
  await frozen().getByRole('alert').or(frozen().locator('.err, .problem')).first().waitFor()
  await frozen().getByRole('button', { name: 'Freeze', exact: true }).waitFor()
})
