import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { functionList } from '#core/functions/list.ts'
import { catalogue } from '#nodes/index.ts'
import { type Found, searchKinds } from '#renderer/palette/search.ts'

/** What people call things in other tools, and what is to be found: a kind, a kind with its preset, or `function()`. */
const names: Readonly<Record<string, Readonly<Record<string, string>>>> = JSON.parse(
  readFileSync(fileURLToPath(new URL('other-tools.json', import.meta.url)), 'utf8'),
)

const search = (name: string) => searchKinds(catalogue, name, functionList)

const isWanted = (found: Found | undefined, wanted: string): boolean =>
  found !== undefined &&
  (wanted.endsWith('()')
    ? found.offer?.name === wanted.slice(0, -2)
    : found.offer === null && (found.kind.kind === wanted || found.key === wanted))

const all = Object.entries(names).flatMap(([tool, own]) =>
  Object.entries(own).map(([name, wanted]) => ({ tool, name, wanted })),
)

describe('what other tools call it', () => {
  test.each(Object.keys(names))('finds the node first, and the function among the first three: %s', tool => {
    const missed = all
      .filter(each => each.tool === tool)
      .filter(({ name, wanted }) => {
        const places = search(name).slice(0, wanted.endsWith('()') ? 3 : 1)
        return !places.some(found => isWanted(found, wanted))
      })
      .map(({ name, wanted }) => {
        const keys = search(name)
          .slice(0, 3)
          .map(found => found.key)
        return `${name}: ${wanted}, not ${keys.join(', ') || 'nothing'}`
      })
    expect(missed).toEqual([])
  })

  test('is known for 300 names and more', () => {
    expect(all.length).toBeGreaterThanOrEqual(300)
  })
})

describe('an alias of the catalogue', () => {
  test.each([...catalogue.values()].map(kind => [kind.kind, kind] as const))('finds %s', (_, kind) => {
    for (const alias of kind.aliases) {
      const own = typeof alias === 'string' ? [alias] : [alias.name, ...(alias.also ?? [])]
      for (const name of own)
        expect(
          searchKinds(catalogue, name).some(found => found.kind === kind),
          name,
        ).toBe(true)
    }
  })
})
