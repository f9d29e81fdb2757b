import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { browser, closeBrowser, freshFolder, openEditor } from './editor.ts'

await browser()
afterAll(closeBrowser)

const node = (kind: string, settings: object) => ({ kind, version: 1, settings })

const flow = {
  weir: 1,
  name: 'Numbers',
  params: {},
  nodes: {
    rows: node('source.inline', { columns: [{ name: 't', type: 'VARCHAR' }], rows: [['1'], ['two']] }),
    number: node('transform.formula', {
      columns: [{ name: 'n', expression: 'cast(t AS INTEGER)' }],
      onError: 'fail',
    }),
    out: node('sink.csv', { path: 'out/n.csv' }),
  },
  edges: [
    { from: 'rows.out', to: 'number.in' },
    { from: 'number.out', to: 'out.in' },
  ],
  tests: [],
  layout: { nodes: { rows: { x: 0, y: 0 }, number: { x: 260, y: 0 }, out: { x: 520, y: 0 } }, groups: [], notes: [] },
}

describe('a failure of a run', () => {
  it('shows its node and its SQL, and what becomes of the run then is a setting of the node', async () => {
    const folder = freshFolder('failures')
    const path = join(folder, 'numbers.flow.json')
    writeFileSync(path, `${JSON.stringify(flow, null, 2)}\n`)
    const editor = await openEditor({ folder, flow: path })
    const { page } = editor
    try {
      await page.locator('.react-flow__node[data-id="number"]').click()
      await page.keyboard.press('Control+Enter')
      await page.getByRole('tab', { name: /^Problems/ }).click()
      const problem = page.getByRole('list', { name: 'Problems' }).getByRole('listitem').filter({ hasText: 'E-DATA' })
      await problem.waitFor()
      expect(await problem.innerText()).toMatch(/two/)
      await problem.getByText('Show the SQL').focus()
      await page.keyboard.press('Enter')
      expect(await problem.locator('pre').innerText()).toContain('cast(t AS INTEGER)')

      const failures = page.getByRole('region', { name: 'Failures' })
      await failures.getByRole('button', { name: /^Failures/ }).click()
      await failures.getByLabel('Retries').fill('2')
      await failures.getByLabel('Time limit').fill('30')
      await failures.getByRole('combobox', { name: 'When it fails' }).click()
      await page.getByRole('option', { name: 'go on without rows' }).click()
      await page.keyboard.press('Control+s')
      const saved = () => (JSON.parse(readFileSync(path, 'utf8')) as typeof flow).nodes.number
      await expect.poll(saved).toMatchObject({ run: { retries: 2, timeoutSeconds: 30, onFailure: 'empty' } })
      await page.keyboard.press('Control+Enter')
      await expect.poll(() => readFileSync(join(folder, 'out/n.csv'), 'utf8')).toBe('t,n\n')
      expect(editor.errors).toEqual([])
    } finally {
      await editor.close()
    }
  })
})
