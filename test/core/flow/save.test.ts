import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseFlow } from '#core/flow/parse.ts'
import { saveFlow } from '#core/flow/save.ts'
import type { Flow } from '#core/flow/types.ts'
import type { Catalogue, NodeKind } from '#core/node/kind.ts'
import { sortTerm, z } from '#core/node/settings.ts'
import { documents, example, text } from './documents.ts'

const settings = z.strictObject({
  path: z.string(),
  delimiter: z.string().nullable().default(null),
  by: z.array(sortTerm).default([]),
  limits: z.strictObject({ low: z.number().default(0), high: z.number().default(9) }).prefault({}),
  rule: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('a'), first: z.string(), next: z.string().default('x') }),
      z.strictObject({ kind: z.literal('b'), next: z.string(), first: z.string().default('y') }),
    ])
    .optional(),
})

const kind: NodeKind<z.output<typeof settings>> = {
  kind: 'test.kind',
  version: 1,
  group: 'transforms',
  title: 'Test',
  summary: '',
  aliases: [],
  settings,
  inputs: () => [],
  outputs: () => [],
  describe: () => '',
  compile: () => ({ ports: {} }),
}
const catalogue: Catalogue = new Map([[kind.kind, kind as NodeKind]])

const withSettings = (written: Record<string, unknown>, version = 1): Flow => ({
  ...example,
  nodes: { it: { kind: 'test.kind', version, settings: written } },
  edges: [],
})
const savedSettings = (flow: Flow): string =>
  JSON.stringify((JSON.parse(saveFlow(flow, catalogue)) as Flow).nodes.it?.settings)

describe('saving a flow', () => {
  it('gives the contract example back byte for byte', () => {
    expect(saveFlow(parseFlow(text(example)).flow!)).toBe(text(example))
  })

  it('gives any saved document back byte for byte after parsing it', () => {
    fc.assert(
      fc.property(documents, document => {
        const { flow, problems } = parseFlow(text(document))
        expect(problems).toEqual([])
        expect(saveFlow(flow!)).toBe(text(document))
      }),
      { numRuns: 150 },
    )
  })

  it('puts keys in the order of the contract and leaves defaults out', () => {
    const { flow } = parseFlow(
      '{"layout":{"notes":[]},"nodes":{"a":{"settings":{"z":1,"a":2},"run":{"retries":0},"bypass":false,"kind":"x.y"}},"name":"N","weir":1}',
    )
    expect(saveFlow(flow!)).toBe(
      text({
        weir: 1,
        name: 'N',
        params: {},
        nodes: { a: { kind: 'x.y', version: 1, settings: { z: 1, a: 2 } } },
        edges: [],
        tests: [],
        layout: { nodes: {}, groups: [], notes: [] },
      }),
    )
  })

  it('orders settings as their schema does and leaves their defaults out at every level', () => {
    const written = {
      rule: { next: 'x', first: 'f', kind: 'a' },
      limits: { high: 9, low: 0 },
      by: [{ nulls: 'last', direction: 'desc', column: 'c' }],
      delimiter: null,
      path: 'p',
    }
    expect(savedSettings(withSettings(written))).toBe(
      '{"path":"p","by":[{"column":"c","direction":"desc"}],"rule":{"kind":"a","first":"f"}}',
    )
  })

  it('keeps keys that the schema does not know, after those it knows', () => {
    expect(savedSettings(withSettings({ what: 1, path: 'p' }))).toBe('{"path":"p","what":1}')
  })

  it('leaves the settings of an unknown kind and of another version as they stood', () => {
    const written = { delimiter: null, path: 'p' }
    expect(savedSettings(withSettings(written, 2))).toBe(JSON.stringify(written))
    const unknown = { ...example, nodes: { it: { kind: 'no.such', version: 1, settings: written } }, edges: [] }
    expect(savedSettings(unknown)).toBe(JSON.stringify(written))
  })

  it('touches layout alone when a node moves', () => {
    const moved = { ...example, layout: { ...example.layout, nodes: { orders: { x: 40, y: 80 } } } }
    const before = saveFlow(example).split('\n')
    const after = saveFlow(moved).split('\n')
    const changed = after.filter((line, index) => line !== before[index])
    expect(changed.map(line => line.trim())).toEqual(['"x": 40,', '"y": 80'])
  })
})
