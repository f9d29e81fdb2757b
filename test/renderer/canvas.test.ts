import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatCount, formatTime, shortCount } from '#renderer/canvas/count.ts'
import { edgeShape } from '#renderer/canvas/edge-path.ts'
import { fitView } from '#renderer/canvas/fit-view.ts'
import { cardHeight, portY } from '#renderer/canvas/geometry.ts'
import { failedChecks, lightOf, qualityOf } from '#renderer/canvas/node-state.ts'
import { tidied } from '#renderer/canvas/tidy.ts'
import { walk } from '#renderer/canvas/walk.ts'
import { searchKinds } from '#renderer/palette/search.ts'
import { readValue } from '#renderer/topbar/param-value.ts'
import { openEditor } from './editor.ts'
import { catalogue } from './kinds.ts'

const end = (node: string, port: string) => ({ node, port })

const chain = () => {
  const editor = openEditor()
  for (const [index, kind] of ['source.csv', 'transform.filter', 'transform.sort', 'transform.union'].entries())
    editor.actions.add(kind, { x: index * 236, y: index === 3 ? 200 : 0 })
  editor.actions.connect(end('csv', 'out'), end('filter', 'in'))
  editor.actions.connect(end('filter', 'match'), end('sort', 'in'))
  editor.actions.connect(end('filter', 'rest'), end('union', 'in'))
  return editor
}

test('A card is as high as the look draws it: 64 and 20 for each row of ports', () => {
  const ports = (inputs: number, outputs: number) => ({
    inputs: Array.from({ length: inputs }, (_, index) => ({ name: `i${index}` })),
    outputs: Array.from({ length: outputs }, (_, index) => ({ name: `o${index}` })),
  })
  expect(cardHeight(ports(1, 0))).toBe(84)
  expect(cardHeight(ports(2, 3))).toBe(124)
  expect(portY(0)).toBe(59)
})

test.each([
  [12, '12', '12'],
  [9999, '9,999', '9,999'],
  [730_024, '730,024', '730 k'],
  [1_482_896, '1,482,896', '1.48 M'],
  [26_873_000, '26,873,000', '26.9 M'],
])('%d rows are exact with room, and three digits without', (count, exact, short) => {
  expect(formatCount(count)).toBe(exact)
  expect(shortCount(count)).toBe(short)
})

test('A time is said in the unit that fits it', () => {
  expect([0.2, 12, 640, 61_000].map(formatTime)).toEqual(['1 ms', '12 ms', '0.6 s', '1 min 1 s'])
})

const card = (x: number, y: number) => ({ x, y, width: 172, height: 84 })

test('An edge that runs back is routed between the two cards, and round a card in its way', () => {
  const [source, target] = [card(684, 0), card(0, 300)]
  const shape = (cards: ReturnType<typeof card>[]) =>
    edgeShape({ x: 856, y: 59 }, { x: 0, y: 359 }, { source, target, reject: false, cards: () => cards })
  expect(shape([source, target]).label.y).toBe(272)
  const inWay = card(300, 230)
  const { y } = shape([source, target, inWay]).label
  expect(y > 84 && y < 300 && (y < inWay.y || y > inWay.y + inWay.height)).toBe(true)
})

test('A count in a narrow gap stands above its line', () => {
  const around = { source: card(0, 0), target: card(220, 0), reject: false, cards: () => [] }
  expect(edgeShape({ x: 172, y: 59 }, { x: 220, y: 59 }, around)).toMatchObject({
    narrow: true,
    label: { x: 196, y: 50 },
  })
})

test('A view of everything holds everything, at most at its real size, with nothing under the map', () => {
  const rect = fc
    .record({ x: fc.integer({ min: -2000, max: 2000 }), y: fc.integer({ min: -1000, max: 1000 }) })
    .map(({ x, y }) => card(x, y))
  fc.assert(
    fc.property(fc.array(rect, { minLength: 1, maxLength: 12 }), rects => {
      const view = fitView(rects, 900, 500)
      expect(view.zoom).toBeLessThanOrEqual(1)
      for (const { x, y, width, height } of rects) {
        expect(x * view.zoom + view.x).toBeGreaterThanOrEqual(0)
        expect((x + width) * view.zoom + view.x).toBeLessThanOrEqual(900)
        expect(y * view.zoom + view.y).toBeGreaterThanOrEqual(0)
        const bottom = (y + height) * view.zoom + view.y
        expect(bottom).toBeLessThanOrEqual(500)
        expect(bottom <= 376 || x * view.zoom + view.x >= 196).toBe(true)
      }
    }),
  )
})

