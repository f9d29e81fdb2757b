import { describe, expect, it } from 'vitest'
import rules from '#nodes/validators/rules/node.ts'
import { databaseOfTests } from '#test/engine/duckdb/session-of-tests.ts'
import { compileWith, flowOf } from '#test/nodes/run-cases.ts'

const { session } = databaseOfTests()

const input = {
  columns: [
    { name: 'id', type: 'INTEGER' },
    { name: 'email', type: 'VARCHAR' },
  ],
  rows: [[1, 'x']],
}

const compile = async (settings: Record<string, unknown>) => {
  const flow = await compileWith(
    session(),
    flowOf('validate.rules', { name: 'rules', settings, inputs: { in: input } }),
  )
  return { problems: flow.problems, compiled: flow.nodes.node?.compiled ?? null }
}

describe('the validator', () => {
  it('gives one bit to each column of a one-column rule, and one to a rule on several together', async () => {
    const { compiled } = await compile({
      rules: [
        { id: 'there', kind: 'not_null', columns: ['id', 'EMAIL'] },
        { id: 'once', kind: 'unique', columns: ['id', 'email'], severity: 'critical', dimension: 'consistency' },
      ],
    })
    expect(compiled?.flags).toEqual([
      {
        rule: 'there',
        kind: 'not_null',
        columns: ['id'],
        severity: 'error',
        message: '{column} is missing',
        dimension: 'completeness',
      },
      {
        rule: 'there',
        kind: 'not_null',
        columns: ['email'],
        severity: 'error',
        message: '{column} is missing',
        dimension: 'completeness',
      },
      {
        rule: 'once',
        kind: 'unique',
        columns: ['id', 'email'],
        severity: 'critical',
        message: '{column} is not unique: {value}',
        dimension: 'consistency',
      },
    ])
    expect(compiled?.validator?.rules.map(rule => [rule.id, rule.bits])).toEqual([
      ['there', [0, 1]],
      ['once', [2]],
    ])
  })

  it('hands gates, mostly and messages on', async () => {
    const gate = { warn: { count: 1 }, stop: { percent: 5 } }
    const { compiled } = await compile({
      gate: { error: { stop: { percent: 5 } } },
      rules: [{ id: 'there', kind: 'not_null', columns: ['id'], gate, mostly: 0.9, message: 'no {column}' }],
    })
    expect(compiled?.validator?.gate).toEqual({ error: { stop: { percent: 5 } } })
    expect(compiled?.validator?.rules[0]).toMatchObject({ gate, mostly: 0.9, columns: ['id'] })
    expect(compiled?.flags?.[0]?.message).toBe('no {column}')
  })

  it('says that its result is not certain where a rule uses chance', async () => {
    const { compiled } = await compile({ rules: [{ id: 'luck', kind: 'expression', expression: 'random() < 0.5' }] })
    expect(compiled?.notDeterministic).toContain('random() < 0.5')
    expect((await compile({ rules: [] })).compiled?.notDeterministic).toBeUndefined()
  })

  it('tells a row that breaks a rule from one for which it could not be evaluated', async () => {
    const { compiled } = await compile({
      rules: [{ id: 'r', kind: 'expression', columns: ['email'], expression: 'cast(email AS INTEGER) > 0' }],
    })
    expect(compiled?.flags?.map(flag => flag.message)).toEqual([
      'should hold: cast(email AS INTEGER) > 0',
      'could not be evaluated: cast(email AS INTEGER) > 0',
    ])
    expect(compiled?.validator?.rules[0]?.bits).toEqual([0, 1])
  })

  it('names the setting of what is wrong with a rule', async () => {
    const { problems } = await compile({
      rules: [
        { id: 'a', kind: 'not_null', columns: ['id', 'emial'] },
        { id: 'b', kind: 'pattern', columns: ['email'], patterns: ['a', 'b(?!c)'] },
      ],
    })
    expect(problems).toMatchObject([
      { code: 'E-COLUMN-UNKNOWN', node: 'node', setting: 'rules.0.columns.1', hint: 'did you mean `email`?' },
      { code: 'E-PATTERN', node: 'node', setting: 'rules.1.patterns.1', range: { start: 1, end: 4 } },
    ])
  })

  it('has a port for each further input, and refuses names that could not be ports', () => {
    const settings = rules.settings.parse({ inputs: ['countries', 'cities'] })
    expect(rules.inputs(settings).map(port => port.name)).toEqual(['in', 'countries', 'cities'])
    for (const inputs of [['in'], ['a', 'a'], ['Big'], ['a.b'], ['']])
      expect(rules.settings.safeParse({ inputs }).success, String(inputs)).toBe(false)
  })

  it('describes itself by its rules', () => {
    const describe_ = (list: unknown[]) => rules.describe(rules.settings.parse({ rules: list }))
    const there = { id: 'a', kind: 'not_null', columns: ['id'] }
    expect(describe_([])).toBe('no rules yet')
    expect(describe_([there])).toBe('id not null')
    expect(describe_([there, { ...there, id: 'b' }])).toBe('2 rules: id not null, …')
  })
})
