import { expect, it } from 'vitest'
import { anyRule, ruleKinds } from '#core/rules/index.ts'

const said = (rule: object): readonly [string, string] => {
  const parsed = anyRule.parse({ id: 'r', ...rule })
  const kind = ruleKinds.get(parsed.kind)!
  return [kind.describe(parsed), kind.message(parsed)]
}

const pair = ['a', 'b']

it.each([
  [
    { kind: 'primary_key', columns: pair },
    'a, b unique and not null',
    '{column} is missing, or another row has it: {value}',
  ],
  [{ kind: 'duplicate_row' }, 'no row twice', 'The same row occurs more than once'],
  [{ kind: 'duplicate_row', columns: pair }, 'no row twice in a, b', 'More than one row has the same a, b'],
  [{ kind: 'unique_within_row', columns: pair }, 'a, b differ in each row', 'Two of a, b hold the same value'],
  [
    { kind: 'distinct_count', columns: ['a'], min: 2, max: 4 },
    'a: at least 2 and at most 4 different values',
    'a should have at least 2 and at most 4 different values',
  ],
  [
    { kind: 'distinct_count', columns: ['a'], min: 3, max: 3 },
    'a: exactly 3 different values',
    'a should have exactly 3 different values',
  ],
  [
    { kind: 'uniqueness_share', columns: ['a'], min: 0.07, count: 'once' },
    'a: at least 7 % once only',
    'The values of a should be at least 7 % once only',
  ],
  [{ kind: 'not_constant', columns: ['a'] }, 'a not always the same', 'a should not always be the same'],
  [{ kind: 'not_reference', columns: ['a'], input: 'b' }, 'a not found in b', '{column} is in b: {value}'],
  [
    { kind: 'failing_rows', sql: ['SELECT *', '  FROM rows'] },
    'SELECT * FROM rows',
    'A query finds this row to be bad',
  ],
  [{ kind: 'pair_equal', columns: pair }, 'a = b', 'a and b differ'],
  [{ kind: 'pair_greater', columns: pair }, 'a > b', 'should hold: a > b'],
  [{ kind: 'pair_greater', columns: pair, orEqual: true }, 'a ≥ b', 'should hold: a ≥ b'],
  [
    {
      kind: 'pair_in_set',
      columns: pair,
      pairs: [
        ['x', null],
        ['y', 1],
        [2, true],
        ['z', 'z'],
      ],
    },
    'a, b one of x and null, y and 1, 2 and true, and 1 more',
    'a and b are not one of the allowed pairs',
  ],
  [
    { kind: 'sum_equals', columns: pair, total: { column: 'c' }, tolerance: 0.01 },
    'a + b = c ± 0.01',
    'a + b should be c ± 0.01',
  ],
  [{ kind: 'date_order', columns: pair, strict: true }, 'a < b', 'should come one after the other: a, b'],
  [
    { kind: 'functional_dependency', columns: ['c'], determinant: pair },
    'a, b decide c',
    '{column} is not what most rows with the same a, b hold: {value}',
  ],
  [
    { kind: 'functional_dependency', columns: ['c'], determinant: ['a'], mode: 'all' },
    'a decides c',
    '{column} is not the same in all rows with the same a: {value}',
  ],
  [
    { kind: 'increasing', columns: ['a'], group: ['g'], strict: true },
    'a strictly increasing per g',
    '{column} is not greater than in the row before: {value}',
  ],
  [{ kind: 'decreasing', columns: ['a'] }, 'a decreasing', '{column} is greater than in the row before: {value}'],
  [{ kind: 'no_gaps', columns: ['a'], group: ['g'] }, 'a without gaps per g', '{column} comes after a gap: {value}'],
  [
    { kind: 'ranges_disjoint', columns: pair },
    'a to b disjoint',
    'The range from a to b overlaps another one, or ends before it begins',
  ],
  [
    { kind: 'group_total', columns: ['a'], group: ['g'], total: 100 },
    'a per g adds up to 100',
    'a of the same g should add up to 100',
  ],
  [
    { kind: 'matches', columns: ['a'], keys: ['k'], input: 'ledger' },
    'a as in ledger by k',
    '{column} is not as in ledger: {value}',
  ],
])('%j is put in words', (rule, described, message) => {
  expect(said(rule)).toEqual([described, message])
})
