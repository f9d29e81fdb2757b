import { describe, expect, test } from 'vitest'
import type { CompiledFlow } from '#core/compile/types.ts'
import { cast, column, project } from '#core/relation/build.ts'
import { slotColumns } from '#core/relation/slots.ts'
import { printRelation } from '#core/sql/print.ts'
import { flowRelations } from '#engine/preview/flow-relations.ts'
import { catalogue } from '#nodes/index.ts'
import { databaseOfTests } from '#test/engine/duckdb/session-of-tests.ts'
import { type Case, compileWith, flowOf, inlined, type Table } from '#test/nodes/run-cases.ts'

const { session } = databaseOfTests()

const table = (rows: Table['rows'], flags?: Table['flags']): Table => ({
  columns: [
    { name: 'a', type: 'INTEGER' },
    { name: 'b', type: 'VARCHAR' },
  ],
  rows,
  ...(flags ? { flags } : {}),
})

const compiled = async (kind: string, settings: Case['settings'], inputs: NonNullable<Case['inputs']>) => {
  const flow = await compileWith(session(), flowOf(kind, { name: 'one node', settings, inputs }))
  expect(flow.problems.filter(p => p.severity === 'error')).toEqual([])
  return flow
}

const nodeOf = (flow: CompiledFlow) => flow.nodes.node!.compiled!

const said = (kind: string, settings: Record<string, unknown>): string => {
  const found = catalogue.get(kind)!
  return found.describe(found.settings.parse(settings))
}

describe('the line on a card', () => {
  test.each([
    ['transform.filter', { where: 'order_date >= $since' }, 'order_date >= $since'],
    ['transform.join', { keys: [{ left: 'customer_id', right: 'id' }] }, 'inner, customer_id = id'],
    ['transform.join', { type: 'left', keys: [{ left: 'id', right: 'id' }] }, 'left, id'],
    ['transform.join', {}, 'each row with each'],
    [
      'transform.aggregate',
      {
        measures: [
          { name: 'paid', function: 'sum', expression: 'price * qty' },
          { name: 'orders', function: 'count' },
        ],
      },
      'sum paid, count orders',
    ],
    [
      'transform.aggregate',
      { keys: ['month'], measures: [{ name: 'n', function: 'count', column: 'id', distinct: true }] },
      'count distinct id by month',
    ],
    ['transform.sort', { by: [{ column: 'day', direction: 'desc' }, { column: 'id' }] }, 'day descending, id'],
    ['transform.union', { sourceColumn: 'shop' }, 'by name, source in shop'],
    [
      'transform.dedupe',
      { keys: ['email'], order: [{ column: 'updated', direction: 'desc' }] },
      'one per email, greatest updated',
    ],
    ['transform.dedupe', {}, 'one per all columns'],
    [
      'transform.select',
      {
        columns: [
          { column: 'amt', as: 'amount' },
          { column: 'tmp', keep: false },
        ],
      },
      'amt as amount, without tmp',
    ],
    ['transform.formula', { columns: [{ name: 'total', expression: 'a * b' }] }, 'total'],
    [
      'transform.clean',
      { groups: [{ columns: ['name'], steps: ['trim', 'collapse_spaces'] }, { steps: ['nfc'] }] },
      'name: trim, collapse spaces; all texts: nfc',
    ],
    ['transform.cast', { columns: [{ column: 'amount', type: 'DOUBLE' }] }, 'amount as DOUBLE'],
    ['transform.parse_date', { columns: ['day'], formats: ['%d.%m.%Y', '%Y'] }, 'day: %d.%m.%Y or %Y'],
    [
      'transform.map_values',
      {
        columns: ['state'],
        pairs: [
          ['NY', 'New York'],
          [null, ''],
        ],
      },
      'state: NY → New York, null → ',
    ],
    ['transform.map_values', { columns: ['state'] }, 'state: by the mapping'],
    ['transform.sql', { sql: ['SELECT *', '  FROM input'] }, 'SELECT * FROM input'],
  ])('of %s says what it does in the person’s own words', (kind, settings, line) => {
    expect(said(kind, settings)).toBe(line)
  })
})

