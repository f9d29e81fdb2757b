import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ruleKinds } from '#core/rules/index.ts'
import { databaseOfTests } from '#test/engine/duckdb/session-of-tests.ts'
import { judged, observed, tableOf } from './judge.ts'
import { judges, type NaiveRule, type Row, verdictsOf } from './naive-sets.ts'

const { session } = databaseOfTests()

const number = fc.constantFrom(null, -1, 0, 1, 2, 3, 5)
const row: fc.Arbitrary<Row> = fc.record({
  a: number,
  b: number,
  c: number,
  g: fc.constantFrom('x', 'y', null),
  live: fc.constantFrom(true, true, true, false, null),
})
const rows = fc.array(row, { maxLength: 14 })

const table = (all: readonly Row[]) =>
  tableOf(
    'i INTEGER, a INTEGER, b BIGINT, c DECIMAL(6,1), g VARCHAR, live BOOLEAN',
    all.map((each, i) => [i, each.a, each.b, each.c, each.g, each.live]),
  )

const group = fc.constantFrom([], ['g'])
const total = fc.constantFrom(0, 2, { column: 'c' })
const tolerance = fc.constantFrom(0, 1)
const strict = fc.boolean()
const columns = (...choices: string[][]) => fc.constantFrom(...choices)
const key = columns(['a'], ['g'], ['a', 'g'])
const two = columns(['a', 'b'])
const three = columns(['a', 'b'], ['a', 'b', 'c'])
const one = columns(['a'], ['b', 'c'])
const input = fc.constant('known')
const order = fc.constantFrom([], [{ column: 'b' }], [{ column: 'c', direction: 'desc' }])

/** The settings of each kind beside the common ones. */
const settings: Readonly<Record<string, Readonly<Record<string, fc.Arbitrary<unknown>>>>> = {
  unique: { columns: key },
  primary_key: { columns: key },
  duplicate_row: { columns: key },
  unique_within_row: { columns: three },
  reference: { columns: key, input },
  not_reference: { columns: key, input },
  failing_rows: {
    columns: fc.constant(['g']),
    sql: fc.constant(['SELECT g FROM rows', 'GROUP BY g HAVING count(*) > 2']),
  },
  pair_equal: { columns: two },
  pair_greater: { columns: two, orEqual: strict },
  pair_in_set: { columns: two, pairs: fc.array(fc.tuple(number, number), { maxLength: 5 }) },
  sum_equals: { columns: two, total, tolerance },
  date_order: { columns: three, strict },
  functional_dependency: {
    columns: columns(['b'], ['b', 'c']),
    determinant: columns(['g'], ['g', 'a']),
    mode: fc.constantFrom('minority', 'all'),
  },
  increasing: { columns: one, order, group, strict },
  decreasing: { columns: one, order, group, strict },
  no_gaps: { columns: one, step: fc.constantFrom(1, 2), group },
  ranges_disjoint: { columns: two, group, touching: fc.boolean(), openEnd: fc.boolean() },
  group_total: { columns: fc.constant(['a']), group: fc.constant(['g']), total, tolerance },
  matches: { keys: columns(['g'], ['g', 'a']), columns: columns(['b'], ['b', 'c']), input, tolerance },
}

const ruleOf = (kind: string): fc.Arbitrary<NaiveRule> =>
  fc.record({
    kind: fc.constant(kind),
    ...settings[kind],
    nulls: fc.constantFrom('skip', 'skip', 'pass', 'fail'),
    when: fc.constantFrom(null, null, 'live'),
  }) as unknown as fc.Arbitrary<NaiveRule>

/** One rule of each kind. */
const rules = fc.tuple(...Object.keys(settings).map(ruleOf))

describe('rules over several rows, columns and inputs', () => {
  it('are all judged here, but those on the whole and those of a typed text', () => {
    const own = [...ruleKinds.values()].filter(kind => ['uniqueness', 'consistency'].includes(kind.dimension))
    const named = own.filter(kind => kind.flags !== 'whole' && kind.kind !== 'expression').map(kind => kind.kind)
    expect(Object.keys(settings).toSorted()).toEqual(named.toSorted())
    expect(Object.keys(judges).toSorted()).toEqual(named.toSorted())
  })

  it('say what looking at every other row says, for any rows', async () => {
    await fc.assert(
      fc.asyncProperty(rules, rows, fc.array(row, { maxLength: 6 }), async (list, all, known) => {
        const named = list.map((rule, i) => ({ id: `r${i}`, ...rule }))
        const found = await judged(session(), named, { in: table(all), known: table(known) })
        const expected = all.map((_, at) => list.flatMap(rule => verdictsOf(rule, all, known)[at]!))
        expect(found).toEqual(expected)
      }),
      { numRuns: 20 },
    )
  })
})

describe('rules on how many values differ', () => {
  it('observe what counting them one by one gives', async () => {
    await fc.assert(
      fc.asyncProperty(rows, key, fc.constantFrom(null, 'live'), async (all, names, when) => {
        const judgedRows = all.filter(each => when === null || each.live === true)
        const keys = judgedRows.map(each => names.map(name => each[name as 'a']))
        const values = keys.filter(each => !each.includes(null)).map(each => JSON.stringify(each))
        const distinct = new Set(values).size
        const once = values.filter(value => values.indexOf(value) === values.lastIndexOf(value)).length
        const share = (part: number) => (values.length === 0 ? null : part / values.length)
        const inputs = { in: table(all) }
        const rule = { id: 'r', columns: names, when }
        const seen = async (more: object) => (await observed(session(), { ...rule, ...more }, inputs))[0]
        expect(Number(await seen({ kind: 'distinct_count', min: 0 }))).toBe(distinct)
        const shared = await seen({ kind: 'uniqueness_share', min: 0 })
        expect(shared === null ? null : Number(shared)).toBe(share(distinct))
        const single = await seen({ kind: 'uniqueness_share', min: 0, count: 'once' })
        expect(single === null ? null : Number(single)).toBe(share(once))
        const [, varies] = await observed(session(), { ...rule, columns: ['a'], kind: 'not_constant' }, inputs)
        const a = judgedRows.map(each => each.a).filter(value => value !== null)
        expect(varies).toBe(a.length < 2 || new Set(a).size > 1)
      }),
      { numRuns: 15 },
    )
  })
})
