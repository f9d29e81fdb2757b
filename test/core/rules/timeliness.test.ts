import { describe, expect, it } from 'vitest'
import { anyRule } from '#core/rules/index.ts'
import { databaseOfTests } from '#test/engine/duckdb/session-of-tests.ts'
import { type Cell, judgements, outcomes, problemsOf } from './outcomes.ts'

const { session } = databaseOfTests()

const one = (values: readonly Cell[], type: string) => ({
  columns: [{ name: 'a', type }],
  rows: values.map(value => [value]),
})

// the cases run as of 2024-06-30T12:00:00Z
describe('days and times', () => {
  it.each([
    ['not_in_future', {}, ['2024-06-30 12:00:00', '2024-06-30 12:00:01', null], 'TIMESTAMP', '.X-'],
    ['not_in_future', {}, ['2024-06-30', '2024-07-01', null, 'infinity', '-infinity'], 'DATE', '.X-X.'],
    ['not_in_future', { tolerance: '1 day' }, ['2024-07-01', '2024-07-02'], 'DATE', '.X'],
    ['not_in_future', { tolerance: '5 minutes' }, ['2024-06-30 12:04', '2024-06-30 12:06'], 'TIMESTAMP', '.X'],
    ['not_in_future', {}, ['2024-06-30 13:00:00+02', '2024-06-30 13:00:00+00'], 'TIMESTAMP WITH TIME ZONE', '.X'],
    ['not_in_future', {}, ['2024-06-30T14:00:00+02:00', '2024-07-01', 'soon', null], 'VARCHAR', '.X!-'],
    ['not_in_future', { nulls: 'fail' }, [null], 'DATE', 'X'],
    ['not_in_future', {}, [], 'DATE', ''],
    ['not_older_than', { age: '2 days' }, ['2024-06-28', '2024-06-27', null, '2025-01-01'], 'DATE', '.X-.'],
    ['not_older_than', { age: '2 days' }, ['2024-06-28 12:00', '2024-06-28 11:59'], 'TIMESTAMP', '.X'],
    ['not_older_than', { age: '36 hours' }, ['2024-06-29', '2024-06-28'], 'DATE', '.X'],
    ['not_older_than', { age: '1 month' }, ['2024-05-30 12:00', '2024-05-30 11:59'], 'TIMESTAMP_NS', '.X'],
    ['not_older_than', { age: '1.5 hours' }, ['2024-06-30 10:30', '2024-06-30 10:29'], 'TIMESTAMP', '.X'],
    ['not_older_than', { age: '100000 years' }, ['0001-01-01'], 'DATE', '.'],
    ['not_in_future', { tolerance: '999999999999 seconds' }, ['2024-07-01'], 'TIMESTAMP', '.'],
    ['not_older_than', { age: '1 year' }, ['x', '2023-07-01', '2023-06-29'], 'VARCHAR', '!.X'],
  ] as const)('%s with %j of %j as %s are %s', async (kind, settings, values, type, expected) => {
    const rules = [{ kind, columns: ['a'], ...settings }]
    expect(await judgements(session(), { rules, table: one(values, type) })).toEqual([expected])
  })

  it.each([
    [{ maxAge: '1 day' }, ['2024-06-01', '2024-06-29', null], 'DATE', '2024-06-29', true],
    [{ maxAge: '1 day' }, ['2024-06-28'], 'DATE', '2024-06-28', false],
    [{ maxAge: '1 day' }, ['2024-06-29 11:59'], 'TIMESTAMP', '2024-06-29T11:59:00', false],
    [{ maxAge: '1 day' }, ['2024-06-29 12:00'], 'TIMESTAMP', '2024-06-29T12:00:00', true],
    [{ maxAge: '1 day' }, ['2025-01-01'], 'DATE', '2025-01-01', true],
    [{ maxAge: '1 day' }, ['infinity', '2024-01-01'], 'DATE', '2024-01-01', false],
    [{ maxAge: '1 day' }, ['2024-06-30T14:00:00+02:00', 'never'], 'VARCHAR', '2024-06-30T12:00:00Z', true],
    [{ maxAge: '1 day', asOf: '2024-01-02T00:00:00Z' }, ['2024-01-01'], 'TIMESTAMP', '2024-01-01T00:00:00', true],
    [{ maxAge: '1 day', asOf: '2024-01-02T00:00:00-01:00' }, ['2024-01-01'], 'TIMESTAMP', '2024-01-01T00:00:00', false],
    [{ maxAge: '1 day' }, [], 'DATE', null, null],
    [{ maxAge: '1 day' }, [null], 'DATE', null, null],
    [{ maxAge: '1 day', when: "a < DATE '2024-06-01'" }, ['2024-05-01', '2024-06-30'], 'DATE', '2024-05-01', false],
  ] as const)('%j of %j as %s is %j', async (settings, values, type, newest, holds) => {
    const rules = [{ kind: 'freshness', columns: ['a'], ...settings }]
    expect(await outcomes(session(), { rules, table: one(values, type) })).toEqual([[newest, holds]])
  })

  it('are told by column where there are several', async () => {
    const columns = [
      { name: 'a', type: 'DATE' },
      { name: 'b', type: 'DATE' },
    ]
    const rules = [{ kind: 'freshness', columns: ['a', 'b'], maxAge: '1 day' }]
    expect(await outcomes(session(), { rules, table: { columns, rows: [['2024-06-30', '2024-06-01']] } })).toEqual([
      [{ a: '2024-06-30', b: '2024-06-01' }, false],
    ])
  })

  it('are needed, and so is a span of time that can be read', async () => {
    for (const rule of [
      { kind: 'freshness', maxAge: '1 day' },
      { kind: 'not_in_future' },
      { kind: 'not_older_than', age: '2 weeks' },
      { kind: 'every_period' },
    ]) {
      const rules = [{ columns: ['a'], ...rule }]
      expect(await problemsOf(session(), { rules, table: one([], 'INTEGER') })).toEqual(['E-SETTING rules.0.columns.0'])
    }
    for (const age of ['200000 years', '99999999999 hours', '2', 'days', '-1 day', '2 dayz', "1 day' OR '1", ''])
      expect(anyRule.safeParse({ id: 'r', kind: 'not_older_than', columns: ['a'], age }).success).toBe(false)
    for (const from of ['2024-02-30', '2024-13-01', '2024-1-1', 'soon', '2024-01-01T25:00', "2024-01-01'"])
      expect(anyRule.safeParse({ id: 'r', kind: 'every_period', columns: ['a'], from }).success).toBe(false)
  })
})