describe('a new node', () => {
  test.each([...catalogue.values()].filter(k => k.group === 'transforms').map(k => [k.kind, k] as const))(
    'of %s, and each of its aliases, has settings of the right shape',
    (_, kind) => {
      const presets = kind.aliases.map(alias => (typeof alias === 'string' ? {} : (alias.settings as object)))
      for (const preset of presets) {
        const { error } = kind.settings.safeParse({ ...(kind.initial as object | undefined), ...preset })
        const beyondEmpty = error?.issues.filter(issue => issue.code !== 'invalid_type' && issue.code !== 'too_small')
        expect(beyondEmpty ?? []).toEqual([])
      }
    },
  )
})

describe('a join that expects a cardinality', () => {
  const repeated = async (expect: string, rows: { left: Table['rows']; right: Table['rows'] }, more = {}) => {
    const keys = [{ left: 'a', right: 'a' }]
    const flow = await compiled(
      'transform.join',
      { keys, expect, ...more },
      { left: table(rows.left), right: table(rows.right) },
    )
    const inline = flowRelations(flow).inline
    return Promise.all(
      (nodeOf(flow).checks ?? []).map(async check => {
        const { rows: broken } = await session().query(printRelation(inline(check.relation), { visibleOnly: true }))
        return [check.code, broken.length] as const
      }),
    )
  }
  const twice = [
    [1, 'x'],
    [1, 'y'],
    [2, 'z'],
    [null, 'n'],
    [null, 'm'],
  ] as const
  const once = [
    [1, 'p'],
    [2, 'q'],
  ] as const

  test('counts the keys that repeat on the side that should have them once', async () => {
    expect(await repeated('n:1', { left: twice, right: once })).toEqual([['W-JOIN-FANOUT', 0]])
    expect(await repeated('n:1', { left: once, right: twice })).toEqual([['W-JOIN-FANOUT', 1]])
    expect(await repeated('1:n', { left: twice, right: once })).toEqual([['W-JOIN-FANOUT', 1]])
    expect(await repeated('1:1', { left: twice, right: once })).toEqual([
      ['W-JOIN-FANOUT', 1],
      ['W-JOIN-FANOUT', 0],
    ])
  })

  test('fails on request, and counts nulls where they are equal', async () => {
    const more = { onUnexpected: 'fail', nullsEqual: true }
    expect(await repeated('n:1', { left: once, right: twice }, more)).toEqual([['E-JOIN-FANOUT', 2]])
  })
})

describe('flags', () => {
  test('of a join know the side they came through, also in a join with itself', async () => {
    const both = table([[1, 'x']], [['r']])
    const flow = await compiled('transform.join', { keys: [{ left: 'a', right: 'a' }] }, { left: both, right: both })
    expect(flow.nodes.node!.ports.out!.slots.map(s => [s.validator, s.via])).toEqual([
      ['left_table', ['left']],
      ['right_table', ['right']],
    ])
    expect(flow.nodes.node!.ports.left_only!.slots.map(s => s.via)).toEqual([[]])
  })

  test('of a selection keep the raw text of the cells that did not fit', async () => {
    const settings = {
      columns: [
        { column: 'b', as: 'n "1"', type: 'INTEGER' },
        { column: 'a', type: 'TINYINT' },
      ],
    }
    const rows = [
      [1, 'it\'s "7"'],
      [1000, '7'],
      [2, '8'],
    ] as const
    const flow = await compiled('transform.select', settings, { in: table(rows) })
    const { detail } = slotColumns(0)
    const raw = project(inlined(flow, 'node', 'out'), [{ name: 'raw', expression: cast(column(detail), 'VARCHAR') }])
    const { rows: got } = await session().query(printRelation(raw, { visibleOnly: true }))
    expect(got.map(([text]) => (text === null ? null : JSON.parse(String(text))))).toEqual([
      { 'n "1"': 'it\'s "7"' },
      { a: '1000' },
      null,
    ])
  })

  test('of a column that a repair changed lose the value that they judged, and keep the column', async () => {
    const rows = { in: table([[1, ' x ']], [['r']]) }
    for (const [kind, settings] of [
      ['transform.clean', { groups: [{ columns: ['b'], steps: ['trim'] }] }],
      ['transform.cast', { columns: [{ column: 'b', type: 'INTEGER' }] }],
      ['transform.parse_date', { columns: ['b'], formats: ['%Y'] }],
      ['transform.map_values', { columns: ['b'], pairs: [['x', 'y']] }],
    ] as const) {
      const flow = await compiled(kind, settings, rows)
      const [slot] = flow.nodes.node!.ports.out!.slots
      expect(slot!.places, kind).toMatchObject({ b: { name: 'b', changed: true } })
    }
  })

  test('stop at a query, which says so where there are any', async () => {
    const settings = { inputs: ['one'], sql: ['SELECT * FROM one'] }
    const flagged = await compiled('transform.sql', settings, { one: table([[1, 'x']], [['r']]) })
    expect(nodeOf(flagged).flagsStop).toMatch(/flags/)
    expect(flagged.nodes.node!.ports.out!.slots).toEqual([])
    const clean = await compiled('transform.sql', settings, { one: table([[1, 'x']]) })
    expect(nodeOf(clean).flagsStop).toBeUndefined()
  })
})