test('Arrow keys walk the edges, and to the nearest card where there is none', () => {
  const { flow } = chain()
  expect(walk(flow(), catalogue, 'csv', 'right')).toBe('filter')
  expect(walk(flow(), catalogue, 'filter', 'right')).toBe('sort')
  expect(walk(flow(), catalogue, 'union', 'left')).toBe('filter')
  expect(walk(flow(), catalogue, 'sort', 'down')).toBe('union')
  expect(walk(flow(), catalogue, 'csv', 'left')).toBeNull()
})

test('Tidied up, every edge runs forward and no card covers another', () => {
  const { flow } = chain()
  const places = tidied(flow(), catalogue, null)
  const x = (id: string) => places.get(id)?.x ?? Number.NaN
  expect(x('csv') < x('filter') && x('filter') < x('sort') && x('sort') === x('union')).toBe(true)
  expect(Math.abs((places.get('sort')?.y ?? 0) - (places.get('union')?.y ?? 0))).toBeGreaterThanOrEqual(84)
})

test('A node that was edited since its run is stale, a disabled one is disabled whatever it was', () => {
  expect(lightOf({ status: 'ran' }, false, false)).toBe('done')
  expect(lightOf({ status: 'ran' }, true, false)).toBe('stale')
  expect(lightOf({ status: 'ran' }, false, true)).toBe('disabled')
  expect(lightOf(undefined, true, false)).toBeNull()
})

test("The quality bar parts a validator's rows into clean, flagged, rejected and critical", () => {
  const ports = {
    inputs: [{ name: 'in' }],
    outputs: [{ name: 'out' }, { name: 'pass' }, { name: 'reject', role: 'reject' as const }],
  }
  const run = {
    status: 'ran' as const,
    ports: { out: { rows: 100, flagged: 30 }, pass: { rows: 90 }, reject: { rows: 10 } },
  }
  expect(qualityOf(run, ports, undefined, false)).toEqual({ clean: 70, flagged: 20, rejected: 10, critical: 0 })
  expect(
    qualityOf({ status: 'ran', ports: { in: { rows: 5 } } }, { inputs: [], outputs: [] }, undefined, true),
  ).toEqual({
    clean: 0,
    flagged: 0,
    rejected: 5,
    critical: 0,
  })
  expect(qualityOf({ status: 'waiting' }, ports, undefined, false)).toBeNull()
})

test('The card counts the rules on the whole that failed, with the worst severity, and no others', () => {
  const rule = { columns: [], dimension: 'volume', gate: null, evaluated: 1 }
  const report = (...rules: { kind: string; severity: 'warning' | 'critical'; failed: number }[]) => ({
    status: 'ran' as const,
    ms: 1,
    ports: {},
    rules: rules.map((each, index) => ({ ...rule, ...each, id: `r${index}` })),
  })
  const failing = { kind: 'row_count', severity: 'warning' as const, failed: 1 }
  expect(failedChecks(report(failing, { ...failing, severity: 'critical' }))).toEqual({ count: 2, worst: 'critical' })
  expect(failedChecks(report(failing, { ...failing, failed: 0 }))).toEqual({ count: 1, worst: 'warning' })
  expect(failedChecks(report({ kind: 'not_null', severity: 'critical', failed: 9 }))).toBeNull()
  expect(failedChecks(undefined)).toBeNull()
})

test("The palette finds a kind by its title, by what it does, and by another tool's name for it", () => {
  const found = (query: string) => searchKinds(catalogue, query).map(entry => [entry.kind.kind, entry.alias])
  expect(found('uni')[0]).toEqual(['transform.union', null])
  expect(found('vlookup')).toEqual([['transform.join', 'VLOOKUP']])
  expect(searchKinds(catalogue, 'tsv')[0]).toMatchObject({ title: 'TSV', settings: { path: 'a.tsv' } })
  expect(found('no such thing')).toEqual([])
  expect(searchKinds(catalogue, ' ').length).toBe(catalogue.size)
})

test.each([
  ['integer', '12', true, 12],
  ['integer', '1.5', false, undefined],
  ['number', '1.5', true, 1.5],
  ['number', 'x', false, undefined],
  ['boolean', 'true', true, true],
  ['date', '2024-02-30', false, undefined],
  ['date', '2024-02-29', true, '2024-02-29'],
  ['timestamp', '2024-02-29T10:00:00', true, '2024-02-29T10:00:00'],
  ['string', '12', true, '12'],
  ['date', '', true, undefined],
] as const)('As a parameter of type %s, the text %j is valid: %s', (type, text, valid, value) => {
  expect(readValue(type, text)).toEqual({ valid, value })
})
