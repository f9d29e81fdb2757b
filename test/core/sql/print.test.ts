import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  aggregate,
  aggregateCall,
  all,
  call,
  cast,
  column,
  explode,
  flag,
  inRelation,
  join,
  keep,
  lambda,
  limit,
  literal,
  op,
  orderBy,
  over,
  project,
  series,
  sort,
  sql,
  union,
  values,
  where,
} from '#core/relation/build.ts'
import type { WindowFrame } from '#core/relation/expression.ts'
import type { Relation, Values } from '#core/relation/relation.ts'
import { slotsOf } from '#core/relation/slots.ts'
import { printRelation, quoteIdentifier, quoteLiteral } from '#core/sql/print.ts'
import { isTypeName } from '#core/sql/type-name.ts'
import { rowsOf } from './duckdb.ts'

const people: Values = values(
  [
    { name: 'id', type: 'INTEGER' },
    { name: 'name', type: 'VARCHAR' },
  ],
  [
    ['1', 'Ann'],
    ['2', null],
    ['3', 'Cy'],
    ['3', 'Cy'],
  ],
)

const noName = (input: Relation, validator = 'check') =>
  flag({
    input,
    validator,
    bits: [{ violation: op('is_null', column('name')), skip: null, failure: null }],
    detail: null,
    extras: false,
    columns: null,
  })

const flagsOf = async (relation: Relation, index = 0) =>
  (await rowsOf(relation)).map(row => row[`__weir_flags_${index}`])