describe('a node says that its result is not deterministic', () => {
  const rows = { in: table([[1, 'x']]) }
  test.each([
    ['transform.dedupe', { keys: ['a'] }],
    ['transform.filter', { where: 'random() < 0.5' }],
    ['transform.formula', { columns: [{ name: 'u', expression: 'uuid()' }] }],
    ['transform.aggregate', { measures: [{ name: 's', function: 'sum', expression: 'random()' }] }],
  ])('when it is: %s with %j', async (kind, settings) => {
    expect(nodeOf(await compiled(kind, settings, rows)).notDeterministic).toMatch(/from run to run/)
  })

  test.each([
    ['transform.dedupe', { keys: ['a'], order: [{ column: 'b' }] }],
    ['transform.dedupe', {}],
    ['transform.filter', { where: 'a > 1' }],
    ['transform.formula', { columns: [{ name: 'u', expression: 'a + 1' }] }],
    ['transform.aggregate', { measures: [{ name: 'l', function: 'list', column: 'a' }] }],
  ])('not when it is: %s with %j', async (kind, settings) => {
    expect(nodeOf(await compiled(kind, settings, rows)).notDeterministic).toBeUndefined()
  })
})

describe('order', () => {
  test.each([
    ['transform.sort', { by: [{ column: 'a' }] }, 'out', true],
    ['transform.filter', { where: 'a > 1' }, 'rest', true],
    ['transform.formula', { columns: [{ name: 'c', expression: 'a' }] }, 'out', true],
    ['transform.select', {}, 'out', true],
    ['transform.clean', { groups: [{ steps: ['trim'] }] }, 'out', true],
    ['transform.cast', { columns: [{ column: 'b', type: 'DATE' }], onError: 'reject' }, 'reject', true],
    ['transform.parse_date', { columns: ['b'], formats: ['%Y'] }, 'out', true],
    ['transform.map_values', { columns: ['b'], pairs: [['x', 'y']] }, 'out', true],
    ['transform.aggregate', { keys: ['a'] }, 'out', false],
    ['transform.dedupe', { keys: ['a'], order: [{ column: 'b' }] }, 'unique', false],
  ])('of %s with %j at %s is kept or free as the design says', async (kind, settings, port, ordered) => {
    const flow = await compiled(kind, settings, { in: table([[1, 'x']]) })
    expect(flow.nodes.node!.ports[port]!.ordered).toBe(ordered)
  })

  test('of a join is free at every port', async () => {
    for (const keys of [[{ left: 'a', right: 'a' }], []]) {
      const flow = await compiled('transform.join', { keys }, { left: table([]), right: table([]) })
      expect(Object.values(flow.nodes.node!.ports).map(port => port.ordered)).toEqual([false, false, false])
    }
  })
})
