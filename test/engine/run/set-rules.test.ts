import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { type NaiveRule, type Row, verdictsOf } from '#test/core/rules/naive-sets.ts'
import { flowOf, flowRunner } from './flow-world.ts'
import { temporaryFolder } from './temp-folder.ts'

const runner = flowRunner({ threads: 4 })

const common = { nulls: 'skip', when: null } as const
const rules: readonly NaiveRule[] = [
  { kind: 'unique', columns: ['a', 'g'] },
  { kind: 'primary_key', columns: ['a', 'b', 'c'], when: 'live' },
  { kind: 'duplicate_row', columns: ['a', 'b', 'c', 'g'] },
  { kind: 'reference', columns: ['a', 'b'], input: 'known' },
  { kind: 'not_reference', columns: ['a', 'b'], input: 'known', nulls: 'fail' },
  { kind: 'failing_rows', columns: ['g'], sql: ['SELECT g FROM rows', 'GROUP BY g HAVING count(*) > 2'], when: 'live' },
  { kind: 'functional_dependency', columns: ['b', 'c'], determinant: ['a'], mode: 'minority' },
  { kind: 'increasing', columns: ['a'], group: ['g'], strict: true, order: [], nulls: 'pass' },
  { kind: 'decreasing', columns: ['b', 'c'], strict: false, when: 'live' },
  { kind: 'no_gaps', columns: ['a', 'b'], group: ['g'], step: 1 },
  { kind: 'ranges_disjoint', columns: ['a', 'b'], group: ['g'], touching: true, openEnd: true },
  { kind: 'group_total', columns: ['a'], group: ['g', 'b'], total: { column: 'c' }, tolerance: 1 },
  { kind: 'matches', keys: ['g', 'a'], columns: ['b', 'c'], input: 'known', tolerance: 0 },
].map(rule => ({ ...common, ...rule }) as NaiveRule)

const number = fc.constantFrom(null, ...Array.from({ length: 40 }, (_, i) => i))
const row: fc.Arbitrary<Row> = fc.record({
  a: number,
  b: number,
  c: fc.constantFrom(null, 1, 2, 30),
  g: fc.constantFrom('x', 'y', 'z', null),
  live: fc.constantFrom(true, true, false, null),
})
const table = (rows: readonly Row[]) => ({
  columns: [
    { name: 'a', type: 'INTEGER' },
    { name: 'b', type: 'INTEGER' },
    { name: 'c', type: 'DECIMAL(6,1)' },
    { name: 'g', type: 'VARCHAR' },
    { name: 'live', type: 'BOOLEAN' },
  ],
  rows: rows.map(({ a, b, c, g, live }) => [a, b, c, g, live]),
})

/** Rows in the order of the source, and the same rows out of order, for rules that need none. */
const flow = (rows: readonly Row[], known: readonly Row[]) => {
  const named = rules.map((rule, i) => ({ id: `r${i}_${rule.kind}`, ...rule }))
  const orderless = named.filter(rule => !['increasing', 'decreasing'].includes(rule.kind))
  const numbered = table(rows)
  const source = {
    columns: [...numbered.columns, { name: 'i', type: 'INTEGER' }],
    rows: numbered.rows.map((cells, i) => [...cells, i]),
  }
  return flowOf(
    {
      rows: ['source.inline', source],
      known: ['source.inline', table(known)],
      mixed: ['transform.dedupe', { keys: ['i'], order: [{ column: 'i' }] }],
      in_order: ['validate.rules', { inputs: ['known'], rejectAt: 'warning', rules: named }],
      in_none: ['validate.rules', { inputs: ['known'], rules: orderless }],
    },
    [
      'rows.out in_order.in',
      'known.out in_order.known',
      'rows.out mixed.in',
      'mixed.unique in_none.in',
      'known.out in_none.known',
    ],
  )
}

const counted = (rule: NaiveRule, rows: readonly Row[], known: readonly Row[]) => {
  const verdicts = verdictsOf(rule, rows, known)
  return {
    kind: rule.kind,
    evaluated: verdicts.filter(each => each.some(verdict => verdict !== 'skipped')).length,
    failed: verdicts.filter(each => each.includes('bad')).length,
  }
}

test('a run counts of rules over several rows what looking at every other row gives', async () => {
  const many = fc.array(row, { minLength: 1, maxLength: 120 })
  await fc.assert(
    fc.asyncProperty(many, many, async (rows, known) => {
      const { report } = await runner.run(await temporaryFolder(), flow(rows, known))
      expect(report.problems).toEqual([])
      const told = (node: string) =>
        report.nodes[node]!.rules!.map(({ kind, evaluated, failed }) => ({ kind, evaluated, failed }))
      const expected = rules.map(rule => counted(rule, rows, known))
      expect(told('in_order')).toEqual(expected)
      expect(told('in_none')).toEqual(expected.filter(({ kind }) => !['increasing', 'decreasing'].includes(kind)))
    }),
    { numRuns: 5 },
  )
})
