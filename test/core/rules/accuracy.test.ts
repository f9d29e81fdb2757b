import { describe, expect, it } from 'vitest'
import { databaseOfTests } from '#test/engine/duckdb/session-of-tests.ts'
import { type Cell, judgements, outcomes, problemsOf } from './outcomes.ts'

const { session } = databaseOfTests()

const one = (values: readonly Cell[], type: string) => ({
  columns: [{ name: 'a', type }],
  rows: values.map(value => [value]),
})

const judged = (rules: readonly object[], values: readonly Cell[], type: string) =>
  judgements(session(), { rules: rules.map(rule => ({ columns: ['a'], ...rule })), table: one(values, type) })

const observed = (rules: readonly object[], values: readonly Cell[], type: string) =>
  outcomes(session(), { rules: rules.map(rule => ({ columns: ['a'], ...rule })), table: one(values, type) })

const problems = (rule: object, type = 'VARCHAR') =>
  problemsOf(session(), { rules: [{ columns: ['a'], ...rule }], table: one([], type) })

const tens = [10, 11, 9, 10, 10, 11, 9, 10]

describe('outliers', () => {
  it.each([
    ['z_score', { threshold: 2 }, [...tens, 90, null], 'INTEGER', '........X-'],
    ['z_score', { threshold: 2 }, [...tens, -90], 'BIGINT', '........X'],
    ['z_score', { threshold: 2, doubleSided: false }, [...tens, -90], 'DECIMAL(9,2)', '.........'],
    ['z_score', { threshold: 2 }, ['10', '11', 'ten', null, '9'], 'VARCHAR', '..!-.'],
    ['z_score', { threshold: 2 }, [1, 2, 'inf', 'nan', '-inf', 3], 'DOUBLE', '..XXX.'],
    ['z_score', { threshold: 0 }, [0.1, 0.1, 0.1], 'DOUBLE', '...'],
    ['z_score', { threshold: 0 }, [7], 'INTEGER', '.'],
    ['z_score', { threshold: 1 }, [-1, 0, 1, null], 'INTEGER', 'X.X-'],
    ['z_score', {}, [null, null], 'INTEGER', '--'],
    ['z_score', {}, [], 'INTEGER', ''],
    ['z_score', {}, ['1e300', '-1e300', '1e308', 1, 2], 'DOUBLE', 'XXX..'],
    ['iqr_outlier', {}, [10, 11, 12, 13, 40, null], 'INTEGER', '....X-'],
    ['iqr_outlier', {}, [10, 11, 12, 13, -40], 'INTEGER', '....X'],
    ['iqr_outlier', { factor: 100 }, [10, 11, 12, 13, 40], 'INTEGER', '.....'],
    ['iqr_outlier', {}, [5, 5, 5], 'INTEGER', '...'],
    ['iqr_outlier', {}, [5], 'DOUBLE', '.'],
    ['iqr_outlier', {}, ['1', '2', 'x', '3'], 'VARCHAR', '..!.'],
    ['mad_outlier', {}, [10, 11, 12, 13, 40, null], 'INTEGER', '....X-'],
    ['mad_outlier', { threshold: 1000 }, [10, 11, 12, 13, 40], 'INTEGER', '.....'],
    ['mad_outlier', {}, [5, 5, 5, 90], 'INTEGER', '....'],
    ['mad_outlier', {}, [1, 2, 3, 'inf'], 'DOUBLE', '...X'],
    ['percentile_outlier', { low: 0, high: 0.9 }, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, null], 'INTEGER', '.........X-'],
    ['percentile_outlier', { low: 0.1, high: 1 }, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 'INTEGER', 'X.........'],
    ['percentile_outlier', {}, [3, 3, 3], 'INTEGER', '...'],
    ['rare_value', { count: 2 }, ['open', 'open', 'opne', null], 'VARCHAR', '..X-'],
    ['rare_value', { count: 2 }, [1, 1, 2, 3], 'INTEGER', '..XX'],
    ['rare_value', { share: 0.4 }, ['a', 'a', 'a', 'b', 'b', null, null], 'VARCHAR', '.....--'],
    ['rare_value', { share: 0.5 }, ['a', 'a', 'a', 'b', 'b', null, null], 'VARCHAR', '...XX--'],
    ['rare_value', { count: 3, share: 0.01 }, ['a', 'b', 'b', 'b'], 'VARCHAR', 'X...'],
    ['rare_value', { count: 5 }, ['a', null], 'VARCHAR', 'X-'],
    ['rare_value', { count: 1 }, [], 'VARCHAR', ''],
    ['pattern_outlier', { share: 0.3 }, ['AB-123', 'xy-407', 'ÖR-118', '123-AB', null], 'VARCHAR', '...X-'],
    ['pattern_outlier', { share: 0.3 }, ['Ann', 'Bob', 'Alexander', 'Zoe'], 'VARCHAR', '..X.'],
    ['pattern_outlier', { share: 0.3, runs: true }, ['Ann', 'Bob', 'Alexander', 'Zoe'], 'VARCHAR', '....'],
    ['pattern_outlier', { share: 0.5 }, [12, 34, 567], 'INTEGER', '..X'],
  ] as const)('%s with %j of %j as %s', async (kind, settings, values, type, expected) => {
    expect(await judged([{ kind, ...settings }], values, type)).toEqual([expected])
  })

  it('are told by the rows that the rule speaks of alone', async () => {
    const table = {
      columns: [
        { name: 'a', type: 'INTEGER' },
        { name: 'b', type: 'VARCHAR' },
      ],
      rows: [...tens.map(value => [value, 'x']), [90, 'y'], [16, 'x']],
    }
    const rule = { columns: ['a'], when: "b = 'x'" }
    const rules = [
      { ...rule, kind: 'z_score', threshold: 2 },
      { ...rule, kind: 'iqr_outlier' },
      { ...rule, kind: 'rare_value', count: 2 },
      { kind: 'z_score', threshold: 2, columns: ['a'] },
    ]
    expect(await judgements(session(), { rules, table })).toEqual([
      '........-X',
      '........-X',
      '........-X',
      '........X.',
    ])
  })

  it('are told within groups, of which null is one', async () => {
    const groups = ['x', 'y', null]
    const rows = groups.flatMap((group, i) => [1, 2, 1, 2, 1, 2, 50].map(value => [value * 10 ** i, group]))
    const table = {
      columns: [
        { name: 'a', type: 'INTEGER' },
        { name: 'g', type: 'VARCHAR' },
      ],
      rows,
    }
    const kinds = [{ kind: 'z_score', threshold: 2 }, { kind: 'iqr_outlier' }, { kind: 'mad_outlier' }]
    const more = { kind: 'percentile_outlier', low: 0, high: 0.95 }
    const rules = [...kinds, more].map(rule => ({ ...rule, columns: ['a'], group: ['G'] }))
    expect(await judgements(session(), { rules, table })).toEqual(rules.map(() => '......X'.repeat(3)))
  })

  it('are judged by column, each by itself', async () => {
    const table = {
      columns: [
        { name: 'a', type: 'INTEGER' },
        { name: 'b', type: 'INTEGER' },
      ],
      rows: [...tens.map(value => [value, value]), [90, 10]],
    }
    const rules = [{ kind: 'z_score', columns: ['a', 'b'], threshold: 2 }]
    expect(await judgements(session(), { rules, table })).toEqual(['........X', '.........'])
  })

  it('are not looked for where there is no number or no limit', async () => {
    expect(await problems({ kind: 'z_score' }, 'DATE')).toEqual(['E-SETTING rules.0.columns.0'])
    expect(await problems({ kind: 'rare_value' })).toEqual(['E-SETTING rules.0.share'])
    expect(await problems({ kind: 'iqr_outlier', group: ['b'] })).toEqual(['E-COLUMN-UNKNOWN rules.0.group.0'])
  })
})