describe('a printed relation', () => {
  test('names every column and never a star', () => {
    const text = printRelation(sort(where(noName(people), op('>', column('id'), literal(1))), []))
    expect(text).not.toContain('*')
    expect(text).toContain('"name"')
  })

  test('prints a subtree that is shared once', () => {
    let tree: Relation = people
    for (let i = 0; i < 18; i++) tree = union([tree, tree])
    expect(printRelation(tree).length).toBeLessThan(10_000)
  })

  test('leaves hidden columns out of the outermost SELECT on request', async () => {
    const rows = await rowsOf(noName(people), { visibleOnly: true })
    expect(rows[0]).toEqual({ id: '1', name: 'Ann' })
  })

  test('refuses an input that was not put in', () => {
    const leaf = { kind: 'input', node: 'a', port: 'out', columns: [], slots: [], ordered: true } as const
    expect(() => printRelation(leaf)).toThrow('a.out')
  })

  test('keeps names and texts with quotes as they are', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ minLength: 1, unit: 'grapheme' }).filter(s => !s.includes('\0') && s.trim() !== ''),
        fc.string({ unit: 'grapheme' }).filter(s => !s.includes('\0')),
        async (name, text) => {
          const rows = await rowsOf(values([{ name, type: 'VARCHAR' }], [[text]]))
          expect(rows).toEqual([{ [name]: text }])
        },
      ),
      { numRuns: 25 },
    )
  })

  test('quotes identifiers and literals by doubling', () => {
    expect(quoteIdentifier('a"b')).toBe('"a""b"')
    expect(quoteLiteral("a'; DROP TABLE x; --")).toBe("'a''; DROP TABLE x; --'")
    expect(() => quoteLiteral('a\0b')).toThrow('NUL')
  })

  test('refuses what is not the name of a type', () => {
    for (const type of ['INTEGER', 'DECIMAL(12,2)', 'VARCHAR[]', 'STRUCT("a b" INTEGER, c DATE)', "ENUM('x', 'it''s')"])
      expect(isTypeName(type), type).toBe(true)
    for (const type of ['INTEGER) FROM x', '', '1', 'INTEGER; DROP', 'a -- b', 'a /* b', 'VARCHAR, x', "'x'"])
      expect(isTypeName(type), type).toBe(false)
  })

  test('ends a typed text on a line of its own, so that its comment swallows nothing', async () => {
    const text = { kind: 'text', text: 'id + 1 -- one', references: [], parameters: [], volatile: false } as const
    expect(await rowsOf(project(people, [{ name: 'x', expression: text }]))).toHaveLength(4)
  })

  test('puts typed parameters and sides into a typed text', async () => {
    const text = {
      kind: 'text',
      text: 'left.id > $least',
      references: [{ name: 'id', side: 'left', start: 0, end: 7 }],
      parameters: [{ name: 'least', start: 10, end: 16, value: literal('2', 'BIGINT') }],
      volatile: false,
    } as const
    const joined = join({
      type: 'inner',
      left: people,
      right: limit(people, 1),
      condition: text,
      columns: [{ name: 'id', expression: column('id', 'left') }],
      via: { left: null, right: null },
    })
    expect(await rowsOf(joined)).toEqual([{ id: '3' }, { id: '3' }])
  })

  test('runs functions over lists, which name their entries and columns of the row', async () => {
    const list = op('list', column('id'), literal(9))
    const sums = call(
      'list_transform',
      list,
      lambda('id', each => op('+', each, column('id'))),
    )
    const nested = call(
      'list_transform',
      list,
      lambda('a', a =>
        call(
          'list_sum',
          call(
            'list_transform',
            list,
            lambda('b "', b => op('*', a, b)),
          ),
        ),
      ),
    )
    const found = project(people, [
      { name: 'sums', expression: cast(sums, 'VARCHAR') },
      { name: 'nested', expression: cast(nested, 'VARCHAR') },
    ])
    expect(await rowsOf(limit(sort(found, [orderBy(column('sums'))]), 1))).toEqual([
      { sums: '[2, 10]', nested: '[10, 90]' },
    ])
  })

  test('repeats rows for the elements of a list, in its order and with their places', async () => {
    const lists = values(
      [
        { name: 'id', type: 'INTEGER' },
        { name: 'l', type: 'VARCHAR[]' },
      ],
      [
        ['1', '[b, a]'],
        ['2', '[]'],
        ['3', null],
        ['4', '[NULL]'],
      ],
    )
    const names = { element: 'e"x', position: 'p' }
    const told = async (relation: Relation) => (await rowsOf(relation)).map(row => [row.id, row['e"x'], row.p])
    expect(await told(explode(lists, column('l'), names))).toEqual([
      ['1', 'b', '1'],
      ['1', 'a', '2'],
      ['4', null, '1'],
    ])
    expect(await told(explode(lists, column('l'), { ...names, outer: true }))).toEqual([
      ['1', 'b', '1'],
      ['1', 'a', '2'],
      ['2', null, null],
      ['3', null, null],
      ['4', null, '1'],
    ])
  })

  test('runs windows, lists, casts and a typed SELECT', async () => {
    const ranked = project(people, [
      ...keep(['id']),
      {
        name: 'n',
        expression: over(call('row_number'), { partition: [column('id')], order: [orderBy(column('name'))] }),
      },
      { name: 'l', expression: op('element', op('list', column('id'), literal(9)), literal(2)) },
      { name: 'd', expression: cast(literal('x'), 'DATE', { safe: true }) },
    ])
    const typed = sql({
      inputs: [{ name: 'people', relation: ranked }],
      text: 'SELECT id, max(n) AS n, min(l) AS l FROM people GROUP BY id ORDER BY id',
      parameters: [],
      columns: [
        { name: 'id', type: 'INTEGER' },
        { name: 'n', type: 'BIGINT' },
        { name: 'l', type: 'INTEGER' },
      ],
      ordered: true,
    })
    expect(await rowsOf(typed)).toEqual([
      { id: '1', n: '1', l: '9' },
      { id: '2', n: '1', l: '9' },
      { id: '3', n: '2', l: '9' },
    ])
  })

  test('runs windows over so many rows, and over those within a distance', async () => {
    const days = values(
      [{ name: 'd', type: 'DATE' }],
      ['01', '02', '05', '09'].map(day => [`2024-01-${day}`]),
    )
    const counted = (name: string, frame: WindowFrame) => ({
      name,
      expression: over(call('count'), { order: [orderBy(column('d'))], frame }),
    })
    const windows = project(days, [
      counted('before', { unit: 'rows', preceding: 2, following: -1 }),
      counted('behind', { unit: 'rows', preceding: -1, following: null }),
      counted('around', { unit: 'rows', preceding: 1, following: 1 }),
      counted('week', { unit: 'range', preceding: literal('6 days', 'INTERVAL'), following: 0 }),
    ])
    expect((await rowsOf(windows)).map(row => Object.values(row).join(' '))).toEqual([
      '0 3 2 1',
      '1 2 3 2',
      '2 1 3 3',
      '2 0 2 2',
    ])
  })

  test('looks past nulls in a window, and takes a window’s values in an order of their own', async () => {
    const days = values(
      [
        { name: 'd', type: 'INTEGER' },
        { name: 'x', type: 'VARCHAR' },
      ],
      [
        ['1', null],
        ['2', 'b'],
        ['3', null],
        ['4', 'a'],
      ],
    )
    const windows = project(days, [
      {
        name: 'last',
        expression: over(aggregateCall('last_value', [column('x')], { ignoreNulls: true }), {
          order: [orderBy(column('d'))],
          frame: 'rows_unbounded_preceding',
        }),
      },
      { name: 'mode', expression: over(aggregateCall('mode', [column('x')], { order: [orderBy(column('x'))] })) },
    ])
    expect((await rowsOf(windows)).map(row => Object.values(row).join(' '))).toEqual([' a', 'b a', 'b a', 'a a'])
  })

  test('numbers the rows of a series, of which a stub has none', async () => {
    const odd = where(series('ü 1', 5), op('=', op('%', column('ü 1'), literal(2)), literal(1)))
    expect(await rowsOf(odd)).toEqual([{ 'ü 1': '1' }, { 'ü 1': '3' }])
    expect(await rowsOf(odd, { stubs: true })).toEqual([])
  })

  test('joins with the nearest row alone, and with its flags', async () => {
    const nearest = join({
      type: 'left',
      left: people,
      right: noName(where(people, op('<>', column('id'), literal(1)))),
      condition: op('>', column('id', 'left'), column('id', 'right')),
      asof: true,
      columns: [
        { name: 'id', expression: column('id', 'left') },
        { name: 'before', expression: column('id', 'right') },
      ],
      via: { left: null, right: 'right' },
    })
    const rows = await rowsOf(sort(nearest, []))
    expect(rows.map(row => [row.id, row.before, row.__weir_flags_0])).toEqual([
      ['1', null, '0'],
      ['2', null, '0'],
      ['3', '2', '1'],
      ['3', '2', '1'],
    ])
  })
})

