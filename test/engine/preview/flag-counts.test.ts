import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ruleSeverities } from '#core/rules/types.ts'
import type { PageFilter, RowFlag } from '#engine/types.ts'
import { engineOfTests, flowOf } from './engine-of-tests.ts'
import { reasonAt } from './marked.ts'

const { engine, page, query, request } = engineOfTests()

type Flag = Pick<RowFlag, 'node' | 'rule' | 'via' | 'severity' | 'columns'>
interface Marked {
  readonly id: number
  readonly a: string | null
  /** What becomes of each bit, as the kind of these tests reads it. */
  readonly marks: string
}

const inlineOf = (rows: readonly Marked[]) =>
  [
    'source.inline',
    {
      columns: [
        { name: 'id', type: 'INTEGER' },
        { name: 'a', type: 'VARCHAR' },
        { name: 'b', type: 'VARCHAR' },
        { name: 'bucket', type: 'INTEGER' },
        { name: 'marks', type: 'VARCHAR' },
      ],
      rows: rows.map(({ id, a, marks }) => [String(id), a, 'b', String(id % 3), marks]),
    },
  ] as const

const flowFor = (rows: readonly Marked[], bits: number) =>
  flowOf(
    {
      rows: inlineOf(rows),
      check: ['test.marked', { bits }],
      again: ['test.marked', { bits: 3 }],
      groups: ['transform.aggregate', { keys: ['bucket'], measures: [{ name: 'n', function: 'count' }] }],
      self: ['transform.join', { keys: [{ left: 'id', right: 'id' }] }],
    },
    ['rows.out check.in', 'check.out again.in', 'again.out groups.in', 'check.out self.left', 'check.out self.right'],
  )

const flagsAt = (node: string, via: readonly string[], bits: number, marks: string): readonly Flag[] =>
  [...marks.slice(0, bits)].flatMap((mark, i) => {
    const { rule, severity, columns } = reasonAt(i)
    return mark === '1' || mark === 'e' ? [{ node, rule, via, severity, columns }] : []
  })

/** What the join calls the columns of its right side; one that was never there keeps its name. */
const renamed = (flag: Flag): Flag => ({
  ...flag,
  columns: flag.columns.map(name => (name === 'gone' ? name : `${name}_right`)),
})

/** Row by row, what the flags of each node's rows are. */
const naive = (rows: readonly Marked[], bits: number) => {
  const again = rows.map(row => [...flagsAt('check', [], bits, row.marks), ...flagsAt('again', [], 3, row.marks)])
  const buckets = [...new Set(rows.map(row => row.id % 3))].sort()
  return {
    check: rows.map(row => flagsAt('check', [], bits, row.marks)),
    again,
    groups: buckets.map(bucket => again.filter((_, i) => rows[i]!.id % 3 === bucket).flat()),
    self: rows.map(row => [
      ...flagsAt('check', ['left'], bits, row.marks),
      ...flagsAt('check', ['right'], bits, row.marks).map(renamed),
    ]),
  }
}

const wantedBy =
  ({ severity, rule, column }: PageFilter) =>
  (flag: Flag): boolean =>
    (severity === undefined || flag.severity === severity) &&
    (rule === undefined ||
      (flag.node === rule.node && flag.rule === rule.rule && (!rule.via || `${flag.via}` === `${rule.via}`))) &&
    (column === undefined || flag.columns.includes(column))

const countOf = (rows: readonly (readonly Flag[])[], filter: PageFilter): number =>
  rows.filter(flags => flags.some(wantedBy(filter))).length

const marksOf = (bits: number) => fc.stringMatching(new RegExp(`^[0001se]{${bits}}$`))
const rowsOf = (bits: number) =>
  fc
    .array(fc.record({ a: fc.constantFrom('x', 'y', null), marks: marksOf(bits) }), { minLength: 1, maxLength: 12 })
    .map(rows => rows.map((row, id): Marked => ({ id, ...row })))

const given = fc.constantFrom(3, 64, 70, 130).chain(bits =>
  fc.record({
    bits: fc.constant(bits),
    rows: rowsOf(bits),
    filter: fc.record(
      {
        severity: fc.constantFrom(...ruleSeverities),
        rule: fc.nat(Math.floor((bits - 1) / 2)).map(i => ({ node: 'check', rule: `r${i}` })),
        column: fc.constantFrom('a', 'b', 'gone'),
      },
      { requiredKeys: [] },
    ),
  }),
)

