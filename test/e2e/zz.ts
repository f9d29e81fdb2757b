import { cpSync, mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { closeBrowser, openEditor, root } from './editor.ts'

const folder = mkdtempSync('/tmp/zz-')
cpSync(join(root, 'samples/customers'), folder, { recursive: true })
const theme = (process.argv[2] ?? 'light') as 'light' | 'dark'
const e = await openEditor({ folder, flow: join(folder, 'customers.flow.json'), theme })
await e.page.waitForTimeout(2500)
await e.page.screenshot({ path: '/tmp/bx/a.png' })
try {
  await e.page.locator('[data-node="check"]').click({ timeout: 5000 })
  await e.page.waitForTimeout(2500)
  await e.page.screenshot({ path: '/tmp/bx/b.png' })
  await e.page.keyboard.press('Control+Enter')
  await e.page.waitForTimeout(2500)
  await e.page.screenshot({ path: '/tmp/bx/c.png' })
} catch (x) {
  console.log(String(x).slice(0, 500))
}
console.log(e.errors.slice(0, 5))
await e.close()
await closeBrowser()