describe('flags', () => {
  test('stay with their rows through where, project, sort and limit', async () => {
    const kept = where(noName(people), op('>', column('id'), literal(1)))
    expect(await flagsOf(kept)).toEqual(['1', '0', '0'])
    const sorted = sort(project(noName(people), keep(['id'])), [orderBy(column('id'), 'desc')])
    expect(await flagsOf(limit(sorted, 3))).toEqual(['0', '0', '1'])
  })

  test('are on every row that one becomes by its list', async () => {
    const exploded = explode(noName(people), op('list', column('id'), column('id')), { element: 'e' })
    expect(await flagsOf(exploded)).toEqual(['0', '0', '1', '1', '0', '0', '0', '0'])
  })

  test('take one more slot at a second validator', async () => {
    const twice = noName(noName(people, 'a'), 'b')
    expect(slotsOf(twice).map(s => s.validator)).toEqual(['a', 'b'])
    expect(await flagsOf(twice, 1)).toEqual(['0', '1', '0', '0'])
  })

  test('use one word for each 64 bits', async () => {
    const bits = Array.from({ length: 70 }, (_, i) => ({
      violation: i === 0 || i === 63 || i === 69 ? literal(true) : literal(false),
      skip: null,
      failure: null,
    }))
    const wide = flag({ input: limit(people, 1), validator: 'v', bits, detail: null, extras: true, columns: null })
    const [row] = await rowsOf(wide)
    expect(row).toMatchObject({
      __weir_flags_0: String(2n ** 63n + 1n),
      __weir_flags_1: '32',
      __weir_skip_1: '0',
      __weir_error_0: '0',
    })
  })

  test('gain the side at a join and are 0 on the outer side', async () => {
    const joined = join({
      type: 'left',
      left: noName(people),
      right: noName(where(people, op('=', column('id'), literal(2)))),
      condition: op('=', column('id', 'left'), column('id', 'right')),
      columns: [{ name: 'id', expression: column('id', 'left') }],
      via: { left: 'left', right: 'right' },
    })
    expect(slotsOf(joined).map(s => s.via)).toEqual([['left'], ['right']])
    const rows = await rowsOf(sort(joined, []))
    expect(rows.map(r => [r.id, r.__weir_flags_0, r.__weir_flags_1])).toEqual([
      ['1', '0', '0'],
      ['2', '1', '1'],
      ['3', '0', '0'],
      ['3', '0', '0'],
    ])
  })

  test('come from the left alone at a semi-join, as they were', () => {
    const semi = join({
      type: 'semi',
      left: noName(people, 'l'),
      right: noName(people, 'r'),
      condition: op('=', column('id', 'left'), column('id', 'right')),
      columns: [{ name: 'id', expression: column('id', 'left') }],
      via: { left: 'left', right: 'right' },
    })
    expect(slotsOf(semi)).toMatchObject([{ validator: 'l', via: [] }])
  })

  test('are matched by validator at a union, else 0', async () => {
    const both = union([noName(people), people, noName(people, 'other')])
    expect(slotsOf(both).map(s => s.validator)).toEqual(['check', 'other'])
    expect(await flagsOf(both, 0)).toEqual(['0', '1', ...Array(10).fill('0')])
    expect((await flagsOf(both, 1)).indexOf('1')).toBe(9)
  })

  test('are merged and counted by an aggregate, and summed by the next', async () => {
    const once = aggregate(
      noName(people),
      [{ name: 'id', expression: column('id') }],
      [{ name: 'n', expression: aggregateCall('count', []) }],
    )
    const again = aggregate(once, [], [{ name: 'n', expression: aggregateCall('sum', [column('n')]) }])
    expect(await rowsOf(sort(once, []))).toMatchObject([
      { id: '1', __weir_flags_0: '0', __weir_flagged_0: '0' },
      { id: '2', __weir_flags_0: '1', __weir_flagged_0: '1' },
      { id: '3', n: '2', __weir_flagged_0: '0' },
    ])
    expect(await rowsOf(again)).toEqual([{ n: '4', __weir_flags_0: '1', __weir_flagged_0: '1' }])
    expect(await rowsOf(aggregate(where(once, literal(false)), [], []))).toEqual([
      { __weir_flags_0: '0', __weir_flagged_0: '0' },
    ])
  })

  test('find the members of a duplicate group by a semi-join', async () => {
    const repeated = project(
      where(
        aggregate(people, [{ name: 'id', expression: column('id') }], [{ name: 'n', expression: call('count') }]),
        op('>', column('n'), literal(1)),
      ),
      keep(['id']),
    )
    const unique = flag({
      input: people,
      validator: 'u',
      bits: [{ violation: inRelation([column('id')], repeated), skip: op('is_null', column('id')), failure: null }],
      detail: null,
      extras: true,
      columns: null,
    })
    expect(await flagsOf(unique)).toEqual(['0', '0', '1', '1'])
  })

  test('carry the raw texts of a source beside them', async () => {
    const source = flag({
      input: people,
      validator: 'source',
      bits: [{ violation: op('is_null', column('name')), skip: null, failure: null }],
      detail: call('json_object', literal('name'), literal('?')),
      extras: false,
      columns: keep(['id']),
    })
    const later = sort(where(union([source, project(people, keep(['id']))]), all([])), [])
    const rows = await rowsOf(later)
    expect(rows).toHaveLength(8)
    expect(rows.filter(r => r.__weir_detail_0 !== null)).toHaveLength(4)
  })
})