describe('counts of flags', () => {
  test('are what each filter shows, at the validator, behind another, summed up, and from both sides of a join', async () => {
    await fc.assert(
      fc.asyncProperty(given, async ({ bits, rows, filter }) => {
        const flow = flowFor(rows, bits)
        for (const [node, flagged] of Object.entries(naive(rows, bits))) {
          const counts = await engine().flagCounts(request(flow), query(node, { filter }))
          expect(counts.flagged).toBe(flagged.filter(flags => flags.length > 0).length)
          for (const severity of ruleSeverities)
            expect(counts.severities[severity]).toBe(countOf(flagged, { ...filter, severity }))
          for (const { node: from, rule, via, rows: count } of counts.rules)
            expect([rule, count]).toEqual([rule, countOf(flagged, { ...filter, rule: { node: from, rule, via } })])
          for (const { column, severity, rows: count } of counts.columns) {
            expect([column, count]).toEqual([column, countOf(flagged, { ...filter, column })])
            const met = flagged.flat().filter(wantedBy({ ...filter, column }))
            const rank = Math.max(...met.map(flag => ruleSeverities.indexOf(flag.severity)))
            if (met.length > 0) expect([column, severity]).toEqual([column, ruleSeverities[rank]])
          }
          const shown = await page(flow, node, { filter })
          const some = Object.keys(filter).length > 0
          expect(shown.rowCount).toBe(some ? countOf(flagged, filter) : flagged.length)
        }
      }),
      { numRuns: 6 },
    )
  })

  test('name every rule that may be broken, with the node and the way it came', async () => {
    const rows = [{ id: 0, a: 'x', marks: '0'.repeat(70) }]
    const { rules } = await engine().flagCounts(request(flowFor(rows, 70)), query('self'))
    expect(rules).toHaveLength(2 * 35)
    expect(rules[34]).toEqual({
      node: 'check',
      rule: 'r34',
      kind: 'range',
      via: ['left'],
      severity: 'error',
      columns: ['gone', 'a'],
      rows: 0,
    })
    expect(rules[35]).toMatchObject({ rule: 'r0', via: ['right'] })
  })

  test('are of the rows that are found, too', async () => {
    const rows = ['x', 'y', 'x'].map((a, id) => ({ id, a, marks: '100' }))
    const filter = { columns: [{ column: 'a', operator: '=' as const, value: 'x' }] }
    const counts = await engine().flagCounts(request(flowFor(rows, 3)), query('check', { filter }))
    expect(counts).toMatchObject({ flagged: 2, severities: { info: 2, error: 0 } })
    const refused = engine().flagCounts(
      request(flowFor(rows, 3)),
      query('check', { filter: { columns: [{ column: 'id', operator: '=', value: 'x' }] } }),
    )
    await expect(refused.catch(error => error.problem.code)).resolves.toBe('E-FILTER-VALUE')
  })

  test('are zero where nothing can be flagged', async () => {
    const counts = await engine().flagCounts(request(flowFor([{ id: 0, a: 'x', marks: '' }], 3)), query('rows'))
    expect(counts).toMatchObject({ flagged: 0, rules: [], columns: [], evaluations: [] })
  })
})

describe('the lane of flagged rows', () => {
  test('has for each part the first of its gravest rows, in the order that is shown', async () => {
    const property = fc.asyncProperty(
      rowsOf(6),
      fc.integer({ min: 1, max: 5 }),
      fc.constantFrom('asc' as const, 'desc' as const, null),
      async (rows, parts, direction) => {
        const flow = flowFor(rows, 6)
        const sort = direction === null ? [] : [{ column: 'id', direction }]
        const lane = await engine().flagLane(request(flow), query('check', { sort }), parts)
        const shown = naive(rows, 6).check
        if (direction === 'desc') shown.reverse()
        const count = Math.min(parts, rows.length)
        const worst = shown.map(flags => Math.max(-1, ...flags.map(flag => ruleSeverities.indexOf(flag.severity))))
        const expected = Array.from({ length: count }, (_, part) => {
          const inside = worst.flatMap((rank, row) =>
            Math.floor((row * count) / rows.length) === part && rank >= 0 ? [{ rank, row }] : [],
          )
          const top = Math.max(...inside.map(each => each.rank))
          const first = inside.find(each => each.rank === top)
          return first ? [[first.row, ruleSeverities[top]]] : []
        }).flat()
        expect(lane).toEqual({ rows: rows.length, marks: expected })
      },
    )
    await fc.assert(property, { numRuns: 15 })
  })
})

describe('the walk over flagged rows', () => {
  test('meets exactly the rows that the filter asks for', async () => {
    const rows = ['100000', '000010', '001000', '100010', '000000'].map((marks, id) => ({ id, a: 'x', marks }))
    const flow = flowFor(rows, 6)
    const walk = async (filter: PageFilter) => {
      const met: number[] = []
      for (let from = 0; ; ) {
        const row = await engine().nextFlagged(request(flow), query('check', { filter }), from, false)
        if (row === null) return met
        met.push(row)
        from = row + 1
      }
    }
    expect(await walk({})).toEqual([0, 1, 2, 3])
    expect(await walk({ rule: { node: 'check', rule: 'r2' } })).toEqual([0, 1])
    expect(
      (await page(flow, 'check', { filter: { rule: { node: 'check', rule: 'r2' } } })).rows.map(r => r[0]),
    ).toEqual([1, 3])
  })
})