describe('a column of any type of time', () => {
  const cells = ['2024-01-01', null, '9999-12-31', '0001-01-01']
  const types = ['DATE', 'TIMESTAMP', 'TIMESTAMP_S', 'TIMESTAMP_MS', 'TIMESTAMP WITH TIME ZONE', 'VARCHAR']

  it.each([...types, 'TIMESTAMP_NS'])('%s fails no rule', async type => {
    const values = type === 'TIMESTAMP_NS' ? cells.slice(0, 2) : [...cells, 'infinity', '-infinity']
    const rules = [
      { kind: 'not_in_future', columns: ['a'], tolerance: '2 years' },
      { kind: 'not_older_than', columns: ['a'], age: '2000 years' },
    ]
    expect(await judgements(session(), { rules, table: one(values, type) })).toEqual(
      type === 'TIMESTAMP_NS' ? ['.-', '.-'] : ['.-X.X.', '.-.X.X'],
    )
    const wholes = [
      { kind: 'freshness', columns: ['a'], maxAge: '2000 years' },
      { kind: 'every_period', columns: ['a'], period: 'year' },
    ]
    const found = await outcomes(session(), { rules: wholes, table: one(values, type) })
    expect(found.map(([, holds]) => holds)).toEqual([true, type === 'TIMESTAMP_NS'])
  })
})

