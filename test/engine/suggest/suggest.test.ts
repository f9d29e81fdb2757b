import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Flow } from '#core/flow/types.ts'
import type { Suggestions } from '#core/suggest/types.ts'
import { engineOfTests, flowOf } from '#test/engine/preview/engine-of-tests.ts'
import { type Cell, type CleanColumn, type CleanName, cleanColumns, cleanTables } from './clean-columns.ts'

const { engine, request } = engineOfTests()

const rows = 240

const tableOf = (columns: readonly CleanColumn[]): Flow =>
  flowOf(
    {
      rows: [
        'source.inline',
        {
          columns: columns.map(({ name, type }) => ({ name, type })),
          rows: Array.from({ length: columns[0]!.cells.length }, (_, row) => columns.map(({ cells }) => cells[row]!)),
        },
      ],
    },
    [],
  )

const suggested = (flow: Flow, node = 'rows'): Promise<Suggestions> =>
  engine().suggest(request(flow), { node, port: null })

/** Repairs that make values of texts, which are clean as texts. */
const conversions = new Set(['transform.parse_date', 'transform.cast'])

describe('suggestions of a port beside other sources', () => {
  const keys = Array.from({ length: 40 }, (_, i) => [i + 1, `customer ${i}`])
  const orders = Array.from({ length: rows }, (_, i) => [i, i === 70 ? 99 : (i % 40) + 1])
  const flow = (known: readonly (readonly unknown[])[]): Flow => {
    const inline = (names: readonly string[], cells: readonly unknown[]) =>
      ['source.inline', { columns: names.map(name => ({ name, type: 'BIGINT' })), rows: cells }] as const
    return flowOf(
      {
        orders: [...inline(['order_no', 'customer_id'], orders)],
        customers: [
          ...inline(
            ['id', 'rank'],
            known.map(([id], i) => [id, i % 3]),
          ),
        ],
      },
      [],
    )
  }

  test('say which column holds keys of another one, and count the values that are not there', async () => {
    const { rules } = await suggested(flow(keys), 'orders')
    expect(rules.filter(({ rule }) => rule.kind === 'reference')).toMatchObject([
      {
        columns: ['customer_id'],
        rule: { input: 'customers', inputColumns: ['id'] },
        feed: { input: 'customers', from: { node: 'customers', port: 'out' } },
        flagged: 1,
        evidence: '239 of 240 values are in `id` of `customers`; 1 is not, such as `99`.',
      },
    ])
  })

  test('say nothing of a column that tells no rows apart, or that has too few of the values', async () => {
    const twice = await suggested(flow([...keys, ...keys]), 'orders')
    const few = await suggested(flow(keys.slice(0, 30)), 'orders')
    expect([...twice.rules, ...few.rules].filter(({ rule }) => rule.kind === 'reference')).toEqual([])
  })
})

describe('suggestions on clean columns', () => {
  test('flag no row, and mend nothing', async () => {
    await fc.assert(
      fc.asyncProperty(cleanTables(rows), async columns => {
        const { rules, repairs } = await suggested(tableOf(columns))
        expect(rules.filter(({ flagged }) => flagged > 0)).toEqual([])
        expect(repairs.filter(({ node, lost }) => lost > 0 || !conversions.has(node.kind))).toEqual([])
        expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length)
      }),
      { numRuns: 4 },
    )
  })

  test('say of what columns are what they are', async () => {
    const all = fc.sample(fc.tuple(...Object.values(cleanColumns).map(make => make(rows))), { numRuns: 1, seed: 7 })[0]!
    const { rules } = await suggested(tableOf(all.flat()))
    const found = new Set(rules.map(({ rule, columns }) => `${rule.kind} ${columns.join(' ')}`))
    for (const wanted of [
      'primary_key id',
      'primary_key article_code',
      'format email',
      'format token',
      'format website',
      'format phone',
      'format iban',
      'in_set status',
      'range quantity',
      'range discount_percent',
      'range age',
      'not_in_future birth_date',
      'date_order valid_from valid_until',
      'sum_equals net tax',
      'functional_dependency city',
      'in_set zip',
    ])
      expect(found, wanted).toContain(wanted)
  })
})

interface Dirt {
  readonly of: CleanName
  readonly column: string
  readonly spoil: (cell: string) => Cell
  readonly kind: string
  /** Rows that one spoilt cell makes wrong. */
  readonly each?: number
}