describe("a validator's own table", () => {
  const rows = ['0s0', 's00', '1e0', '000'].map((marks, id) => ({ id, a: 'x', marks }))
  const flow = () => flowFor(rows, 3)
  const own = (more = {}) => page(flow(), 'check', { port: 'none', ownTable: true, ...more })

  test('says of each row which rules were not evaluated, and which could not be', async () => {
    const { unevaluated, rowCount, columns } = await own()
    expect([rowCount, columns.length]).toEqual([4, 5])
    expect(unevaluated).toEqual([
      [{ rule: 'r0', columns: ['b'], state: 'skipped' }],
      [{ rule: 'r0', columns: ['a', 'b'], state: 'skipped' }],
      [{ rule: 'r0', columns: ['b'], state: 'failed' }],
      [],
    ])
    expect((await page(flow(), 'check')).unevaluated).toBeUndefined()
  })

  test('is filtered by what was not evaluated, by a rule or by any', async () => {
    const ids = async (filter: PageFilter) => (await own({ filter })).rows.map(row => row[0])
    expect(await ids({ evaluation: { state: 'skipped' } })).toEqual([0, 1])
    expect(await ids({ evaluation: { state: 'failed', rule: 'r0' } })).toEqual([2])
    expect(await ids({ evaluation: { state: 'failed', rule: 'r1' } })).toEqual([])
    expect(await ids({ evaluation: { state: 'failed' }, severity: 'info' })).toEqual([2])
  })

  test('counts what was not evaluated, beside the filters by flags', async () => {
    const counts = (filter: PageFilter) =>
      engine().flagCounts(request(flow()), query('check', { ownTable: true, filter }))
    const all = await counts({})
    expect(all.evaluations).toEqual([
      { rule: 'r0', state: 'skipped', rows: 2 },
      { rule: 'r0', state: 'failed', rows: 1 },
    ])
    expect(all.flagged).toBe(1)
    expect((await counts({ evaluation: { state: 'skipped' } })).flagged).toBe(0)
    expect((await counts({ flaggedOnly: true })).evaluations).toEqual([{ rule: 'r0', state: 'failed', rows: 1 }])
  })

  test('keeps its masks where the rows come in no order, and for more than 64 rules', async () => {
    const many = flowOf(
      {
        rows: inlineOf([
          { id: 2, a: 'y', marks: `${'0'.repeat(69)}s` },
          { id: 1, a: 'x', marks: '0'.repeat(70) },
        ]),
        free: ['transform.aggregate', { keys: ['id', 'a', 'b', 'bucket', 'marks'], measures: [] }],
        check: ['test.marked', { bits: 70 }],
      },
      ['rows.out free.in', 'free.out check.in'],
    )
    const found = await page(many, 'check', { ownTable: true })
    expect(found.rows.map(row => row[0])).toEqual([1, 2])
    expect(found.unevaluated).toEqual([[], [{ rule: 'r34', columns: ['a'], state: 'skipped' }]])
  })

  test('of real rules tells a null, an unmet condition and a failure apart from what holds', async () => {
    const real = flowOf(
      {
        rows: [
          'source.inline',
          {
            columns: ['n', 'kind'].map(name => ({ name, type: 'VARCHAR' })),
            rows: [
              ['1', 'a'],
              ['x', 'a'],
              [null, 'a'],
              ['-5', 'b'],
              ['-5', 'a'],
            ].map(([n, kind]) => [n, kind]),
          },
        ],
        check: [
          'validate.rules',
          {
            rules: [
              {
                id: 'whole',
                kind: 'expression',
                columns: ['n'],
                expression: 'CAST(n AS INTEGER) > 0',
                when: "kind = 'a'",
              },
            ],
          },
        ],
      },
      ['rows.out check.in'],
    )
    const found = await page(real, 'check', { ownTable: true })
    const states = found.unevaluated?.map(each => each.map(({ rule, state }) => `${rule} ${state}`).join())
    expect(states).toEqual(['', 'whole failed', 'whole skipped', 'whole skipped', ''])
    expect(found.flags.map(flags => flags.length)).toEqual([0, 1, 0, 0, 1])
    const filter = { evaluation: { state: 'failed' as const, rule: 'whole' } }
    expect((await page(real, 'check', { ownTable: true, filter })).rows.map(row => row[0])).toEqual(['x'])
  })

  test('is a problem at a node that has none', async () => {
    await expect(page(flow(), 'rows', { ownTable: true }).catch(error => error.problem.severity)).resolves.toBe('error')
  })
})
