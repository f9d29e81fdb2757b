import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { flowOf } from '#test/engine/run/flow-world.ts'
import { axe } from './axe.ts'
import { closeBrowser, type Editor, freshFolder, openEditor } from './editor.ts'

const folder = freshFolder('freshness')
const flow = join(folder, 'fresh.flow.json')
const put = (rows: number) =>
  writeFileSync(join(folder, 'rows.csv'), `id\n${Array.from({ length: rows }, (_, i) => `${i}\n`).join('')}`)
let editor: Editor

beforeAll(async () => {
  put(30)
  const document = flowOf(
    {
      rows: ['source.csv', { path: 'rows.csv' }],
      few: ['transform.filter', { where: 'id < 20' }],
      check: ['validate.rules', { rules: [{ id: 'low', kind: 'range', columns: ['id'], min: 3 }] }],
      slow: ['transform.sql', { inputs: ['rows'], sql: ['SELECT sum(range % 7) AS n FROM rows, range(3000000)'] }],
      out: ['sink.csv', { path: 'out.csv' }],
      total: ['sink.csv', { path: 'total.csv' }],
    },
    ['rows.out few.in', 'few.match check.in', 'check.out slow.rows', 'check.pass out.in', 'slow.out total.in'],
  )
  const layout = {
    nodes: Object.fromEntries(
      ['rows', 'few', 'check', 'slow', 'total', 'out'].map((id, i) => [
        id,
        { x: (i % 3) * 300, y: Math.floor(i / 3) * 180 },
      ]),
    ),
    groups: [],
    notes: [],
  }
  writeFileSync(flow, `${JSON.stringify({ ...document, layout }, null, 2)}\n`)
  editor = await openEditor({ folder, flow })
  editor.page.setDefaultTimeout(20_000)
})

afterAll(async () => {
  await editor.close()
  await closeBrowser()
  rmSync(folder, { recursive: true, force: true })
})

test('a card says whether its rows are fresh, running, from the cache, or stale, and why', async () => {
  const { page } = editor
  const card = (id: string) => page.locator(`.card[data-node="${id}"]`)
  const states = () =>
    page
      .locator('.card')
      .evaluateAll(cards =>
        Object.fromEntries(
          cards.map(each => [each.getAttribute('data-node'), each.querySelector('.state-light')?.textContent]),
        ),
      )
  /** Runs, and gives the words that the cards had meanwhile: some only for a moment. */
  const run = async () => {
    const meanwhile = page.evaluate(
      () =>
        new Promise<readonly (string | null)[]>(resolve => {
          const words = new Set<string | null>()
          let began = false
          const observer = new MutationObserver(() => {
            for (const light of document.querySelectorAll('.card .state-light')) words.add(light.textContent)
            const running = document.querySelector('.topbar .running') !== null
            if (began && !running) {
              observer.disconnect()
              resolve([...words])
            }
            began ||= running
          })
          observer.observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true })
        }),
    )
    await page.keyboard.press('Control+Enter')
    return meanwhile
  }
  const look = async (name: string) => {
    for (const scheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: scheme })
      if (process.env.WEIR_SHOTS) await page.screenshot({ path: join(process.env.WEIR_SHOTS, `${name}-${scheme}.png`) })
    }
  }

  await card('slow').waitFor()
  expect(await run()).toContain('running')
  await expect.poll(async () => new Set(Object.values(await states()))).toEqual(new Set(['done']))
  await look('fresh')

  await run()
  await expect.poll(states).toMatchObject({ few: 'done, from the cache', check: 'done, from the cache', out: 'done' })
  await look('cached')

  await card('few').click()
  await page.keyboard.press('b')
  await expect.poll(states).toMatchObject({
    rows: expect.stringMatching(/^done/),
    few: 'changed since its run',
    check: 'what comes into it was changed since its run',
  })
  await look('edited')
  await page.keyboard.press('Control+z')
  await expect.poll(states).toMatchObject({ few: expect.stringMatching(/^done/), out: 'done' })

  put(31)
  await page.evaluate(() => window.dispatchEvent(new Event('focus')))
  await expect.poll(states).toMatchObject({
    rows: 'its file was changed since its run',
    slow: 'what comes into it was changed since its run',
  })
  expect(await card('rows').innerText()).toContain('file changed')
  await look('file')
  const { violations } = await axe(page).include('.react-flow').analyze()
  expect(violations.map(({ id }) => id)).toEqual([])

  await run()
  await page.keyboard.press('Control+k')
  await page.keyboard.type('Clear the cache')
  await page.keyboard.press('Enter')
  await page.getByText(/^Cleared the cache/).waitFor()
  await run()
  await expect.poll(async () => new Set(Object.values(await states()))).toEqual(new Set(['done']))
  expect(editor.errors).toEqual([])
})
