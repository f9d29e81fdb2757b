import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parsePatches, savePatches } from '#core/quarantine/document.ts'
import { type Patch, patchesPath, patchSubject } from '#core/quarantine/patch.ts'

const text = fc.oneof(fc.string({ minLength: 1 }), fc.constantFrom('id', 'ß', '😀', '"', '\\', '__proto__'))
const value = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null))
const md5 = fc.stringMatching(/^[0-9a-f]{32}$/)
const said = fc.record({ note: fc.string(), by: fc.string(), at: fc.string() }, { requiredKeys: [] })
const cells = fc.dictionary(text, value, { minKeys: 1, maxKeys: 4, noNullPrototype: true })

const row = fc
  .record({
    node: text,
    port: text,
    by: fc.oneof(
      cells.map(key => ({ key })),
      md5.map(hash => ({ hash })),
    ),
    was: cells,
    said,
  })
  .map(({ by, said: notes, ...rest }): Patch => ({ ...rest, ...by, set: rest.was, ...notes }))

const line = fc.record({ node: text, file: text, line: fc.integer({ min: 1 }), was: md5, to: fc.string(), said }).map(
  ({ node, file, line: number, was, to, said: notes }): Patch => ({
    node,
    place: { file, line: number },
    raw: { was, to },
    ...notes,
  }),
)

const patches = fc.uniqueArray(fc.oneof(row, line), { selector: patchSubject, maxLength: 12 })

const broken = (content: string) => {
  const { patches: none, problems } = parsePatches(content, 'o.patches.json')
  expect(none).toEqual([])
  expect(problems).toMatchObject([{ code: 'E-PATCH-FILE', severity: 'error' }])
  return `${problems[0]!.message} ${problems[0]!.hint ?? ''}`
}

describe('a file of corrections', () => {
  it('is saved, read and saved to the same bytes, in whatever order they were made', () => {
    fc.assert(
      fc.property(patches, made => {
        const saved = savePatches(made)
        const read = parsePatches(saved, 'o.patches.json')
        expect(read.problems).toEqual([])
        expect(savePatches(read.patches)).toBe(saved)
        expect(savePatches(made.toReversed())).toBe(saved)
        expect(read.patches).toHaveLength(made.length)
      }),
      { numRuns: 200 },
    )
  })

  it('that is broken, or not shaped as it should be, says where', () => {
    const of = (...list: object[]) => JSON.stringify({ weir: 1, patches: list })
    const good = { node: 'a', port: 'in', key: { id: 1 }, was: { n: 1 }, set: { n: 2 } }
    expect(broken('{ "weir": 1,\n <<<<<<< }')).toMatch(/not valid JSON at line 2.*merge/)
    expect(broken('[]')).toContain('{ "weir": 1, "patches": […] }')
    expect(broken('{ "weir": 2, "patches": [] }')).toContain('newer Weir')
    expect(broken('{ "weir": 1, "patches": [], "patch": [] }')).toMatch(/unknown key `patch`.*`patches`/)
    expect(broken(of(good, { ...good, sett: 1 }))).toMatch(
      /correction 2: an unknown key `sett` \(did you mean `set`\?\)/,
    )
    expect(broken(of({ ...good, key: undefined }))).toContain('either `key` or `hash`')
    expect(broken(of({ ...good, set: {} }))).toContain('sets nothing')
    expect(broken(of({ ...good, was: {} }))).toContain('sets `n`, and does not say what it `was`')
    expect(broken(of(good, { ...good, set: { n: 3 } }))).toContain('the same row twice: correction 2')
    expect(broken(of({ node: 'a', place: { file: 'f', line: 0 }, raw: { was: 'x', to: '' } }))).toMatch(
      /place\.line.*and 1 more/,
    )
  })

  it('lies beside its flow', () => {
    expect(['a/orders.flow.json', 'b.json', 'c'].map(patchesPath)).toEqual([
      'a/orders.patches.json',
      'b.patches.json',
      'c.patches.json',
    ])
  })
})
