import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { browser, closeBrowser, copyOfSample, openEditor } from './editor.ts'

await browser()
afterAll(closeBrowser)

describe('the run in the SQL tab', () => {
  it('lists what a run sends, marks the part of the selected node, and measures it on demand', async () => {
    const { folder, flow } = copyOfSample('customers')
    const editor = await openEditor({ folder, flow })
    const { page } = editor
    try {
      await page.locator('.react-flow__node[data-id="check"]').click()
      await page.getByRole('tab', { name: 'SQL' }).click()
      await page.getByRole('button', { name: 'Whole run' }).click()
      const list = page.getByRole('list', { name: 'Statements of a run' })
      await list.waitFor()
      const current = list.locator('[aria-current]')
      expect(await current.innerText()).toMatch(/Check customers/)
      const detail = page.getByRole('region', { name: /^Statement \d+$/ })
      expect(await detail.innerText()).toContain('its rules are judged in one pass')
      expect(await detail.locator('mark').last().innerText()).toContain('__weir_flags')
      expect(await detail.getByRole('table', { name: 'Operators' }).count()).toBe(0)

      await page.getByRole('button', { name: 'Analyse' }).click()
      await detail.getByRole('table', { name: 'Operators' }).waitFor()
      expect(await detail.innerText()).toMatch(/Took [\d.]+ m?s/)
      expect(await page.getByText(/^Check customers: in 2,000/).innerText()).toMatch(/out 2,000/)
      expect(existsSync(join(folder, 'out'))).toBe(false)

      await list.getByRole('button').first().focus()
      await page.keyboard.press('Enter')
      await page.getByRole('region', { name: 'Statement 1' }).waitFor()
      await page.getByRole('button', { name: 'Shown rows' }).click()
      await page.getByText(/^One statement for|^The work of/).waitFor()
      expect(editor.errors).toEqual([])
    } finally {
      await editor.close()
    }
  })
})
