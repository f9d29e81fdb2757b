import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { AxeBuilder } from '@axe-core/playwright'
import * as fc from 'fast-check'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { toHtml } from '#core/quality-report/html/page.ts'
import { toJunit } from '#core/quality-report/junit.ts'
import type { QualityDocument } from '#core/quality-report/types.ts'
import { anyTexts, documentOf, documentWith, heldRule, ruleOf } from '#test/core/quality-report/documents.ts'
import { flowText, ordersFlow, weir } from '#test/hosts/cli/weir.ts'
import { testFolder } from '#test/hosts/folder.ts'
import { chromiumArgs, findChromium } from '#test/tools/chromium.ts'

let browser: Browser

beforeAll(async () => {
  const { path, env } = await findChromium()
  browser = await chromium.launch({
    executablePath: path,
    args: [...chromiumArgs],
    env: { ...process.env, ...env } as Record<string, string>,
  })
})

afterAll(() => browser.close())

/** A page with what it logs; a report should log nothing. */
const open = async (html: string) => {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
  const logged: string[] = []
  page.on('console', message => logged.push(message.text()))
  page.on('pageerror', error => logged.push(String(error)))
  page.on('request', request => {
    if (!request.url().startsWith('data:')) logged.push(request.url())
  })
  await page.setContent(html)
  return { page, logged }
}

/** Pixels by which the page is wider than its window. */
const overflow = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

/** Nothing that a parser may change, such as a line end. */
const isPlain = (text: string): boolean => /^[\x20-\x7e]*$/.test(text)

const long = 'a_column_that_somebody_exported_from_a_warehouse_'.repeat(4)

/** A hundred rules, wide rows and long names, with thirty runs before. */
const large = (): QualityDocument => {
  const cells = Array.from({ length: 60 }, (_, i) => ({
    column: i === 7 ? long : `column_${i}`,
    value: i === 3 ? 'x'.repeat(200) : i,
    bad: i === 3 || i === 40,
  }))
  const rules = Array.from({ length: 100 }, (_, i) =>
    i % 7 === 0
      ? ruleOf({ id: `r${i}`, says: `${long} ${i}`, samples: [{ reason: long, cells }] })
      : heldRule({ id: i % 11 === 0 ? `${long}${i}` : `r${i}` }),
  )
  const plain = documentOf(rules, { flow: { name: long, path: long, sha256: 'a'.repeat(64) } })
  const run = (i: number) => ({
    id: `r${i}`,
    status: i % 5 === 0 ? ('gated' as const) : ('succeeded' as const),
    startedAt: `2024-05-${String(i + 1).padStart(2, '0')}T06:30:00.000Z`,
    score: 0.9 + (i % 7) / 100,
    flaggedRows: i * 3,
    dimensions: {},
    rules: rules.map(({ id }) => ({ node: 'check', rule: id, evaluated: 10, failed: i % 4 })),
  })
  return { ...plain, trend: Array.from({ length: 30 }, (_, i) => run(i)) }
}

describe('the quality report in a real browser', () => {
  it('shows hostile texts as they are, as the page and as JUnit', async () => {
    const { page, logged } = await open('<p></p>')
    const parse = (texts: { html: string; xml: string }) =>
      page.evaluate(({ html, xml }) => {
        const shown = new DOMParser().parseFromString(html, 'text/html')
        const tests = new DOMParser().parseFromString(xml, 'text/xml')
        return {
          elements: [...shown.querySelectorAll('*')].map(each => each.tagName).join(' '),
          cell: shown.querySelector('.rows td')?.textContent,
          parsed: tests.querySelector('parsererror') === null,
          suite: tests.querySelector('testsuites')?.getAttribute('name'),
        }
      }, texts)
    const of = (texts: readonly string[]) => {
      const plain = documentWith(texts)
      return { html: toHtml(plain), xml: toJunit(plain) }
    }
    const { elements } = await parse(of(['plain']))
    await fc.assert(
      fc.asyncProperty(anyTexts, async texts => {
        const found = await parse(of(texts))
        expect(found.elements).toBe(elements)
        expect(found.parsed).toBe(true)
        const { flow, validators } = documentWith(texts)
        if (!isPlain(texts.join(''))) return
        expect(found.suite).toBe(flow.name)
        expect(found.cell).toBe(validators[0]!.rules[0]!.samples[0]!.cells[0]!.value)
      }),
      { numRuns: 60, seed: Number(process.env.WEIR_SEED ?? 20_240_101) },
    )
    expect(logged).toEqual([])
    await page.close()
  })

  it('fits a wide, a narrow and a printed page, whatever names and numbers it has', async () => {
    const { page, logged } = await open(toHtml(large()))
    expect(await overflow(page)).toBe(0)
    await page.setViewportSize({ width: 420, height: 900 })
    expect(await overflow(page)).toBe(0)
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
    await page.setViewportSize({ width: 703, height: 1000 })
    expect(await overflow(page)).toBe(0)
    expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe('rgb(255, 255, 255)')
    const folded = page.locator('details.more .says').last()
    expect(await folded.isVisible()).toBe(true)
    await page.emulateMedia({ media: 'screen' })
    expect(await folded.isVisible()).toBe(false)
    expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe('rgb(20, 23, 25)')
    expect(logged).toEqual([])
    await page.close()
  })

  it('is read from the file that a run wrote, from the verdict down to a bad cell', async () => {
    const orders = Array.from({ length: 40 }, (_, i) => `${i},${i % 8 === 0 ? 'nobody' : `u${i}@example.com`},${i}`)
    const flow = {
      ...ordersFlow,
      nodes: { ...ordersFlow.nodes, check: { ...ordersFlow.nodes.check, title: 'Check orders' } },
    }
    const folder = testFolder({
      'o.flow.json': flowText(flow),
      'orders.csv': ['id,email,amount', ...orders].join('\n'),
    })
    for (const name of ['first.html', 'second.html'])
      expect((await weir(['run', 'o.flow.json', '--quality', name], { folder })).code).toBe(0)
    expect(readFileSync(join(folder, 'second.html'), 'utf8')).toContain('nobody')
    const context = await browser.newContext()
    const page = await context.newPage()
    await page.goto(pathToFileURL(join(folder, 'second.html')).href)
    expect(await page.title()).toBe('Orders: The rule does not hold')
    expect(await page.locator('h1 + p').textContent()).toBe('5 of 40 rows are flagged, and 5 are rejected.')
    expect(await page.locator('.big').allTextContents()).toEqual(['87.5 %', '40', '0 of 1'])
    expect(await page.locator('.samples .bad').allTextContents()).toEqual(Array.from({ length: 5 }, () => 'nobody'))
    expect(await page.locator('h2').allTextContents()).toContain('The last 2 runs of the flow')
    expect(await page.locator('.chip.published').count()).toBe(2)
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      const { violations } = await new AxeBuilder({ page }).analyze()
      expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([])
    }
    await context.close()
  })
})
