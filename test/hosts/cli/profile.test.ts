import { describe, expect, it } from 'vitest'
import type { Profile } from '#core/profile/types.ts'
import type { Suggestions } from '#core/suggest/types.ts'
import { testFolder } from '#test/hosts/folder.ts'
import { ordersFiles, weir } from './weir.ts'

const profile = (folder: string, ...args: string[]) => weir(['profile', 'orders.flow.json', ...args], { folder })

describe('weir profile', () => {
  it('prints the figures of each column as JSON, in a stable shape', async () => {
    const folder = testFolder(ordersFiles())
    const { code, out, err } = await profile(folder, '--node', 'check', '--port', 'pass', '--format', 'json')
    expect([code, err]).toEqual([0, ''])
    const { columns, ...rest } = JSON.parse(out) as Profile
    expect(rest).toEqual({
      rows: 3,
      scope: 'all',
      keys: [['id'], ['amount']],
      dependencies: { rows: 3, found: [] },
      suggestions: { rules: [], repairs: [] },
    })
    expect(columns.map(({ name }) => name)).toEqual(['id', 'email', 'amount'])
    expect(columns[2]).toEqual({
      name: 'amount',
      type: 'BIGINT',
      shape: 'number',
      count: 3,
      nulls: 0,
      distinct: { count: 3, exact: true },
      notFinite: 0,
      min: 10,
      max: 40,
      mean: 80 / 3,
      median: 30,
      deviation: expect.closeTo(15.2752523, 6),
      quantiles: [
        { at: 0.05, value: 12 },
        { at: 0.25, value: 20 },
        { at: 0.5, value: 30 },
        { at: 0.75, value: 35 },
        { at: 0.95, value: 39 },
      ],
      quantilesExact: true,
      length: null,
      histogram: { of: 'value', edges: expect.any(Array), counts: expect.any(Array) },
      frequent: [
        { value: 10, count: 1, cut: false },
        { value: 30, count: 1, cut: false },
        { value: 40, count: 1, cut: false },
      ],
      patterns: [],
      roughPatterns: false,
    })
    expect(columns[1]).toMatchObject({
      nulls: 1,
      min: 'a@example.com',
      length: { min: 13, mean: 13, max: 13 },
      patterns: [{ pattern: 'a@aaaaaaa.aaa', count: 2 }],
    })
  })

  it('tells what the rows suggest, with what it would flag or change, as JSON and in lines', async () => {
    const rows = Array.from({ length: 200 }, (_, i) => `${i + 1},${i === 7 ? ' ' : ''}c${i % 3},${i}`)
    rows[20] = '1,c0,20'
    const folder = testFolder({ ...ordersFiles(), 'orders.csv': `id,email,amount\n${rows.join('\n')}\n` })
    const { out } = await profile(folder, '--node', 'orders', '--format', 'json')
    const { suggestions } = JSON.parse(out) as { readonly suggestions: Suggestions }
    expect(suggestions.rules).toContainEqual(
      expect.objectContaining({ rule: expect.objectContaining({ kind: 'primary_key', columns: ['id'] }), flagged: 2 }),
    )
    expect(suggestions.repairs).toEqual([
      expect.objectContaining({
        columns: ['email'],
        node: {
          kind: 'transform.clean',
          settings: { groups: [{ columns: ['email'], steps: ['trim', 'collapse_spaces'] }] },
        },
        changed: 1,
        examples: [{ before: ' c1', after: 'c1', rows: 1 }],
      }),
    ])
    const told = await profile(folder, '--node', 'orders')
    expect(told.out).toContain('id unique and not null (primary_key) · would flag 2 rows')
    expect(told.out).toContain('email: Trim spaces (transform.clean) · would change 1 value')
    expect(told.out).toContain('" c1" becomes "c1" in 1 row')
  })

  it('prints a paragraph for each column in lines of 80 characters', async () => {
    const rows = Array.from({ length: 40 }, (_, i) => `${i},${'x'.repeat(200)}${i % 3}@example.com,${i * i}`)
    const folder = testFolder({ ...ordersFiles(), 'orders.csv': `id,email,amount\n${rows.join('\n')}\n` })
    const { code, out } = await profile(folder, '--node', 'orders')
    expect(code).toBe(0)
    expect(out.split('\n').filter(line => line.length > 80)).toEqual([])
    expect(out).toMatch(/^id · BIGINT · could be a key\n {4}null 0 \(0 %\) · distinct 40$/m)
    expect(out).toContain('min 0 · mean 19.5 · median 19.5 · max 39 · deviation 11.6905')
    expect(out).toMatch(/^ {4}0 \|█+[▁-█ ]*\| 1,521$/m)
    expect(out).toContain(`frequent ${'x'.repeat(40)}… 35 % ·`)
    expect(out).toMatch(/characters 213 to 213/)
    expect(out).not.toContain('In the first')
    expect(out).toMatch(/^40 rows, 3 columns \(all\)$/m)
  })

  it('says which columns follow from another one', async () => {
    const rows = Array.from({ length: 40 }, (_, i) => `${i},${i % 8}@example.com,${i % 4}`)
    const folder = testFolder({ ...ordersFiles(), 'orders.csv': `id,email,amount\n${rows.join('\n')}\n` })
    const { out } = await profile(folder, '--node', 'orders')
    expect(out).toMatch(/^In the first 40 rows:\n {4}email says what amount is$/m)
  })

  it('refuses what is not there with what is', async () => {
    const folder = testFolder(ordersFiles())
    expect(await profile(folder)).toMatchObject({
      code: 2,
      err: expect.stringContaining('`weir profile` needs `--node ID`'),
    })
    expect(await profile(folder, '--node', 'chek')).toMatchObject({ code: 2, err: expect.stringContaining('`check`') })
    const sink = await profile(folder, '--node', 'good')
    expect(sink).toMatchObject({ code: 2, err: expect.stringContaining('look at the node before it') })
    const help = await weir(['help', 'profile'], { folder })
    expect(help.out).toContain('histogram { of: value|length, edges, counts }')
  })
})
