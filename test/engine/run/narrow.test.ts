import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Flow } from '#core/flow/types.ts'
import type { Engine } from '#engine/api.ts'
import { createEngine } from '#engine/engine.ts'
import { catalogue } from '#nodes/index.ts'
import { flowOf } from './flow-world.ts'
import { temporaryFolder } from './temp-folder.ts'

type Node = readonly [kind: string, settings: Readonly<Record<string, unknown>>]

/** What a step adds: nodes by name, edges, and the port that gives its rows. All keep the columns g, x and d. */
interface Step {
  readonly nodes: Readonly<Record<string, Node>>
  readonly edges: readonly string[]
  readonly out: string
}

type Make = (id: string, one: string, other: string) => Step

const single =
  (kind: string, settings: (id: string) => Readonly<Record<string, unknown>>, port = 'out', into = 'in'): Make =>
  (id, one) => ({ nodes: { [id]: [kind, settings(id)] }, edges: [`${one} ${id}.${into}`], out: `${id}.${port}` })

const groups = {
  keys: ['g'],
  measures: [
    { name: 'x', function: 'sum', column: 'x' },
    { name: 'd', function: 'max', column: 'd' },
    { name: 'n', function: 'count' },
  ],
}

const joined =
  (type: string): Make =>
  (id, one, other) => ({
    nodes: {
      [`${id}_groups`]: ['transform.aggregate', groups],
      [id]: ['transform.join', { type, keys: [{ left: 'g', right: 'g' }], suffix: `_${id}` }],
    },
    edges: [`${other} ${id}_groups.in`, `${one} ${id}.left`, `${id}_groups.out ${id}.right`],
    out: `${id}.out`,
  })

const makes: Readonly<Record<string, Make>> = {
  match: single('transform.filter', () => ({ where: 'x > 0' }), 'match'),
  rest: single('transform.filter', () => ({ where: 'p IS NOT NULL AND x > 2' }), 'rest'),
  formula: single('transform.formula', id => ({
    columns: [{ name: `f_${id}`, expression: "x + d + CAST(coalesce(nullif(g, 'abc'), '1') AS BIGINT)" }],
  })),
  anew: single('transform.formula', () => ({ columns: [{ name: 'd', expression: 'd % 7 + x' }], onError: 'null' })),
  less: single('transform.select', () => ({ columns: ['x', 'g', 'd'].map(column => ({ column })), others: 'drop' })),
  sort: single('transform.sort', () => ({ by: [{ column: 'd', direction: 'desc' }] })),
  unique: single('transform.dedupe', () => ({ keys: ['g'], order: [{ column: 'x', direction: 'asc' }] }), 'unique'),
  duplicates: single(
    'transform.dedupe',
    () => ({ keys: ['g', 'x'], order: [{ column: 'd', direction: 'asc' }] }),
    'duplicates',
  ),
  groups: single('transform.aggregate', () => groups),
  explode: single('transform.explode', id => ({ column: 'g', as: `e_${id}`, delimiter: 'b', position: `at_${id}` })),
  union: (id, one, other) => ({
    nodes: { [id]: ['transform.union', {}] },
    edges: [`${one} ${id}.in`, `${other} ${id}.in`],
    out: `${id}.out`,
  }),
  inner: joined('inner'),
  left: joined('left'),
  full: joined('full'),
  anti: joined('anti'),
}

const text = fc.option(fc.constantFrom('a', 'abc', 'c'))
const number = fc.option(fc.integer({ min: -9, max: 9 }).map(String))
const columns = [
  ...['g', 'p', 'q'].map(name => ({ name, type: 'VARCHAR' })),
  ...['x', 'd', 's'].map(name => ({ name, type: 'BIGINT' })),
]
const row = fc.tuple(text, text, text, number, number, number)
const picks = fc.array(
  fc.record({ make: fc.constantFrom(...Object.keys(makes)), one: fc.nat(), other: fc.nat(), written: fc.boolean() }),
  { minLength: 2, maxLength: 7 },
)

/** Steps that each take the rows of earlier ones; `p` is there until a step has left it out, so that what needs it is left out then. */
const flowWith = (rows: readonly unknown[], chosen: typeof picks extends fc.Arbitrary<infer T> ? T : never): Flow => {
  const nodes: Record<string, Node> = { source: ['source.inline', { columns, rows }] }
  const edges: string[] = []
  const ports = [{ port: 'source.out', hasP: true }]
  chosen.forEach(({ make, one, other, written }, i) => {
    const [a, b] = [ports[one % ports.length]!, ports[other % ports.length]!]
    const named = make === 'rest' && !a.hasP ? 'match' : make
    const step = makes[named]!(`n${i}`, a.port, b.port)
    Object.assign(nodes, step.nodes)
    edges.push(...step.edges)
    ports.push({ port: step.out, hasP: a.hasP && named !== 'less' && named !== 'groups' })
    if (!written && i < chosen.length - 1) return
    nodes[`sink${i}`] = ['sink.csv', { path: `out/${i}.csv`, flagged: other % 5 === 0 ? 'columns' : 'keep' }]
    edges.push(`${step.out} sink${i}.in`)
  })
  return flowOf(nodes, edges)
}

let engine: Engine
beforeAll(async () => {
  engine = await createEngine({ catalogue, memory: '1GB', threads: 2 })
})
afterAll(() => engine.close())

const written = async (folder: string) =>
  Promise.all(
    (await readdir(join(folder, 'out'))).toSorted().map(async name => {
      const [header, ...lines] = (await readFile(join(folder, 'out', name), 'utf8')).split('\n')
      return [name, header, lines.toSorted()]
    }),
  )

test('A run whose tables have only the columns that are read writes, and counts, what one with whole tables does', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(row, { maxLength: 12 }), picks, async (rows, chosen) => {
      const flow = flowWith(rows, chosen)
      const run = async (cache: boolean) => {
        const folder = await temporaryFolder()
        const request = { flow, path: join(folder, 'test.flow.json'), folder, params: {}, asOf: '2024-05-01T00:00:00Z' }
        const { report, problems } = await engine.run(request, {
          to: [],
          state: join(folder, '.weir'),
          sha256: 'abc',
          cache,
        })
        expect({ status: report.run.status, problems }).toEqual({ status: 'succeeded', problems: [] })
        return { files: await written(folder), nodes: report.nodes }
      }
      const [narrow, whole] = [await run(false), await run(true)]
      expect(narrow.files).toEqual(whole.files)
      for (const [id, { ports }] of Object.entries(narrow.nodes))
        for (const [name, { rows: counted }] of Object.entries(ports))
          expect([id, name, whole.nodes[id]!.ports[name]!.rows ?? counted]).toEqual([id, name, counted])
    }),
    { numRuns: Number(process.env.WEIR_NARROW_RUNS ?? 15) },
  )
})
