import { describe, expect, it } from 'vitest'
import { databaseOfTests } from '#test/engine/duckdb/session-of-tests.ts'
import { type Cell, judged, observed, problemsWith, tableOf, type Verdict } from './judge.ts'

const { session } = databaseOfTests()

type Row = readonly [Verdict, ...Cell[]]

const verdictsOf = async (rule: object, columns: string, rows: readonly Row[]) =>
  (
    await judged(session(), [{ id: 'r', ...rule }], {
      in: tableOf(
        `i INTEGER, ${columns}`,
        rows.map(([, ...cells], i) => [i, ...cells]),
      ),
    })
  ).map(each => each.join(' '))

const wanted = (rows: readonly Row[]) => rows.map(([verdict]) => verdict)

describe('primary_key', () => {
  it('flags what occurs twice and what is null, in one column or several', async () => {
    const one: Row[] = [
      ['bad', 1],
      ['bad', 1],
      ['good', 2],
      ['bad', null],
      ['bad', null],
    ]
    expect(await verdictsOf({ kind: 'primary_key', columns: ['a'] }, 'a INTEGER', one)).toEqual(wanted(one))
    const two: Row[] = [
      ['bad', 1, 'x'],
      ['bad', 1, 'x'],
      ['good', 1, 'y'],
      ['bad', 1, null],
      ['bad', null, null],
    ]
    expect(await verdictsOf({ kind: 'primary_key', columns: ['a', 'b'] }, 'a INTEGER, b VARCHAR', two)).toEqual(
      wanted(two),
    )
  })

  it('looks only at the rows that it speaks of', async () => {
    const rows: Row[] = [
      ['good', 1, true],
      ['skipped', 1, false],
      ['skipped', null, false],
      ['bad', null, true],
    ]
    expect(await verdictsOf({ kind: 'primary_key', columns: ['a'], when: 'b' }, 'a INTEGER, b BOOLEAN', rows)).toEqual(
      wanted(rows),
    )
  })
})

describe('duplicate_row', () => {
  it('flags rows that are the same in all columns, nulls among them', async () => {
    const rows = [
      [1, 'x'],
      [1, null],
      [1, 'x'],
      [1, null],
      [null, null],
      [2, 'x'],
    ]
    const table = tableOf('a INTEGER, b VARCHAR', rows)
    // without a number beside them, rows come in their own order
    const verdicts = await judged(session(), [{ id: 'r', kind: 'duplicate_row' }], { in: table })
    expect(verdicts.flat().toSorted()).toEqual(['bad', 'bad', 'bad', 'bad', 'good', 'good'])
  })

  it('compares the named columns alone, of the rows that it speaks of', async () => {
    const rows: Row[] = [
      ['bad', 1, 'x'],
      ['bad', 1, 'y'],
      ['bad', null, 'x'],
      ['bad', null, 'y'],
      ['good', 2, 'x'],
      ['skipped', 2, 'z'],
    ]
    expect(
      await verdictsOf({ kind: 'duplicate_row', columns: ['a'], when: "b <> 'z'" }, 'a INTEGER, b VARCHAR', rows),
    ).toEqual(wanted(rows))
  })
})

describe('unique_within_row', () => {
  const rule = { kind: 'unique_within_row', columns: ['a', 'b', 'c'] }
  const columns = 'a INTEGER, b VARCHAR, c DECIMAL(6,2)'

  it('flags a row with the same value twice, and leaves nulls out', async () => {
    const rows: Row[] = [
      ['good', 1, '2', '3.00'],
      ['bad', 1, '1', '3.00'],
      ['bad', 1, '2', '1.00'],
      ['bad', 1, null, '1.00'],
      ['good', 1, null, '3.00'],
      ['skipped', 1, null, null],
      ['skipped', null, null, null],
      ['good', 1, 'x', '2.00'],
    ]
    expect(await verdictsOf(rule, columns, rows)).toEqual(wanted(rows))
  })

  it('flags any null where nulls are to fail', async () => {
    const rows: Row[] = [
      ['good', 1, '2', '3.00'],
      ['bad', 1, null, '3.00'],
      ['bad', null, null, null],
    ]
    expect(await verdictsOf({ ...rule, nulls: 'fail' }, columns, rows)).toEqual(wanted(rows))
  })

  it('needs two columns', async () => {
    const table = tableOf('a INTEGER', [[1]])
    const [problem] = await problemsWith(session(), [{ id: 'r', kind: 'unique_within_row', columns: ['a'] }], {
      in: table,
    })
    expect(problem).toContain('a list of at least 2')
  })
})

describe('a rule on the different values', () => {
  const table = tableOf('a INTEGER, b VARCHAR, c INTEGER', [
    [1, 'x', 5],
    [1, 'x', 5],
    [2, 'y', null],
    [null, 'y', null],
    [2, 'x', null],
  ])

  it.each([
    [{ kind: 'distinct_count', columns: ['a'], min: 2, max: 2 }, '2', true],
    [{ kind: 'distinct_count', columns: ['a'], min: 3 }, '2', false],
    [{ kind: 'distinct_count', columns: ['a', 'b'], max: 2 }, '3', false],
    [{ kind: 'distinct_count', columns: ['a'], max: 1, when: 'a = 1' }, '1', true],
    [{ kind: 'distinct_count', columns: ['a'], min: 1, when: 'a = 7' }, '0', false],
    [{ kind: 'uniqueness_share', columns: ['a'], min: 0.5 }, '0.5', true],
    [{ kind: 'uniqueness_share', columns: ['a', 'b'], max: 0.7 }, '0.75', false],
    [{ kind: 'uniqueness_share', columns: ['a', 'b'], count: 'once', max: 0.7 }, '0.5', true],
    [{ kind: 'uniqueness_share', columns: ['a'], min: 1, when: 'a = 7' }, null, null],
    [{ kind: 'not_constant', columns: ['a'] }, 'varies', true],
    [{ kind: 'not_constant', columns: ['c'] }, 'always 5', false],
    [{ kind: 'not_constant', columns: ['a', 'c'] }, 'c is always 5', false],
    [{ kind: 'not_constant', columns: ['a', 'b'], when: 'a = 1' }, 'a is always 1, b is always x', false],
    [{ kind: 'not_constant', columns: ['a'], when: 'a = 7' }, 'varies', true],
  ])('%j observes %s', async (rule, value, holds) => {
    const [seen, held] = await observed(session(), { id: 'r', ...rule }, { in: table })
    expect([seen, held]).toEqual([value, holds])
  })

  it.each(['distinct_count', 'uniqueness_share'])('%s needs a bound', async kind => {
    expect(await problemsWith(session(), [{ id: 'r', kind, columns: ['a'] }], { in: table })).toEqual([
      'E-SETTING rules.0.min: The rule has neither a lower nor an upper bound.',
    ])
  })
})
