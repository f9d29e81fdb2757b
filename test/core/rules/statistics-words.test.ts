import { describe, expect, it } from 'vitest'
import { anyRule, ruleKinds } from '#core/rules/index.ts'

const said = (rule: Record<string, unknown>): readonly [string, string] => {
  const parsed = anyRule.parse({ id: 'r', ...rule })
  const kind = ruleKinds.get(parsed.kind)!
  return [kind.describe(parsed), kind.message(parsed)]
}

const a = { columns: ['a'] }

describe('a rule by statistics', () => {
  it.each([
    [
      { kind: 'z_score', ...a, group: ['g'] },
      'a less than 3 standard deviations from the mean per g',
      '{column} is far from the mean: {value}',
    ],
    [
      { kind: 'z_score', ...a, doubleSided: false, threshold: 2 },
      'a less than 2 standard deviations above the mean',
      '{column} is far from the mean: {value}',
    ],
    [
      { kind: 'iqr_outlier', ...a },
      'a within 1.5 interquartile ranges of the middle half',
      '{column} is far from the middle half: {value}',
    ],
    [{ kind: 'mad_outlier', ...a }, 'a within a modified z-score of 3.5', '{column} is far from the median: {value}'],
    [
      { kind: 'percentile_outlier', ...a },
      'a between the quantiles 0.01 and 0.99',
      '{column} is in a tail of its column: {value}',
    ],
    [
      { kind: 'rare_value', ...a, count: 2, share: 0.07 },
      'each value of a at least 2 times and in at least 7 % of the rows',
      '{column} is a rare value: {value}',
    ],
    [
      { kind: 'pattern_outlier', ...a },
      'the shape of a occurs in at least 1 % of the rows',
      '{column} has an unusual shape: {value}',
    ],
    [
      { kind: 'mean', ...a, min: 1, maxStrict: true, max: 2 },
      'mean of a at least 1 and less than 2',
      'the mean should be at least 1 and less than 2',
    ],
    [{ kind: 'median', ...a }, 'median of a of any size', 'the median should be of any size'],
    [
      { kind: 'stdev', ...a, max: 2 },
      'standard deviation of a at most 2',
      'the standard deviation should be at most 2',
    ],
    [
      { kind: 'sum', columns: ['a', 'b'], min: 0, minStrict: true },
      'sum of a, b more than 0',
      'the sum should be more than 0',
    ],
    [
      { kind: 'min', ...a, min: '2024-01-01' },
      'smallest of a at least 2024-01-01',
      'the smallest value should be at least 2024-01-01',
    ],
    [{ kind: 'max', ...a, max: 9 }, 'largest of a at most 9', 'the largest value should be at most 9'],
    [
      { kind: 'quantile', ...a, quantile: 0.9, max: 5 },
      'quantile 0.9 of a at most 5',
      'the quantile 0.9 should be at most 5',
    ],
    [
      { kind: 'correlation', columns: ['a', 'b'], min: 0.9 },
      'correlation of a and b at least 0.9',
      'the correlation should be at least 0.9',
    ],
    [
      { kind: 'most_common_in_set', ...a, values: ['x', 1] },
      'most common a one of x, 1',
      'the most common value should be one of x, 1',
    ],
    [
      { kind: 'most_common_in_set', ...a, values: [] },
      'most common a one of nothing',
      'the most common value should be one of nothing',
    ],
    [
      { kind: 'freshness', ...a, maxAge: '2 days' },
      'newest a at most 2 days old',
      'the newest row should be at most 2 days old',
    ],
    [{ kind: 'not_in_future', ...a }, 'a not in the future', '{column} lies in the future: {value}'],
    [
      { kind: 'not_in_future', ...a, tolerance: '1 hour' },
      'a not in the future by more than 1 hour',
      '{column} lies in the future: {value}',
    ],
    [{ kind: 'not_older_than', ...a, age: '1 year' }, 'a at most 1 year old', '{column} is older than 1 year: {value}'],
    [{ kind: 'every_period', ...a, period: 'week', group: ['g'] }, 'each week in a per g', 'no week should be missing'],
    [{ kind: 'row_count', min: 1 }, 'rows: at least 1', 'the number of rows should be at least 1'],
    [{ kind: 'row_count' }, 'rows: any number', 'the number of rows should be any number'],
    [
      { kind: 'row_count', input: 'b', within: 5, max: 9, fall: 10, rise: 20 },
      'rows: at most 9 and as many as b, give or take 5 % and at most 10 % fewer and at most 20 % more than in the last good run',
      'the number of rows should be at most 9 and as many as b, give or take 5 % and at most 10 % fewer and at most 20 % more than in the last good run',
    ],
    [{ kind: 'column_count', min: 2, max: 2 }, 'columns: exactly 2', 'the number of columns should be exactly 2'],
    [{ kind: 'column_count', min: 2 }, 'columns: at least 2', 'the number of columns should be at least 2'],
    [
      { kind: 'columns', columns: ['a', 'b'], types: { b: 'DATE', c: 'DATE' }, others: 'forbid', ordered: true },
      'columns a, b, c and no others, in this order',
      'the columns are not as expected',
    ],
    [{ kind: 'columns' }, 'columns none', 'the columns are not as expected'],
  ])('puts %j in words', (rule, described, message) => {
    expect(said(rule)).toEqual([described, message])
  })

  it.each(['accuracy', 'timeliness', 'volume', 'schema'])('of %s says in a few lines what it flags', dimension => {
    const kinds = [...ruleKinds.values()].filter(kind => kind.dimension === dimension)
    expect(kinds.length).toBeGreaterThan(0)
    for (const { kind, help, aliases } of kinds) {
      expect(help.length, kind).toBeLessThan(650)
      expect(help, kind).toMatch(/`"/)
      expect(aliases?.length, kind).toBeGreaterThan(0)
    }
  })
})