const ruleDirt: readonly Dirt[] = [
  { of: 'id', column: 'id', spoil: () => '1000', kind: 'primary_key' },
  { of: 'code', column: 'article_code', spoil: () => null, kind: 'primary_key' },
  { of: 'email', column: 'email', spoil: cell => cell.replace('@', ' at '), kind: 'format' },
  { of: 'uuid', column: 'token', spoil: cell => cell.slice(1), kind: 'format' },
  {
    of: 'iban',
    column: 'iban',
    spoil: cell => `${cell.slice(0, -1)}${(Number(cell.at(-1)) + 1) % 10}`,
    kind: 'format',
  },
  { of: 'status', column: 'status', spoil: () => 'closde', kind: 'in_set' },
  { of: 'percent', column: 'discount_percent', spoil: () => '140', kind: 'range' },
  { of: 'quantity', column: 'quantity', spoil: () => '-3', kind: 'range' },
  { of: 'birth', column: 'birth_date', spoil: () => '2199-01-01', kind: 'not_in_future' },
  { of: 'period', column: 'valid_until', spoil: () => '1970-01-01', kind: 'date_order' },
  { of: 'sum', column: 'gross', spoil: cell => String(Number(cell) + 1), kind: 'sum_equals' },
  { of: 'place', column: 'city', spoil: () => 'Drexden', kind: 'functional_dependency' },
  { of: 'age', column: 'age', spoil: () => null, kind: 'not_null' },
  { of: 'written', column: 'written', spoil: () => 'soon', kind: 'date_format' },
  { of: 'counted', column: 'counted', spoil: () => 'many', kind: 'type' },
]

const spoilt = (columns: readonly CleanColumn[], name: string, spoil: (cell: string) => Cell, at: readonly number[]) =>
  columns.map(column => {
    if (column.name !== name) return column
    const cells = column.cells.map((cell, row) => (at.includes(row) && cell !== null ? spoil(cell) : cell))
    return { ...column, cells }
  })

const places = fc.uniqueArray(fc.integer({ min: 20, max: rows - 1 }), { minLength: 1, maxLength: 2 })

