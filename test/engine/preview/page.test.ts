import { utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { PageFilter } from '#engine/types.ts'
import { engineOfTests, flowOf } from './engine-of-tests.ts'

const { engine, folder, page, query, request } = engineOfTests()

const columns = [
  { name: 'id', type: 'INTEGER' },
  { name: 'name', type: 'VARCHAR' },
  { name: 'amount', type: 'DECIMAL(8,2)' },
]
const rows = [
  ['1', 'Ann', '5.00'],
  ['2', 'bob', '-1.50'],
  ['3', null, '-2.00'],
  ['4', 'Zoë', '0.25'],
]
const orders = (more = rows) => ['source.inline', { columns, rows: more }] as const

const checkedFlow = flowOf(
  {
    orders: orders(),
    check: ['test.validator', {}],
    slim: ['transform.select', { columns: [{ column: 'amount', keep: false }] }],
    total: ['transform.aggregate', { keys: [], measures: [{ name: 'n', function: 'count' }] }],
    file: ['sink.csv', { path: 'never.csv' }],
  },
  ['orders.out check.in', 'check.out slim.in', 'check.out total.in', 'check.pass file.in'],
)

describe('a page of a port', () => {
  test('has the rows in their order, with types, counts and scope', async () => {
    expect(await page(checkedFlow, 'orders')).toEqual({
      columns,
      rows: [
        [1, 'Ann', '5.00'],
        [2, 'bob', '-1.50'],
        [3, null, '-2.00'],
        [4, 'Zoë', '0.25'],
      ],
      flags: [[], [], [], []],
      rowCount: 4,
      totalCount: 4,
      flaggedCount: 0,
      scope: 'all',
      cut: [],
    })
  })

  test('has the flags of its rows, with their messages filled', async () => {
    const { flags, flaggedCount } = await page(checkedFlow, 'check')
    expect(flaggedCount).toBe(3)
    const odd = (value: number) => ({
      node: 'check',
      rule: 'even',
      kind: 'expression',
      columns: ['id'],
      severity: 'warning',
      message: `An odd id (\`${value}\`)`,
      value,
      via: [],
    })
    const negative = (value: string) => ({
      node: 'check',
      rule: 'positive',
      kind: 'range',
      columns: ['amount'],
      severity: 'error',
      message: `amount is ${value}, below 0`,
      value,
      via: [],
    })
    expect(flags).toEqual([[odd(1)], [negative('-1.50')], [negative('-2.00'), odd(3)], []])
  })

  test('keeps flags whose column is gone, without the value', async () => {
    const { flags } = await page(checkedFlow, 'slim')
    expect(flags[1]).toMatchObject([
      { rule: 'positive', columns: ['amount'], value: null, message: 'amount is, below 0' },
    ])
  })

  test('says how many rows are behind an aggregated flag', async () => {
    const { rows: found, flags } = await page(checkedFlow, 'total')
    expect(found).toEqual([[4]])
    expect(flags[0]!.map(f => [f.rule, f.value])).toEqual([
      ['positive', null],
      ['even', null],
    ])
    expect(flags[0]![0]!.message).toContain('3 rows')
  })

  test('of a validator is split as its ports say', async () => {
    const ids = async (port: string) => (await page(checkedFlow, 'check', { port })).rows.map(row => row[0])
    expect([await ids('out'), await ids('pass'), await ids('reject')]).toEqual([
      [1, 2, 3, 4],
      [1, 4],
      [2, 3],
    ])
  })

  test('of a sink shows what arrives at it, and writes nothing', async () => {
    const { rows: found, scope } = await page(checkedFlow, 'file')
    expect([found.map(row => row[0]), scope]).toEqual([[1, 4], 'all'])
    await expect(import('node:fs').then(fs => fs.existsSync(join(folder(), 'never.csv')))).resolves.toBe(false)
  })

  test('begins at its offset and ends at its limit', async () => {
    const found = await page(checkedFlow, 'check', { offset: 1, limit: 2 })
    expect([found.rows.map(row => row[0]), found.flags.length, found.rowCount]).toEqual([[2, 3], 2, 4])
    expect((await page(checkedFlow, 'check', { offset: 9 })).rows).toEqual([])
  })

  test('cuts long texts and lists them, and the cell has them whole', async () => {
    const long = `${'é'.repeat(498)}😀😀`
    const flow = flowOf({ orders: orders([['1', long, '0']]) }, [])
    const found = await page(flow, 'orders', { cutAt: 499 })
    expect(found.rows[0]![1]).toBe('é'.repeat(498))
    expect(found.cut).toEqual([[0, 1]])
    expect(await engine().cell(request(flow), query('orders'), 0, 'NAME')).toBe(long)
    expect(await engine().cell(request(flow), query('orders'), 5, 'name')).toBe(null)
  })

  test('is the same however a column is named', async () => {
    const flow = flowOf(
      { odd: ['source.inline', { columns: [{ name: 'rowid', type: 'VARCHAR' }], rows: [['b'], ['a'], ['c']] }] },
      [],
    )
    expect((await page(flow, 'odd', { offset: 1 })).rows).toEqual([['a'], ['c']])
    expect((await page(flow, 'odd', { sort: [{ column: 'rowid', direction: 'desc' }] })).rows).toEqual([
      ['c'],
      ['b'],
      ['a'],
    ])
  })
})

describe('sorting and filtering what is shown', () => {
  const ids = async (filter: PageFilter, more = {}) => {
    const found = await page(checkedFlow, 'check', { filter, ...more })
    expect(found.rowCount).toBe(found.rows.length)
    expect(found.totalCount).toBe(4)
    return found.rows.map(row => row[0])
  }

  test('sorts by columns, nulls last, ties in the old order', async () => {
    const by = async (...sort: [string, 'asc' | 'desc'][]) =>
      (await page(checkedFlow, 'check', { sort: sort.map(([column, direction]) => ({ column, direction })) })).rows.map(
        r => r[0],
      )
    expect(await by(['amount', 'desc'])).toEqual([1, 4, 2, 3])
    expect(await by(['name', 'asc'])).toEqual([1, 4, 2, 3])
  })

  test.each<[string, PageFilter, number[]]>([
    ['flagged rows', { flaggedOnly: true }, [1, 2, 3]],
    ['a severity', { severity: 'warning' }, [1, 3]],
    ['a rule', { rule: { node: 'check', rule: 'positive' } }, [2, 3]],
    ['flags of a column', { column: 'ID' }, [1, 3]],
    ['a flag that is all of it', { column: 'id', severity: 'error' }, []],
    ['a text in any column', { search: 'ZOË' }, [4]],
    ['a text of a number', { search: '-2' }, [3]],
    ['a comparison', { columns: [{ column: 'amount', operator: '>=', value: '0.25' }] }, [1, 4]],
    ['what differs, null too', { columns: [{ column: 'name', operator: '<>', value: 'bob' }] }, [1, 3, 4]],
    ['what is null', { columns: [{ column: 'name', operator: 'is_null' }] }, [3]],
    ['what contains', { columns: [{ column: 'name', operator: 'contains', value: 'O' }] }, [2, 4]],
    ['all of it', { flaggedOnly: true, search: 'b', columns: [{ column: 'id', operator: '<', value: '3' }] }, [2]],
    ['nothing asked', { search: '', flaggedOnly: false, columns: [] }, [1, 2, 3, 4]],
  ])('shows %s', async (_, filter, expected) => {
    expect(await ids(filter)).toEqual(expected)
  })

  test('keeps a sort under a filter, page by page, with flags in place', async () => {
    const sort = [{ column: 'amount', direction: 'asc' as const }]
    const found = await page(checkedFlow, 'check', { filter: { flaggedOnly: true }, sort, offset: 1, limit: 1 })
    expect(found.rows).toEqual([[2, 'bob', '-1.50']])
    expect(found.flags[0]!.map(f => f.rule)).toEqual(['positive'])
    expect(found.rowCount).toBe(3)
  })

  test('refuses a value that is none of the type, and a column that is not there', async () => {
    const refused = (filter: PageFilter) => page(checkedFlow, 'check', { filter }).catch(error => error.problem)
    expect(await refused({ columns: [{ column: 'id', operator: '=', value: 'x' }] })).toMatchObject({
      code: 'E-FILTER-VALUE',
    })
    expect(await refused({ columns: [{ column: 'amuont', operator: '=', value: '1' }] })).toMatchObject({
      code: 'E-COLUMN-UNKNOWN',
      hint: 'did you mean `amount`?',
    })
  })

  test('takes what is typed as a value, whatever it holds', async () => {
    expect(await ids({ search: "' OR 1=1 --" })).toEqual([])
    expect(await ids({ search: '%' })).toEqual([])
  })

  test('finds the next flagged row in what is shown', async () => {
    const next = (from: number, backwards = false, more = {}) =>
      engine().nextFlagged(request(checkedFlow), query('check', more), from, backwards)
    expect([await next(0), await next(1), await next(3), await next(3, true)]).toEqual([0, 1, null, 2])
    const sort = [{ column: 'id', direction: 'desc' as const }]
    expect([await next(0, false, { sort }), await next(0, true, { sort })]).toEqual([1, null])
  })
})

describe('what is looked at again', () => {
  test('is read anew when its file has changed', async () => {
    const path = join(folder(), 'grows.csv')
    const flow = flowOf({ grows: ['source.csv', { path: 'grows.csv' }] }, [])
    await writeFile(path, 'a\n1\n')
    expect((await page(flow, 'grows')).rows).toEqual([[1]])
    await writeFile(path, 'a\n1\n2\n')
    await utimes(path, new Date(), new Date(Date.now() + 5_000))
    expect((await page(flow, 'grows')).rows).toEqual([[1], [2]])
  })

  test('stays in its order page by page where the order is free', async () => {
    const many = Array.from({ length: 500 }, (_, i) => [String(i), `n${i % 250}`, '1'])
    const flow = flowOf(
      {
        orders: orders(many),
        groups: ['transform.aggregate', { keys: ['name'], measures: [{ name: 'n', function: 'count' }] }],
      },
      ['orders.out groups.in'],
    )
    const names: unknown[] = []
    for (let offset = 0; offset < 250; offset += 50) {
      const found = await page(flow, 'groups', { offset, limit: 50 })
      names.push(...found.rows.map(row => row[0]))
    }
    expect(names).toEqual([...new Set(many.map(row => row[1]))].sort())
  })
})

describe('what a source rejected', () => {
  test('is shown with flags of bad cells in out, and bad lines at reject', async () => {
    const text = 'id,day\n1,2024-01-01\n2,soon\n3\n4,2024-01-04,x\n5,2024-01-05\n'
    await writeFile(join(folder(), 'dirty.csv'), text)
    const flow = flowOf({ dirty: ['source.csv', { path: 'dirty.csv', types: { day: 'DATE' } }] }, [])
    const out = await page(flow, 'dirty')
    expect(out.rows).toEqual([
      [1, '2024-01-01'],
      [2, null],
      [5, '2024-01-05'],
    ])
    expect(out.flags[1]).toMatchObject([
      { rule: 'source', columns: ['day'], value: 'soon', message: 'day is not a DATE: soon' },
    ])
    const reject = await page(flow, 'dirty', { port: 'reject' })
    expect(reject.rows.map(row => [row[1], row[3]])).toEqual([
      [4, '3'],
      [5, '4,2024-01-04,x'],
    ])
    expect((await page(flow, 'dirty', { port: 'reject' })).rowCount).toBe(2)
  })

  test('is told once, however often the file was read before', async () => {
    const text = `id,day\n1\n${'2,2024-01-01\n'.repeat(300)}3,4,5\n`
    await writeFile(join(folder(), 'ragged.csv'), text)
    const flow = flowOf({ ragged: ['source.csv', { path: 'ragged.csv', types: { day: 'DATE' } }] }, [])
    for (let i = 0; i < 5; i += 1) await page(flow, 'ragged', { limit: 1 + i, quick: true })
    await page(flow, 'ragged')
    const reject = await page(flow, 'ragged', { port: 'reject' })
    expect(reject.rows.map(row => row[3])).toEqual(['1', '3,4,5'])
    expect(reject.rows.map(row => String(row[2]).split(';').length)).toEqual([1, 1])
  })
})

describe('what cannot be shown', () => {
  test('is the problem that keeps it from being shown', async () => {
    const flow = flowOf(
      {
        gone: ['source.csv', { path: 'nowhere.csv' }],
        after: ['transform.filter', { where: 'a > 0' }],
        off: ['source.inline', { columns, rows }],
      },
      ['gone.out after.in'],
    )
    const problem = (node: string, more = {}) => page(flow, node, more).catch(error => error.problem)
    expect(await problem('gone')).toMatchObject({ code: 'E-FILE-MISSING', node: 'gone' })
    expect(await problem('after')).toMatchObject({ code: 'E-FILE-MISSING', node: 'gone' })
    expect(await problem('orf')).toMatchObject({ code: 'E-NODE-UNKNOWN', hint: 'did you mean `off`?' })
    expect(await problem('off', { port: 'reject' })).toMatchObject({ code: 'E-PORT-UNKNOWN' })
  })

  test('is a problem of the rows where a value fails', async () => {
    const flow = flowOf(
      {
        orders: orders(),
        sum: ['transform.formula', { columns: [{ name: 'x', expression: 'CAST(name AS INTEGER)' }], onError: 'fail' }],
      },
      ['orders.out sum.in'],
    )
    const problem = await page(flow, 'sum').catch(error => error.problem)
    expect(problem).toMatchObject({ node: 'sum', severity: 'error' })
    expect(problem.message).not.toMatch(/\n|exception_type/)
  })
})