describe('a statistic', () => {
  it.each([
    [{ kind: 'mean', min: 2, max: 5 }, [2, 5, null], 'DOUBLE', 3.5, true],
    [{ kind: 'mean', max: 3 }, [2, 5, null], 'DOUBLE', 3.5, false],
    [{ kind: 'mean', min: 0.3, max: 0.3 }, [0.1, 0.2, 0.6], 'DOUBLE', 0.3, true],
    [{ kind: 'mean', min: 3.5, minStrict: true }, [2, 5], 'INTEGER', 3.5, false],
    [{ kind: 'mean', max: 3.5, maxStrict: true }, [2, 5], 'INTEGER', 3.5, false],
    [{ kind: 'mean', min: 0.5, max: 0.5 }, [true, false, null], 'BOOLEAN', 0.5, true],
    [{ kind: 'mean', min: 2 }, ['1', '3', 'x'], 'VARCHAR', 2, true],
    [{ kind: 'mean', min: 2 }, [1, 3, 'nan', 'inf', '-inf', '1e308', '1e308'], 'DOUBLE', 2, true],
    [{ kind: 'mean', min: 2 }, [], 'DOUBLE', null, null],
    [{ kind: 'mean', min: 2 }, [null], 'INTEGER', null, null],
    [{ kind: 'mean' }, [4], 'INTEGER', 4, true],
    [{ kind: 'median', min: 2.5, max: 2.5 }, [1, 2, 3, 4, null], 'INTEGER', 2.5, true],
    [{ kind: 'median', max: 1 }, [1, 2, 2, 3], 'INTEGER', 2, false],
    [{ kind: 'median', max: 1 }, [], 'INTEGER', null, null],
    [{ kind: 'stdev', min: 1.1547, max: 1.1548 }, [1, 1, 3], 'INTEGER', 1.15470053838, true],
    [{ kind: 'stdev', max: 0 }, [0.1, 0.1, 0.1], 'DOUBLE', 0, true],
    [{ kind: 'stdev', max: 0 }, [7], 'INTEGER', null, null],
    [{ kind: 'stdev', max: 0 }, ['1e200', '-1e200', 'inf', 1, 1], 'DOUBLE', 0, true],
    [{ kind: 'sum', min: 30, max: 30 }, [10, 20, null], 'INTEGER', 30, true],
    [{ kind: 'sum', min: 31 }, [10, 20], 'INTEGER', 30, false],
    [{ kind: 'sum', min: 0.6, max: 0.6 }, [0.1, 0.2, 0.3], 'DOUBLE', 0.6, true],
    [{ kind: 'sum', max: 0.6, maxStrict: true }, ['0.10', '0.20', '0.30'], 'DECIMAL(9,2)', '0.60', false],
    [{ kind: 'sum', min: 1 }, ['9223372036854775807', '9223372036854775807'], 'BIGINT', '18446744073709551614', true],
    [{ kind: 'sum', max: 1 }, ['170141183460469231731687303715884105727', 1, 1], 'HUGEINT', 1.7014118346e38, false],
    [{ kind: 'sum', max: 1e37 }, ['0.50', '0.50'], 'DECIMAL(9,2)', '1.00', true],
    [{ kind: 'sum', max: 1 }, [], 'INTEGER', null, null],
    [{ kind: 'min', min: 1 }, [1, 2, null], 'INTEGER', 1, true],
    [{ kind: 'min', min: '1', minStrict: true }, [1, 2, null], 'INTEGER', 1, false],
    [{ kind: 'min', min: '2024-01-01' }, ['2023-12-31', '2024-05-05'], 'DATE', '2023-12-31', false],
    [{ kind: 'max', max: '2024-01-01T00:00:00' }, ['2023-12-31', null], 'TIMESTAMP', '2023-12-31T00:00:00', true],
    [{ kind: 'max', max: 'm' }, ['a', 'z'], 'VARCHAR', 'z', false],
    [{ kind: 'max', max: 9 }, ['1', '9'], 'VARCHAR', '9', true],
    [{ kind: 'max', max: 3 }, [1, 3, 'nan'], 'DOUBLE', 3, true],
    [{ kind: 'max', max: 3 }, [1, 3, 'inf'], 'DOUBLE', 'Infinity', false],
    [{ kind: 'max', max: 0 }, [], 'INTEGER', null, null],
    [{ kind: 'quantile', quantile: 0.75, max: 4 }, [1, 2, 3, 4, 5], 'INTEGER', 4, true],
    [{ kind: 'quantile', quantile: 0.1, min: 1.5 }, [1, 2, 3, 4, 5], 'INTEGER', 1.4, false],
    [
      { kind: 'most_common_in_set', values: ['paid'] },
      ['paid', 'paid', 'void', null, null, null],
      'VARCHAR',
      ['paid'],
      true,
    ],
    [{ kind: 'most_common_in_set', values: ['paid'] }, ['void', 'paid', 'void'], 'VARCHAR', ['void'], false],
    [{ kind: 'most_common_in_set', values: [1, 2] }, [1, 2, 1, 2], 'INTEGER', [1, 2], false],
    [{ kind: 'most_common_in_set', values: [2], ties: 'any' }, [1, 2, 1, 2], 'INTEGER', [1, 2], true],
    [{ kind: 'most_common_in_set', values: [3], ties: 'any' }, [1, 2, 1, 2], 'INTEGER', [1, 2], false],
    [{ kind: 'most_common_in_set', values: [] }, [1], 'INTEGER', [1], false],
    [{ kind: 'most_common_in_set', values: [1] }, [null], 'INTEGER', null, true],
  ] as const)('%j of %j as %s is %j', async (rule, values, type, value, holds) => {
    expect(await observed([rule], values, type)).toEqual([[value, holds]])
  })

  it('is of the rows that the rule speaks of', async () => {
    const rule = { kind: 'sum', when: 'a > 1' }
    expect(await observed([rule, { ...rule, kind: 'min' }, { ...rule, kind: 'mean' }], [1, 2, 3], 'INTEGER')).toEqual([
      [5, true],
      [2, true],
      [2.5, true],
    ])
    const common = { kind: 'most_common_in_set', values: [2], when: 'a > 1' }
    expect(await observed([common], [1, 1, 2], 'INTEGER')).toEqual([[[2], true]])
  })

  it('is told by column where there are several, and holds if each does', async () => {
    const table = {
      columns: [
        { name: 'a', type: 'INTEGER' },
        { name: 'b', type: 'DOUBLE' },
        { name: 'c', type: 'DATE' },
      ],
      rows: [
        [1, 5, '2024-01-01'],
        [3, 9, '2024-01-02'],
      ],
    }
    const rules = [
      { kind: 'mean', columns: ['a', 'B'], max: 5 },
      { kind: 'mean', columns: ['a', 'b'], max: 7 },
      { kind: 'max', columns: ['a', 'c'] },
    ]
    expect(await outcomes(session(), { rules, table })).toEqual([
      [{ a: 2, b: 7 }, false],
      [{ a: 2, b: 7 }, true],
      [{ a: '3', c: '2024-01-02' }, true],
    ])
  })

  it.each([
    [
      [
        [1, 2],
        [2, 4],
        [3, 6],
      ],
      1,
      true,
    ],
    [
      [
        [1, 6],
        [2, 1],
        [3, 5],
      ],
      -0.188982236505,
      false,
    ],
    [
      [
        [1, 2],
        [1, 4],
        [1, 6],
      ],
      null,
      null,
    ],
    [
      [
        [1, 2],
        [2, 4],
        [null, 9],
        [9, null],
      ],
      1,
      true,
    ],
    [[[1, 2]], null, null],
    [[], null, null],
  ] as const)('correlation of %j is %j', async (rows, observed, holds) => {
    const table = {
      columns: [
        { name: 'a', type: 'INTEGER' },
        { name: 'b', type: 'DOUBLE' },
      ],
      rows,
    }
    const rules = [{ kind: 'correlation', columns: ['a', 'b'], min: 0.9 }]
    expect(await outcomes(session(), { rules, table })).toEqual([[observed, holds]])
  })

  it('of a column that holds no numbers is a problem of the flow', async () => {
    expect(await problems({ kind: 'correlation', columns: ['a'] })).toEqual(['E-SETTING rules.0.columns'])
    expect(await problems({ kind: 'mean', columns: ['b'] })).toEqual(['E-COLUMN-UNKNOWN rules.0.columns.0'])
    expect(await problems({ kind: 'mean' }, 'TIME')).toEqual(['E-SETTING rules.0.columns.0'])
  })
})

