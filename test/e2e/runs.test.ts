import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { afterAll, describe, expect, it } from 'vitest'
import { browser, closeBrowser, copyOfSample, openEditor } from './editor.ts'

await browser()
afterAll(closeBrowser)

describe('the Runs tab', () => {
  it('shows runs as they go on, opens and compares them with the keyboard alone, and leads to their nodes', async () => {
    const { folder, flow } = copyOfSample('customers')
    const editor = await openEditor({ folder, flow })
    const { page } = editor
    try {
      await page.getByRole('tab', { name: 'Data' }).waitFor()
      await page.keyboard.press('Alt+5')
      await page.getByText('No runs yet').waitFor()
      await page.keyboard.press('Control+Enter')
      await page.getByRole('button', { name: 'The run that goes on' }).waitFor()
      const rows = page.locator('.run-row')
      const first = page.getByRole('button', { name: /^Run of .*, done, took/ })
      await first.waitFor()
      await expect.poll(() => rows.count()).toBe(1)
      expect(await rows.first().innerText()).toMatch(/2,000[\s\S]*210[\s\S]*96\.7 %/)

      const file = `${folder}/data/customers.csv`
      writeFileSync(file, readFileSync(file, 'utf8').split('\n').slice(0, 1001).join('\n'))
      await page.keyboard.press('Control+Enter')
      await expect.poll(() => rows.count(), { timeout: 15_000 }).toBe(2)
      await expect.poll(() => rows.first().innerText()).toMatch(/1,000/)

      await rows.first().focus()
      await page.keyboard.press('Enter')
      const detail = page.getByRole('region', { name: /^Run of / })
      await detail.getByRole('table', { name: 'Nodes' }).waitFor()
      expect(await detail.getByRole('table', { name: 'Rules' }).getByRole('row').count()).toBe(8)
      expect(await detail.getByRole('table', { name: 'Sinks' }).innerText()).toContain('out/good.parquet')
      expect(await detail.innerText()).toMatch(/age of the data/)

      await rows.first().focus()
      await page.keyboard.press('ArrowDown')
      await page.keyboard.press('c')
      const differences = page.getByRole('table', { name: 'Differences' })
      await differences.waitFor()
      const said = await differences.innerText()
      expect(said).toMatch(/Input[\s\S]*Customers\s+bytes[\s\S]*Rows and quality/)
      expect(said).toMatch(/Customers\s+rows at out\s+2,000\s+1,000\s+−50 %/)
      expect(said).toMatch(/Sinks[\s\S]*rows written/)

      await page.keyboard.press('Escape')
      await page.getByRole('region', { name: 'Runs over time' }).waitFor()
      await page.getByRole('toolbar', { name: 'Rows out of each run' }).getByRole('button').last().focus()
      await page.keyboard.press('ArrowLeft')
      await page.keyboard.press('Enter')
      await detail.getByRole('button', { name: 'Check customers', exact: true }).first().click()
      await page.getByRole('complementary').or(page.locator('.inspector')).first().waitFor()
      await expect.poll(() => page.locator('.react-flow__node.selected').getAttribute('data-id')).toBe('check')

      await page.getByRole('button', { name: 'Clear', exact: true }).click()
      const dialog = page.getByRole('dialog', { name: 'Forget 2 runs?' })
      await dialog.getByRole('button', { name: 'Forget them' }).click()
      await page.getByText('No runs yet').waitFor()
      expect(readdirSync(`${folder}/.weir/runs`)).toEqual([])
      expect(editor.errors).toEqual([])
    } finally {
      await editor.close()
    }
  })
})