describe('planted dirt', () => {
  test.each(ruleDirt)('is flagged by a suggested $kind of $column, row by row', async ({ of, column, spoil, kind }) => {
    await fc.assert(
      fc.asyncProperty(cleanColumns[of](rows), places, async (columns, at) => {
        const flow = tableOf(spoilt(columns, column, spoil, at))
        const { rules } = await suggested(flow)
        const own = rules.filter(
          ({ rule, columns: names }) => rule.kind === kind && (kind === 'sum_equals' || names.includes(column)),
        )
        expect(own, JSON.stringify(rules)).toHaveLength(1)
        const repeated = of === 'id' ? 1 : 0
        expect(own[0]!.flagged).toBe(at.length + repeated)
        const checked = flowOf({}, [])
        const validator = { kind: 'validate.rules', version: 1, settings: { rules: [own[0]!.rule] } }
        const taken: Flow = {
          ...checked,
          nodes: { ...flow.nodes, check: validator },
          edges: [{ from: 'rows.out', to: 'check.in' }],
        }
        const page = await engine().page(request(taken), {
          node: 'check',
          port: 'reject',
          offset: 0,
          limit: 1,
          cutAt: null,
        })
        expect(page.totalCount).toBe(own[0]!.flagged)
        // what is there is not suggested again
        const again = await suggested(taken)
        expect(again.rules.filter(({ rule, columns: names }) => rule.kind === kind && names.includes(column))).toEqual(
          [],
        )
      }),
      { numRuns: 1, endOnFailure: true },
    )
  })

  const repairDirt = [
    { of: 'person', column: 'person', title: 'Trim spaces', spoil: (cell: string) => ` ${cell}` },
    { of: 'person', column: 'person', title: 'Remove control characters', spoil: (cell: string) => `${cell}\u0007` },
    { of: 'person', column: 'person', title: 'Remove invisible characters', spoil: (cell: string) => `\u200b${cell}` },
    { of: 'person', column: 'person', title: 'Empty texts to null', spoil: () => 'N/A' },
    { of: 'status', column: 'status', title: 'Lower case', spoil: (cell: string) => cell.toUpperCase() },
    { of: 'status', column: 'status', title: 'Unify spellings', spoil: () => 'closde' },
  ] as const

  test.each(repairDirt)('is mended by the suggested repair "$title"', async ({ of, column, title, spoil }) => {
    await fc.assert(
      fc.asyncProperty(cleanColumns[of](rows), places, async (columns, at) => {
        const flow = tableOf(spoilt(columns, column, spoil, at))
        const { repairs } = await suggested(flow)
        const own = repairs.filter(each => each.title === title && each.columns.includes(column))
        expect(own, JSON.stringify(repairs)).toHaveLength(1)
        expect(own[0]!.changed).toBe(at.length)
        const { kind, settings } = own[0]!.node
        const taken: Flow = {
          ...flow,
          nodes: { ...flow.nodes, mend: { kind, version: 1, settings } },
          edges: [{ from: 'rows.out', to: 'mend.in' }],
        }
        const cellsOf = async (node: string) => {
          const page = await engine().page(request(taken), { node, port: null, offset: 0, limit: rows, cutAt: null })
          const place = page.columns.findIndex(({ name }) => name === column)
          return page.rows.map(row => row[place])
        }
        const [before, after] = [await cellsOf('rows'), await cellsOf('mend')]
        expect(after.flatMap((cell, row) => (cell === before[row] ? [] : [row]))).toEqual(at.toSorted((a, b) => a - b))
        // what is there is not suggested again
        const again = await suggested(taken)
        expect(again.repairs.filter(each => each.title === title && each.columns.includes(column))).toEqual([])
      }),
      { numRuns: 1, endOnFailure: true },
    )
  })

  interface Written {
    readonly name: string
    readonly written: (row: number) => string
    readonly dirt: string
    readonly settings: Readonly<Record<string, unknown>>
    readonly value: (row: number) => unknown
  }

  const dateOf = (row: number) => new Date(Date.UTC(2024, 0, 1 + row))
  const isoOf = (row: number) => dateOf(row).toISOString().slice(0, 10)
  const [amount, share, rupees] = [
    (row: number) => 1000.25 + row * 7,
    (row: number) => row / 4 + 1,
    (row: number) => 123_456 + row * 10_001,
  ]
  const indian = (value: number) => String(value).replace(/(\d)(?=(\d\d)+\d$)/g, '$1,')
  const german = (value: number) =>
    value
      .toFixed(2)
      .replace('.', ';')
      .replace(/\B(?=(\d{3})+;)/g, '.')
      .replace(';', ',')

  const writtenDirt: readonly Written[] = [
    {
      name: 'day',
      written: row => isoOf(row).split('-').toReversed().join('.'),
      dirt: 'soon',
      settings: { columns: ['day'], formats: ['%d.%m.%Y'] },
      value: isoOf,
    },
    {
      name: 'mixed',
      written: row => (row % 3 === 0 ? isoOf(row) : isoOf(row).split('-').toReversed().join('.')),
      dirt: '31.02.2024',
      settings: { columns: ['mixed'], formats: ['%d.%m.%Y', '%Y-%m-%d'] },
      value: isoOf,
    },
    {
      name: 'amount',
      written: row => german(amount(row)),
      dirt: 'none yet',
      settings: { columns: [{ column: 'amount', decimal: ',', thousands: '.' }] },
      value: amount,
    },
    {
      name: 'price',
      written: row => `${german(amount(row))} €`,
      dirt: '5,00 $',
      settings: { columns: [{ column: 'price', decimal: ',', thousands: '.', units: ['€'] }] },
      value: amount,
    },
    {
      name: 'paid',
      written: row => `${row % 2 === 0 ? 'EUR ' : 'EUR'}${amount(row)}`,
      dirt: 'USD 5',
      settings: { columns: [{ column: 'paid', units: ['EUR'] }] },
      value: amount,
    },
    {
      name: 'rebate',
      written: row => `${share(row)} %`,
      dirt: '7 %',
      settings: { columns: [{ column: 'rebate', percent: true }] },
      value: row => Number(`${share(row)}e-2`),
    },
    {
      name: 'rupees',
      written: row => indian(rupees(row)),
      dirt: 'many',
      settings: { columns: [{ column: 'rupees', thousands: ',', grouping: 'indian' }] },
      value: rupees,
    },
  ]

  test.each(writtenDirt)('among texts that stand for values is counted, and the others are read: $name', async each => {
    const { name, written, dirt, settings, value } = each
    const at = [70, 141]
    const cells = Array.from({ length: rows }, (_, row) => (at.includes(row) ? dirt : written(row)))
    const flow = tableOf([{ name, type: 'VARCHAR', cells }])
    const { repairs } = await suggested(flow)
    const own = repairs.filter(({ node }) => conversions.has(node.kind))
    expect(own, JSON.stringify(repairs)).toMatchObject([{ lost: name === 'rebate' ? 0 : 2, node: { settings } }])
    const { kind, settings: taken } = own[0]!.node
    const mended: Flow = {
      ...flow,
      nodes: { ...flow.nodes, mend: { kind, version: 1, settings: taken } },
      edges: [{ from: 'rows.out', to: 'mend.in' }],
    }
    const query = { node: 'mend', port: null, offset: 0, limit: rows, cutAt: null }
    const page = await engine().page(request(mended), query)
    const read = page.rows.map(([cell]) => cell)
    const texts = (all: readonly unknown[]) => all.map(cell => (cell === null ? null : String(cell)))
    const meant = cells.map((_, row) => (at.includes(row) ? (name === 'rebate' ? 0.07 : null) : value(row)))
    expect(texts(read)).toEqual(texts(meant))
    expect(own[0]!.changed).toBe(cells.filter((cell, row) => cell !== String(read[row])).length)
  })

  test('is not taken for a share where a percent sign is missing', async () => {
    const cells = Array.from({ length: rows }, (_, row) => (row === 70 ? '5' : `${row + 1} %`))
    const { repairs } = await suggested(tableOf([{ name: 'rebate', type: 'VARCHAR', cells }]))
    expect(repairs).toEqual([])
  })
})