const types: Readonly<Record<string, readonly Cell[]>> = {
  TINYINT: [1, 2, null],
  UBIGINT: ['18446744073709551615', 0],
  HUGEINT: ['170141183460469231731687303715884105727', '-170141183460469231731687303715884105727'],
  UHUGEINT: ['340282366920938463463374607431768211455', 1],
  BIGNUM: ['1'.repeat(60), 1],
  FLOAT: ['3e38', '-3e38', 'nan', 'inf'],
  DOUBLE: ['1.7e308', '-1.7e308', 'nan', '-inf'],
  'DECIMAL(38,0)': ['9'.repeat(38), '9'.repeat(38)],
  'DECIMAL(38,10)': [`${'9'.repeat(28)}.5`, 1],
  'DECIMAL(4,2)': ['99.99', '-99.99'],
  BOOLEAN: [true, false],
  VARCHAR: ['1e999', 'x', '', '-5', 'nan'],
}

const others: Readonly<Record<string, readonly Cell[]>> = {
  DATE: ['2024-01-01', 'infinity', null],
  TIMESTAMP_NS: ['2024-01-01 10:00:00', null],
  'TIMESTAMP WITH TIME ZONE': ['2024-01-01 10:00:00+02', '-infinity'],
  TIME: ['10:00:00', '23:59:59'],
  INTERVAL: ['1 day', '24 hours'],
  UUID: ['00000000-0000-0000-0000-000000000001', null],
  BLOB: ['abc', ''],
  'INTEGER[]': ['[1, 2]', '[]', null],
  'STRUCT(a INTEGER)': ["{'a': 1}", "{'a': null}"],
  'MAP(VARCHAR, INTEGER)': ['{x=1}', null],
  JSON: ['{"a": 1}', '[]'],
}

