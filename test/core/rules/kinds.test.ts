import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type AnyRule, anyRule, ruleKinds } from '#core/rules/index.ts'
import { databaseOfTests } from '#test/engine/duckdb/session-of-tests.ts'
import { compileWith, flowOf, readPort } from '#test/nodes/run-cases.ts'

const { session } = databaseOfTests()

const said = (rule: Record<string, unknown>): readonly [string, string] => {
  const parsed: AnyRule = anyRule.parse({ id: 'r', columns: ['a'], ...rule })
  const kind = ruleKinds.get(parsed.kind)!
  return [kind.describe(parsed), kind.message(parsed)]
}

/** Whether values of one text column pass a rule. */
const passing = async (rule: Record<string, unknown>, values: readonly string[]): Promise<readonly boolean[]> => {
  const settings = { rules: [{ id: 'r', columns: ['a'], ...rule }] }
  const rows = values.map(value => [value])
  const flow = await compileWith(
    session(),
    flowOf('validate.rules', {
      name: 'kinds',
      settings,
      inputs: { in: { columns: [{ name: 'a', type: 'VARCHAR' }], rows } },
    }),
  )
  expect(flow.problems).toEqual([])
  return (await readPort(session(), flow, 'node', 'out')).flags.map(flags => flags.length === 0)
}

describe('a rule kind', () => {
  it.each([...ruleKinds.values()].map(kind => [kind.kind, kind] as const))(
    '%s has a title, a sentence and an example',
    (_, kind) => {
      expect(kind.title).toMatch(/^[A-Z]/)
      expect(kind.summary).toMatch(/\.$/)
      expect(kind.help).toContain('flagged')
      expect(kind.help).toContain('| --- |')
    },
  )

  it.each([
    [{ kind: 'not_null' }, 'a not null', '{column} is missing'],
    [{ kind: 'unique', columns: ['a', 'b'] }, 'a, b unique', '{column} is not unique: {value}'],
    [
      { kind: 'range', min: 0, max: { column: 'cap' }, maxStrict: true },
      'a at least 0 and less than cap',
      '{column} should be at least 0 and less than cap: {value}',
    ],
    [{ kind: 'in_set', values: ['x', 1] }, 'a one of x, 1', '{column} is not one of the allowed values: {value}'],
    [
      { kind: 'pattern', patterns: ['^a', 'b$'] },
      'a like ^a or b$',
      '{column} does not have the expected form: {value}',
    ],
    [{ kind: 'format', format: 'email' }, 'a an email address', '{column} is not an email address: {value}'],
    [{ kind: 'type', type: 'DATE' }, 'a readable as DATE', '{column} cannot be read as DATE: {value}'],
    [
      { kind: 'length', min: 1, max: 8 },
      'a at least 1 and at most 8 long',
      '{column} should be at least 1 and at most 8 characters long: {value}',
    ],
    [{ kind: 'expression', expression: 'a < b' }, 'a < b', 'should hold: a < b'],
    [{ kind: 'reference', input: 'countries' }, 'a found in countries', '{column} is not in countries: {value}'],
  ])('puts %j in words', (rule, described, message) => {
    expect(said(rule)).toEqual([described, message])
  })
})

describe('the format email', () => {
  // the pattern that the HTML standard gives for its email field
  const html =
    /^[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$/
  const part = fc.oneof(
    fc.constantFrom('@', '.', '-', 'a', 'B9', "o'n", '{|}', 'ä', ' ', 'x'.repeat(63), '\n'),
    fc.string({ maxLength: 2 }),
  )

  it('judges as the HTML standard does', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.array(part, { maxLength: 8 }).map(parts => parts.join('').replaceAll('\0', '')),
          { maxLength: 60 },
        ),
        async values => {
          expect(await passing({ kind: 'format', format: 'email' }, values)).toEqual(
            values.map(value => html.test(value)),
          )
        },
      ),
      { numRuns: 20 },
    )
  })
})

describe('the type of a text', () => {
  it('is whole only where no part of the number is lost', async () => {
    const number = fc.oneof(
      fc.integer().map(String),
      fc.double({ noNaN: true, min: -1e6, max: 1e6 }).map(value => value.toFixed(2)),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(number, { maxLength: 40 }), async values => {
        expect(await passing({ kind: 'type', type: 'INTEGER' }, values)).toEqual(
          values.map(value => Number.isInteger(Number(value))),
        )
      }),
      { numRuns: 20 },
    )
  })

  it('compares nanoseconds with days that do not fit into them', async () => {
    const rules = [
      { id: 'range', kind: 'range', columns: ['at_ns'], max: '9999-12-31' },
      { id: 'column', kind: 'range', columns: ['at_ns'], max: { column: 'day' } },
      { id: 'compare', kind: 'compare', columns: ['at_ns'], operator: '<', value: { column: 'day' } },
    ]
    const columns = [
      { name: 'at_ns', type: 'TIMESTAMP_NS' },
      { name: 'day', type: 'DATE' },
    ]
    const rows = [
      ['2024-01-02 03:04:05', '9999-12-31'],
      ['2024-01-02 03:04:05', '1500-01-01'],
    ]
    const flow = await compileWith(
      session(),
      flowOf('validate.rules', { name: 'nanoseconds', settings: { rules }, inputs: { in: { columns, rows } } }),
    )
    expect((await readPort(session(), flow, 'node', 'out')).flags).toEqual([[], ['column', 'compare']])
  })
})
