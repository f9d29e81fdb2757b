import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { testFolder } from '#test/hosts/folder.ts'
import { flowText, ordersFiles, ordersFlow, weir } from './weir.ts'

const { nodes } = ordersFlow
const withNode = (id: keyof typeof nodes, change: object) => ({
  ...ordersFlow,
  nodes: { ...nodes, [id]: { ...nodes[id], ...change } },
})

interface Bad {
  readonly what: string
  readonly files: Readonly<Record<string, string | Uint8Array>>
  readonly code: string
  readonly run: 1 | 2
  readonly says?: RegExp
}

const good = ordersFiles()
const flow = (change: object) => ({ ...good, 'orders.flow.json': flowText(change) })

const cases: readonly Bad[] = [
  { what: 'a flow that is not there', files: {}, code: 'E-FILE-MISSING', run: 1 },
  { what: 'a folder in the flow’s place', files: { 'orders.flow.json/x': '' }, code: 'E-FILE-FOLDER', run: 1 },
  { what: 'an empty flow', files: { 'orders.flow.json': '' }, code: 'E-JSON', run: 2 },
  {
    what: 'binary junk',
    files: { 'orders.flow.json': Uint8Array.from([0, 255, 254, 1, 2]) },
    code: 'E-FLOW-SHAPE',
    run: 2,
  },
  {
    what: 'broken JSON',
    files: { 'orders.flow.json': '{\n  "weir": 1,\n' },
    code: 'E-JSON',
    run: 2,
    says: /line \d+, column \d+/,
  },
  { what: 'a list', files: { 'orders.flow.json': '[]' }, code: 'E-FLOW-SHAPE', run: 2 },
  { what: 'a flow of a newer version', files: flow({ ...ordersFlow, weir: 99 }), code: 'E-FLOW-NEWER', run: 2 },
  {
    what: 'an unknown key',
    files: flow({ ...ordersFlow, edgs: [] }),
    code: 'E-KEY-UNKNOWN',
    run: 2,
    says: /did you mean `edges`/,
  },
  {
    what: 'an unknown node kind',
    files: flow(withNode('big', { kind: 'transform.fliter' })),
    code: 'E-KIND-UNKNOWN',
    run: 2,
    says: /transform\.filter/,
  },
  {
    what: 'an unknown setting',
    files: flow(withNode('big', { settings: { were: 'true' } })),
    code: 'E-SETTING-UNKNOWN',
    run: 2,
    says: /where/,
  },
  {
    what: 'an unknown column',
    files: flow(withNode('big', { settings: { where: 'amont > 1' } })),
    code: 'E-COLUMN-UNKNOWN',
    run: 2,
    says: /amount/,
  },
  {
    what: 'an input that is not connected',
    files: flow({ ...ordersFlow, edges: ordersFlow.edges.slice(1) }),
    code: 'E-INPUT-MISSING',
    run: 2,
  },
  {
    what: 'a cycle',
    files: flow({ ...ordersFlow, edges: [...ordersFlow.edges.slice(1), { from: 'check.out', to: 'big.in' }] }),
    code: 'E-CYCLE',
    run: 2,
  },
  {
    what: 'data that is not there',
    files: { 'orders.flow.json': good['orders.flow.json']! },
    code: 'E-FILE-MISSING',
    run: 1,
    says: /orders\.csv/,
  },
  {
    what: 'a folder in the data’s place',
    files: { 'orders.flow.json': good['orders.flow.json']!, 'orders.csv/x': '' },
    code: 'E-FILE-FOLDER',
    run: 1,
  },
  {
    what: 'a first line that cannot name the columns',
    files: { ...good, 'orders.csv': good['orders.csv']!.replace('id,email', 'id,,email') },
    code: 'E-FILE-FORMAT',
    run: 1,
    says: /The first line of `orders\.csv` has 4 cells, and most lines have 3/,
  },
  { what: 'an empty data file', files: { ...good, 'orders.csv': '' }, code: 'E-FILE-EMPTY', run: 1 },
  {
    what: 'a column that vanished',
    files: { ...good, 'orders.csv': 'id,amount\n1,2\n' },
    code: 'E-COLUMN-UNKNOWN',
    run: 2,
    says: /email/,
  },
]

interface Checked {
  readonly path: string
  readonly problems: readonly { readonly code: string; readonly severity: string; readonly message: string }[]
}

describe.each(cases)('$what', ({ files, code, run, says }) => {
  it(`is ${code}: \`run\` ends with ${run}, in a sentence, without a stack trace and without a result`, async () => {
    const folder = testFolder(files)
    const ran = await weir(['run', 'orders.flow.json'], { folder })
    expect([ran.code, ran.out]).toEqual([run, ''])
    expect(ran.err).toContain(code)
    if (says) expect(ran.err).toMatch(says)
    expect(ran.err).not.toMatch(/\n\s+at |node:internal|\.ts:\d+/)
    expect(existsSync(join(folder, 'out'))).toBe(false)
  })
})

describe('weir check', () => {
  it('finds each of them, names the flow as it was given, and ends with 2', async () => {
    const all = cases.flatMap(({ files }, i) =>
      Object.entries(files).map(([name, content]) => [`${i}/${name}`, content]),
    )
    const names = cases.map((_bad, i) => `${i}/orders.flow.json`)
    const { code, out } = await weir(['check', ...names, '--format', 'json'], {
      folder: testFolder(Object.fromEntries(all)),
    })
    expect(code).toBe(2)
    const { flows } = JSON.parse(out) as { flows: Checked[] }
    expect(flows.map(flow => flow.path)).toEqual(names)
    for (const [i, { code, what }] of cases.entries())
      expect([what, flows[i]!.problems.map(problem => problem.code)]).toEqual([what, expect.arrayContaining([code])])
  })
})

describe('a flow that cannot be formatted', () => {
  it('is left as it is', async () => {
    const text = '{\n  "weir": 1,\n'
    const folder = testFolder({ 'orders.flow.json': text })
    expect((await weir(['format', 'orders.flow.json'], { folder })).code).toBe(2)
    expect(readFileSync(join(folder, 'orders.flow.json'), 'utf8')).toBe(text)
  })
})