describe('a column of any type', () => {
  const numbers = ['z_score', 'iqr_outlier', 'mad_outlier', 'percentile_outlier']
  const statistics = ['mean', 'median', 'stdev', 'sum', 'quantile'].map(kind => ({
    kind,
    quantile: 0.5,
    min: 0.5,
    max: 9,
  }))
  const own = ({ quantile, ...rule }: (typeof statistics)[number]) =>
    rule.kind === 'quantile' ? { ...rule, quantile } : rule
  const values = [
    { kind: 'min', min: 0.5, max: 'x' },
    { kind: 'max', min: '2024-01-01', maxStrict: true, max: 7 },
    { kind: 'most_common_in_set', values: [1, 'x', true, 0.5] },
  ]
  const rare = [
    { kind: 'rare_value', count: 2 },
    { kind: 'pattern_outlier', share: 0.5 },
  ]

  it.each(Object.entries(types))('%s fails no rule on numbers', async (type, cells) => {
    for (const group of [[], ['a']]) {
      const letters = await judged(
        numbers.map(kind => ({ kind, group })),
        cells,
        type,
      )
      expect(letters.every(each => each.length === cells.length)).toBe(true)
    }
    expect(await observed(statistics.map(own), cells, type)).toHaveLength(statistics.length)
    expect(await observed([{ kind: 'correlation', columns: ['a', 'a'] }], cells, type)).toHaveLength(1)
  })

  it.each(Object.entries({ ...types, ...others }))('%s fails no rule on values', async (type, cells) => {
    expect(await judged(rare, cells, type)).toHaveLength(rare.length)
    for (const rule of values) expect(await observed([rule], cells, type), rule.kind).toHaveLength(1)
  })
})
