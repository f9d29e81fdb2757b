import * as fc from 'fast-check'
import type { Edge, Flow, FlowNode, Parameter } from '#core/flow/types.ts'

/** The contract's own example, as it is saved. */
export const example: Flow = {
  weir: 1,
  name: 'Orders',
  description: 'Clean and check the daily orders',
  params: { since: { type: 'date', default: '2024-01-01', description: 'first order date' } },
  nodes: {
    orders: { kind: 'source.csv', version: 1, title: 'Orders', settings: { path: 'data/orders.csv' } },
    recent: { kind: 'transform.filter', version: 1, settings: { where: 'order_date >= $since' } },
    check: {
      kind: 'validate.rules',
      version: 1,
      settings: { rules: [{ id: 'email', kind: 'format', columns: ['email'], format: 'email' }] },
    },
    good: { kind: 'sink.parquet', version: 1, settings: { path: 'out/orders.parquet' } },
  },
  edges: [
    { from: 'orders.out', to: 'recent.in' },
    { from: 'recent.match', to: 'check.in' },
    { from: 'check.pass', to: 'good.in' },
  ],
  tests: [],
  layout: { nodes: { orders: { x: 0, y: 0 } }, groups: [], notes: [] },
}

export const text = (document: unknown): string => `${JSON.stringify(document, null, 2)}\n`

/** A record in the given key order without the keys whose value is undefined. */
const record = <T extends object>(fields: T): T =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined })
const words = fc.string({ unit: 'binary', maxLength: 12 })
const nodeId = fc.stringMatching(/^[a-z][a-z0-9_]{0,8}$/)
const coordinate = fc.integer({ min: -9999, max: 9999 })
const box = { x: coordinate, y: coordinate, width: coordinate, height: coordinate }

const parameter: fc.Arbitrary<Parameter> = fc
  .record({ type: fc.constant('string' as const), default: maybe(words), description: maybe(words) })
  .map(fields => record(fields) as Parameter)

const runPolicy = fc
  .record({
    retries: maybe(fc.integer({ min: 1, max: 9 })),
    timeoutSeconds: maybe(fc.integer({ min: 1, max: 900 })),
    onFailure: fc.constantFrom('skip' as const, 'empty' as const),
  })
  .map(record)

const node = fc
  .record({
    kind: fc.stringMatching(/^[a-z]{1,9}\.[a-z_]{1,9}$/),
    version: fc.integer({ min: 1, max: 9 }),
    title: maybe(words),
    description: maybe(words),
    disabled: fc.constantFrom(true, undefined),
    bypass: fc.constantFrom(true, undefined),
    run: maybe(runPolicy),
    settings: fc.dictionary(
      words,
      fc.jsonValue({ maxDepth: 3 }).map(value => JSON.parse(JSON.stringify(value)) as unknown),
    ),
  })
  .map(fields => record(fields) as FlowNode)

const edges = (ids: readonly string[]): fc.Arbitrary<readonly Edge[]> => {
  if (ids.length === 0) return fc.constant([])
  const end = fc.tuple(fc.constantFrom(...ids), fc.stringMatching(/^[a-z]{1,6}$/)).map(([id, port]) => `${id}.${port}`)
  return fc.uniqueArray(fc.record({ from: end, to: end }), {
    selector: edge => `${edge.from} ${edge.to}`,
    maxLength: 8,
  })
}

/** Documents as Weir saves them, with every key somewhere. */
export const documents: fc.Arbitrary<Flow> = fc.dictionary(nodeId, node, { maxKeys: 8 }).chain(nodes =>
  fc
    .record({
      $schema: maybe(words),
      weir: fc.constant(1 as const),
      name: words,
      description: maybe(words),
      params: fc.dictionary(fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,6}$/), parameter, { maxKeys: 3 }),
      nodes: fc.constant(nodes),
      edges: edges(Object.keys(nodes)),
      tests: fc.array(
        fc.record({
          name: words,
          given: fc.dictionary(nodeId, fc.record({ path: words }), { maxKeys: 2 }),
          expect: fc.dictionary(nodeId, fc.record({ count: fc.nat() }), { maxKeys: 2 }),
        }),
        { maxLength: 2 },
      ),
      layout: fc.record({
        nodes: fc.dictionary(nodeId, fc.record({ x: coordinate, y: coordinate }), { maxKeys: 4 }),
        groups: fc.array(
          fc
            .record({
              id: words,
              title: words,
              color: maybe(words),
              ...box,
              collapsed: fc.constantFrom(true, undefined),
            })
            .map(record),
          { maxLength: 2 },
        ),
        notes: fc.array(fc.record({ id: words, text: words, ...box }), { maxLength: 2 }),
      }),
    })
    .map(fields => record(fields) as Flow),
)
