import * as fc from 'fast-check'
import type { NodeReport, Report } from '#core/report.ts'
import { dimensions, ruleSeverities } from '#core/rules/types.ts'

const text = fc.string({ unit: 'grapheme', maxLength: 8 }).filter(each => !each.includes('\0'))
const id = fc.stringMatching(/^[a-z][a-z0-9_]{0,6}$/)
const count = fc.nat()
const share = fc.double({ min: 0, max: 1, noNaN: true }).map(n => (Object.is(n, -0) ? 0 : n))
const time = fc
  .date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
  .map(date => date.toISOString())
const json = fc.oneof(count, share, text, fc.constant(null), fc.array(text, { maxLength: 2 }))

const optional = <T>(key: string, value: fc.Arbitrary<T>) =>
  fc.option(value, { nil: undefined }).map(given => (given === undefined ? {} : { [key]: given }))

/** An object of these keys, and any of those that may be absent. */
const record = (known: Record<string, fc.Arbitrary<unknown>>, ...others: readonly fc.Arbitrary<object>[]) =>
  fc.tuple(fc.record(known), ...others).map(parts => Object.assign({}, ...parts) as object)

const scores = fc.dictionary(fc.constantFrom(...dimensions), share, { maxKeys: 3 })
const status = fc.constantFrom('succeeded', 'failed', 'gated', 'cancelled')

const port = record({ rows: fc.option(count) }, optional('flagged', fc.option(count)))

const rule = record(
  {
    id: text,
    kind: id,
    columns: fc.array(text, { maxLength: 3 }),
    dimension: fc.constantFrom(...dimensions),
    severity: fc.constantFrom(...ruleSeverities),
    evaluated: count,
    failed: count,
    gate: fc.constantFrom(null, 'passed', 'warned', 'stopped'),
  },
  optional('observed', json),
)

/** Keys that later versions of the report may bring are kept, too. */
const node = record(
  {
    status: fc.constantFrom('ran', 'cached', 'skipped', 'failed'),
    ms: count,
    ports: fc.dictionary(id, port, { maxKeys: 3 }),
  },
  optional('rules', fc.array(rule, { maxLength: 3 })),
  optional('quality', record({ score: share, dimensions: scores }, optional('rows', count))),
  optional('read', fc.record({ files: count, bytes: count, modified: fc.option(time) })),
  optional('summed', fc.option(count)),
  optional('columns', fc.array(fc.record({ name: text, type: text }), { maxLength: 3 })),
  optional('later', fc.dictionary(text, json, { maxKeys: 2 })),
) as fc.Arbitrary<NodeReport>

const problem = record(
  { code: text, severity: fc.constantFrom('error', 'warning', 'info'), message: text },
  optional('node', id),
)

/** Any report. */
export const anyReport = record(
  {
    weir: fc.constant(1),
    flow: fc.record({ name: text, path: fc.option(text), sha256: text }),
    run: record(
      {
        id: fc.uuid(),
        status,
        startedAt: time,
        finishedAt: time,
        asOf: text,
        params: fc.dictionary(id, json, { maxKeys: 2 }),
        engine: text,
      },
      optional('usage', fc.record({ memoryBytes: count, spilledBytes: count })),
      optional('later', json),
    ),
    nodes: fc.dictionary(id, node, { maxKeys: 4 }),
    sinks: fc.dictionary(
      id,
      record({ target: text, rows: count, bytes: count, published: fc.boolean() }, optional('batch', text)),
      { maxKeys: 2 },
    ),
    quality: record({ score: share, flaggedRows: count, dimensions: scores }, optional('later', json)),
    problems: fc.array(problem, { maxLength: 2 }),
  },
  optional('later', json),
) as fc.Arbitrary<Report>

type Run = Partial<Report['run']>

/** A report of a run that said little; the minute of its start tells its place. */
export const reportOf = (minute: number, run: Run = {}, more: Partial<Report> = {}): Report => ({
  weir: 1,
  flow: { name: 'Orders', path: '/data/orders.flow.json', sha256: 'abc' },
  run: {
    id: `run-${minute}`,
    status: 'succeeded',
    startedAt: new Date(Date.UTC(2024, 0, 1, 0, minute)).toISOString(),
    finishedAt: new Date(Date.UTC(2024, 0, 1, 0, minute, 2)).toISOString(),
    asOf: '2024-01-01T00:00:00.000Z',
    params: {},
    engine: 'duckdb 1.5.5',
    ...run,
  },
  nodes: {},
  sinks: {},
  quality: { score: 1, flaggedRows: 0, dimensions: {} },
  problems: [],
  ...more,
})