describe('each period', () => {
  it.each([
    [{}, ['2024-03-01', '2024-03-02', '2024-03-03', '2024-03-03', null], 'DATE', []],
    [{}, ['2024-03-05', '2024-03-01', '2024-03-03'], 'DATE', ['2024-03-02', '2024-03-04']],
    [{}, ['2024-02-27', '2024-03-02'], 'TIMESTAMP', ['2024-02-28 to 2024-03-01']],
    [
      { from: '2024-02-28', to: '2024-03-04' },
      ['2024-03-01', '2024-03-02'],
      'DATE',
      ['2024-02-28 to 2024-02-29', '2024-03-03 to 2024-03-04'],
    ],
    [{ from: '2024-03-03T23:00:00-02:00' }, ['2024-03-01', '2024-03-06'], 'DATE', ['2024-03-04 to 2024-03-05']],
    [{ from: '2024-03-03' }, ['2024-03-01', '2024-03-05'], 'DATE', ['2024-03-03 to 2024-03-04']],
    [{ to: '2024-03-03' }, ['2024-03-01', '2024-03-05'], 'DATE', ['2024-03-02 to 2024-03-03']],
    [{ from: '2024-03-01', to: '2024-03-02' }, ['2024-05-05', '2024-01-01'], 'DATE', ['2024-03-01 to 2024-03-02']],
    [{ from: '2024-03-01', to: '2024-03-02' }, ['2024-05-05'], 'DATE', ['2024-03-01 to 2024-03-02']],
    [{ from: '2024-03-01', to: '2024-03-02' }, [], 'DATE', []],
    [
      { period: 'hour' },
      ['2024-03-01 22:10', '2024-03-02 01:59'],
      'TIMESTAMP',
      ['2024-03-01 23:00 to 2024-03-02 00:00'],
    ],
    [{ period: 'week' }, ['2024-03-01', '2024-03-11'], 'DATE', ['2024-03-04']],
    [{ period: 'month' }, ['2023-11-30', '2024-02-01'], 'DATE', ['2023-12 to 2024-01']],
    [{ period: 'quarter' }, ['2023-11-30', '2024-06-01'], 'DATE', ['2024-01']],
    [{ period: 'year' }, ['2019-11-30', '2024-06-01'], 'DATE', ['2020 to 2023']],
    [{}, ['2024-03-01', 'x', '2024-03-03', 'infinity'], 'VARCHAR', ['2024-03-02']],
    [{}, ['2024-03-01', 'infinity', '-infinity'], 'DATE', []],
    [{}, ['2024-03-01T23:30:00-02:00', '2024-03-04'], 'TIMESTAMP WITH TIME ZONE', ['2024-03-03']],
    [{ when: "a <> DATE '2024-03-02'" }, ['2024-03-01', '2024-03-02', '2024-03-03'], 'DATE', ['2024-03-02']],
    [{}, [], 'DATE', []],
  ] as const)('with %j of %j as %s misses %j', async (settings, values, type, missing) => {
    const rules = [{ kind: 'every_period', columns: ['a'], ...settings }]
    expect(await outcomes(session(), { rules, table: one(values, type) })).toEqual([[missing, missing.length === 0]])
  })

  it('is asked of each group, and told at most ten times', async () => {
    const columns = [
      { name: 'g', type: 'VARCHAR' },
      { name: 'h', type: 'INTEGER' },
      { name: 'a', type: 'DATE' },
    ]
    const rows = [
      ['x', 1, '2024-01-01'],
      ['x', 1, '2024-01-02'],
      [null, 1, '2024-01-01'],
      [null, 1, '2024-01-03'],
      ...Array.from({ length: 12 }, (_, i) => ['y', 2, `2024-01-${String(2 * i + 1).padStart(2, '0')}`]),
    ]
    const rules = [{ kind: 'every_period', columns: ['a'], group: ['G', 'h'] }]
    const [[observed, holds]] = (await outcomes(session(), { rules, table: { columns, rows } })) as [
      [string[], boolean],
    ]
    expect(holds).toBe(false)
    expect(observed.slice(0, 3)).toEqual(['null, 1: 2024-01-02', 'y, 2: 2024-01-02', 'y, 2: 2024-01-04'])
    expect(observed).toHaveLength(10)
  })
})
