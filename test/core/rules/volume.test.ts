import { describe, expect, it } from 'vitest'
import { anyRule, ruleKinds } from '#core/rules/index.ts'
import { asKind, startingRule } from '#core/rules/start.ts'
import { databaseOfTests } from '#test/engine/duckdb/session-of-tests.ts'
import { outcomes, problemsOf } from './outcomes.ts'

const { session } = databaseOfTests()

const rows = (count: number) => ({
  columns: [{ name: 'a', type: 'INTEGER' }],
  rows: Array.from({ length: count }, (_, i) => [i === 1 ? null : i]),
})

describe('the number of rows', () => {
  it.each([
    [{ min: 3, max: 3 }, 3, true],
    [{ min: 4 }, 3, false],
    [{ max: 2 }, 3, false],
    [{ min: 1 }, 0, false],
    [{ max: 0 }, 0, true],
    [{}, 0, true],
    [{ input: 'other' }, 10, true],
    [{ input: 'other' }, 9, false],
    [{ input: 'other', within: 10 }, 9, true],
    [{ input: 'other', within: 10 }, 11, true],
    [{ input: 'other', within: 10 }, 12, false],
    [{ input: 'other', within: 10, max: 5 }, 10, false],
    [{ input: 'none' }, 0, true],
    [{ input: 'none', within: 50 }, 1, false],
  ])('with %j over %i rows holds: %j', async (settings, count, holds) => {
    const question = { table: rows(count), inputs: { other: rows(10), none: rows(0) } }
    const rules = [{ kind: 'row_count', ...settings }]
    expect(await outcomes(session(), { ...question, rules })).toEqual([[count, holds]])
  })

  it('is that of the rows that the rule speaks of', async () => {
    const rules = [{ kind: 'row_count', when: 'a > 1', min: 3 }]
    expect(await outcomes(session(), { table: rows(4), rules })).toEqual([[2, false]])
  })

  it('is compared with an input of the node alone', async () => {
    const rules = [{ kind: 'row_count', input: 'others' }]
    expect(await problemsOf(session(), { table: rows(1), rules })).toEqual(['E-RULE-INPUT rules.0.input'])
  })
})

describe('the number of columns', () => {
  it.each([
    [{ min: 1, max: 1 }, true],
    [{ min: 2 }, false],
    [{ max: 0 }, false],
    [{}, true],
  ])('with %j holds: %j', async (settings, holds) => {
    for (const count of [0, 2])
      expect(await outcomes(session(), { table: rows(count), rules: [{ kind: 'column_count', ...settings }] })).toEqual(
        [[1, holds]],
      )
  })
})

describe('a rule that counts', () => {
  it.each(['row_count', 'column_count'])('%s starts without the columns of the rule that it was', name => {
    const kind = ruleKinds.get(name)!
    const start = startingRule(kind, ['a'])
    expect(start).toEqual({ id: name, kind: name, ...kind.initial })
    expect(anyRule.safeParse(start).success).toBe(true)
    const other = { id: 'a_not_null', kind: 'not_null', columns: ['a'], severity: 'warning' }
    expect(asKind(other, kind, [])).toEqual({ ...start, id: `a_${name}`, severity: 'warning' })
  })
})
