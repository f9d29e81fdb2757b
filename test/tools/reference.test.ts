import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ruleKinds } from '#core/rules/index.ts'
import { catalogueEntry, otherNames, settingsSchema } from '#core/schema/catalogue.ts'
import { entryLines } from '#hosts/cli/catalogue.ts'
import { settingTexts } from '#hosts/cli/schema-text.ts'
import { catalogue } from '#nodes/index.ts'
import { helpLoader } from '#renderer/inspector/help-pages.ts'
import { searchKinds } from '#renderer/palette/search.ts'
import { root } from './command.ts'
import { helpFile, referencePages } from './reference.ts'

const pages = referencePages()
const flat = (text: string) => text.replaceAll('\\|', '|').replaceAll(/\s+/g, ' ')

describe.each([...catalogue.values()].map(kind => [kind.kind, kind] as const))('the reference of %s', (name, kind) => {
  const page = flat(pages.get(`docs/nodes/${name}.md`) ?? '')
  const help = readFileSync(join(root, helpFile(kind)), 'utf8')

  test('says what the palette and the command line say', () => {
    const told = flat(entryLines(catalogueEntry(kind), otherNames(kind)).join(' '))
    const offered = searchKinds(catalogue, kind.title).find(entry => entry.key === name)
    expect(offered).toMatchObject({ title: kind.title, summary: kind.summary })
    const words = settingTexts(settingsSchema(kind)).flatMap(setting => [setting.name, setting.help])
    for (const word of [kind.title, kind.summary, ...otherNames(kind), ...words]) {
      expect(page).toContain(flat(word))
      expect(told).toContain(flat(word))
    }
  })

  test('holds the page of help that the editor shows, with its example', async () => {
    expect(await helpLoader(name)?.()).toBe(help)
    expect(help).toMatch(/^# .+\n/)
    expect(help).toMatch(/^## Examples?\b.*\n+[^#\s]/m)
    expect(page).toContain(flat(help.replace(/^# .*\n+/, '').trim()))
  })
})

test('The reference has a page for every rule, with its help, settings and other names', () => {
  for (const rule of ruleKinds.values()) {
    const page = flat(pages.get(`docs/nodes/rules/${rule.kind}.md`) ?? '')
    const words = settingTexts(settingsSchema(rule)).map(setting => setting.help)
    for (const word of [rule.title, rule.summary, rule.help.trim(), ...(rule.aliases ?? []), ...words])
      expect(page).toContain(flat(word))
  }
})

test('The links of the reference lead to its pages, and the index to every one of them', () => {
  const index = pages.get('docs/nodes/README.md') ?? ''
  for (const [file, text] of pages)
    for (const [, to = ''] of text.matchAll(/\]\(([^):]+\.md)\)/g))
      expect(pages.has(join(dirname(file), to)), `${file}: ${to}`).toBe(true)
  for (const file of pages.keys())
    if (!file.endsWith('README.md')) expect(index).toContain(`(${file.replace('docs/nodes/', '')})`)
  expect(existsSync(join(root, 'docs/nodes/README.md'))).toBe(true)
})
