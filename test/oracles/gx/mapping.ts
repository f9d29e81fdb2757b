import type { GxCase, Value } from './cases.ts'

/** The rules that say what an expectation says. */
export interface Mapped {
  readonly rules: readonly Readonly<Record<string, unknown> & { kind: string }>[]
  /** Whether all of them have to hold, or one of them; of a row likewise. */
  readonly hold: 'all' | 'any'
}

type Row = Readonly<Record<string, unknown>>

const text = (value: unknown): string => value as string
const number = (value: unknown): number | null => (value ?? null) as number | null
const list = <T = Value>(value: unknown): readonly T[] => (value ?? []) as readonly T[]

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`

/** A condition in pandas' words as SQL. */
const conditionOf = (condition: string): string =>
  condition
    .replaceAll('==', '=')
    .replaceAll('!=', '<>')
    .replaceAll('&', ' AND ')
    .replace(/"([^"]*)"/g, "'$1'")

/** `ignore_row_if`, and `row_condition`, as the rows that a rule speaks of. */
const whenOf = ({ given }: GxCase): Row => {
  const columns = [given.column_A, given.column_B, ...list<string>(given.column_list)].filter(
    name => typeof name === 'string',
  )
  const there = columns.map(name => `${quoted(name)} IS NOT NULL`)
  const ignore = given.ignore_row_if
  const conditions = [
    ...(typeof given.row_condition === 'string' ? [`(${conditionOf(given.row_condition)})`] : []),
    ...(ignore === 'either_value_is_missing' || ignore === 'any_value_is_missing' ? there : []),
  ]
  return conditions.length === 0 ? {} : { when: conditions.join(' AND ') }
}

const eitherThere = ({ column_A, column_B }: GxCase['given']): string =>
  [column_A, column_B].map(name => `${quoted(text(name))} IS NOT NULL`).join(' OR ')

/** The words that a case and every rule have in common. */
const common = (of: GxCase): Row => ({
  ...(of.given.mostly === undefined ? {} : { mostly: of.given.mostly }),
  ...whenOf(of),
})

const one =
  (kind: string, own: (given: GxCase['given']) => Row) =>
  (of: GxCase): Mapped => ({
    rules: [{ kind, columns: [text(of.given.column)], ...common(of), ...own(of.given) }],
    hold: 'all',
  })

const pair =
  (kind: string, own: (given: GxCase['given']) => Row) =>
  (of: GxCase): Mapped => ({
    rules: [{ kind, columns: [text(of.given.column_A), text(of.given.column_B)], ...common(of), ...own(of.given) }],
    hold: 'all',
  })

const several =
  (kind: string, own: (given: GxCase['given']) => Row) =>
  (of: GxCase): Mapped => ({
    rules: [{ kind, columns: list<string>(of.given.column_list), ...common(of), ...own(of.given) }],
    hold: 'all',
  })

const table =
  (kind: string, own: (given: GxCase['given']) => Row) =>
  (of: GxCase): Mapped => ({
    rules: [{ kind, ...own(of.given) }],
    hold: 'all',
  })

const now = Date.parse('2024-06-30T12:00:00Z')

/** A bound; `now()`, `datetime(…)` and a `timedelta` of weeks as the time that they say. */
const bound = (value: unknown): unknown => {
  const said = (value as { $PARAMETER?: string } | null | undefined)?.$PARAMETER
  if (said === undefined) return value ?? null
  const [, year, month, day] = /^datetime\((\d+), (\d+), (\d+)\)/.exec(said) ?? []
  const start = year === undefined ? now : Date.UTC(Number(year), Number(month) - 1, Number(day))
  const [, weeks = '0', times = '1'] = /timedelta\(weeks=(\d+)(?:\*(\d+))?\)$/.exec(said) ?? []
  return new Date(start - Number(weeks) * Number(times) * 7 * 86_400_000).toISOString().slice(0, 19)
}

const between = (given: GxCase['given']): Row => ({
  min: bound(given.min_value),
  max: bound(given.max_value),
  minStrict: given.strict_min ?? false,
  maxStrict: given.strict_max ?? false,
})

/** A count between two bounds; with neither, every count will do. */
const counted = (given: GxCase['given']): Row => {
  const [min, max] = [number(given.min_value), number(given.max_value)]
  return { min: min === null && max === null ? 0 : min, max }
}

/** What pandas calls the kinds of values, as types that such values can be read as. */
const readAs: Readonly<Record<string, string>> = {
  bool: 'BOOLEAN',
  datetime64: 'TIMESTAMP',
  float: 'DOUBLE',
  int: 'BIGINT',
  O: 'VARCHAR',
  object: 'VARCHAR',
  str: 'VARCHAR',
}

const columnTypes: Readonly<Record<string, string>> = { DOUBLE_PRECISION: 'DOUBLE' }

const typeOf = (of: GxCase, types: readonly string[]): Mapped => ({
  rules: types.map(type => {
    const column = text(of.given.column)
    const values = readAs[type]
    if (values !== undefined) return { kind: 'type', columns: [column], type: values }
    return { kind: 'columns', columns: [], types: { [column]: columnTypes[type] ?? type } }
  }),
  hold: 'any',
})

const listed = (given: GxCase['given'], name: string): Row => ({
  patterns: list<string>(given[name]),
  ...(given.match_on === undefined ? {} : { match: given.match_on }),
})

interface Quantiles {
  readonly quantiles: readonly number[]
  readonly value_ranges: readonly (readonly [number | null, number | null])[]
}

/** The rules for each kind of expectation that RULES has a kind for. */
export const mapping: Readonly<Record<string, (of: GxCase) => Mapped>> = {
  expect_column_distinct_values_to_be_in_set: one('in_set', given => ({ values: list(given.value_set) })),
  expect_column_distinct_values_to_contain_set: one('required_values', given => ({ values: list(given.value_set) })),
  expect_column_distinct_values_to_equal_set: of => {
    const own = { columns: [text(of.given.column)], values: list(of.given.value_set) }
    return {
      rules: [
        { kind: 'in_set', ...own },
        { kind: 'required_values', ...own },
      ],
      hold: 'all',
    }
  },
  expect_column_max_to_be_between: one('max', between),
  expect_column_mean_to_be_between: one('mean', between),
  expect_column_median_to_be_between: one('median', between),
  expect_column_min_to_be_between: one('min', between),
  expect_column_most_common_value_to_be_in_set: one('most_common_in_set', given => ({
    values: list(given.value_set),
    ties: given.ties_okay === true ? 'any' : 'fail',
  })),
  expect_column_pair_values_a_to_be_greater_than_b: pair('pair_greater', () => ({})),
  expect_column_pair_values_to_be_equal: pair('pair_equal', () => ({})),
  // a row with one null of two fails unless the case ignores it
  expect_column_pair_values_to_be_in_set: pair('pair_in_set', given => ({
    pairs: list(given.value_pairs_set),
    ...(given.ignore_row_if === undefined ? { nulls: 'fail', when: eitherThere(given) } : {}),
  })),
  expect_column_proportion_of_unique_values_to_be_between: one('uniqueness_share', counted),
  expect_column_quantile_values_to_be_between: of => {
    const { quantiles, value_ranges: ranges } = of.given.quantile_ranges as Quantiles
    return {
      rules: quantiles.map((quantile, i) => {
        const [min, max] = ranges[i]!
        return { kind: 'quantile', columns: [text(of.given.column)], quantile, min, max }
      }),
      hold: 'all',
    }
  },
  expect_column_stdev_to_be_between: one('stdev', between),
  expect_column_sum_to_be_between: one('sum', between),
  expect_column_to_exist: of => {
    const before = Object.keys(of.data).slice(0, number(of.given.column_index) ?? 0)
    const columns = [...before, text(of.given.column)]
    return { rules: [{ kind: 'columns', columns, ordered: before.length > 0 }], hold: 'all' }
  },
  expect_column_unique_value_count_to_be_between: one('distinct_count', counted),
  expect_column_value_lengths_to_be_between: one('length', given => ({
    min: number(given.min_value),
    max: number(given.max_value),
  })),
  expect_column_value_lengths_to_equal: one('length', ({ value }) => ({ min: value, max: value })),
  expect_column_value_z_scores_to_be_less_than: one('z_score', given => ({
    threshold: given.threshold,
    doubleSided: given.double_sided,
  })),
  expect_column_values_to_be_between: one('range', between),
  expect_column_values_to_be_dateutil_parseable: one('type', () => ({ type: 'TIMESTAMP' })),
  expect_column_values_to_be_decreasing: one('decreasing', given => ({ strict: given.strictly ?? false })),
  expect_column_values_to_be_in_set: one('in_set', given => ({ values: list(given.value_set) })),
  expect_column_values_to_be_in_type_list: of => typeOf(of, list<string>(of.given.type_list)),
  expect_column_values_to_be_increasing: one('increasing', given => ({ strict: given.strictly ?? false })),
  expect_column_values_to_be_json_parseable: one('json_valid', () => ({})),
  expect_column_values_to_be_null: one('null', () => ({})),
  expect_column_values_to_be_of_type: of => typeOf(of, [text(of.given.type_)]),
  expect_column_values_to_be_unique: one('unique', () => ({})),
  expect_column_values_to_match_json_schema: one('json_schema', given => ({ schema: given.json_schema })),
  expect_column_values_to_match_like_pattern: one('like', given => ({ patterns: [given.like_pattern] })),
  expect_column_values_to_match_like_pattern_list: one('like', given => listed(given, 'like_pattern_list')),
  expect_column_values_to_match_regex: one('pattern', given => ({ patterns: [given.regex] })),
  expect_column_values_to_match_regex_list: one('pattern', given => listed(given, 'regex_list')),
  expect_column_values_to_match_strftime_format: one('date_format', given => ({ formats: [given.strftime_format] })),
  expect_column_values_to_not_be_in_set: one('not_in_set', given => ({ values: list(given.value_set) })),
  expect_column_values_to_not_be_null: one('not_null', () => ({})),
  expect_column_values_to_not_match_like_pattern: one('not_like', given => ({ patterns: [given.like_pattern] })),
  expect_column_values_to_not_match_like_pattern_list: one('not_like', given => listed(given, 'like_pattern_list')),
  expect_column_values_to_not_match_regex: one('not_pattern', given => ({ patterns: [given.regex] })),
  expect_column_values_to_not_match_regex_list: one('not_pattern', given => listed(given, 'regex_list')),
  expect_compound_columns_to_be_unique: several('unique', () => ({})),
  expect_multicolumn_sum_to_equal: several('sum_equals', given => ({ total: given.sum_total })),
  expect_select_column_values_to_be_unique_within_record: several('unique_within_row', () => ({})),
  expect_table_column_count_to_be_between: table('column_count', counted),
  expect_table_column_count_to_equal: table('column_count', ({ value }) => ({ min: value, max: value })),
  expect_table_columns_to_match_ordered_list: table('columns', given => ({
    columns: list(given.column_list),
    ordered: true,
    others: 'forbid',
  })),
  expect_table_columns_to_match_set: table('columns', given => ({
    columns: list(given.column_set),
    others: given.exact_match === true ? 'forbid' : 'allow',
  })),
  expect_table_row_count_to_be_between: table('row_count', counted),
  expect_table_row_count_to_equal: table('row_count', ({ value }) => ({ min: value, max: value })),
  expect_table_row_count_to_equal_other_table: table('row_count', given => ({ input: given.other_table_name })),
  unexpected_rows_expectation: table('failing_rows', given => ({
    sql: [text(given.unexpected_rows_query).replaceAll('{batch}', 'rows')],
  })),
}

/** Kinds of expectations for which RULES has no kind: what they hold a column against is a distribution. */
export const unmapped: Readonly<Record<string, string>> = {
  expect_column_bootstrapped_ks_test_p_value_to_be_greater_than: 'a Kolmogorov-Smirnov test against a distribution',
  expect_column_chisquare_test_p_value_to_be_greater_than: 'a chi-square test against a distribution',
  expect_column_kl_divergence_to_be_less_than: 'a divergence from a distribution',
  expect_column_pair_cramers_phi_value_to_be_less_than: "Cramér's phi, a test of independence",
  expect_column_parameterized_distribution_ks_test_p_value_to_be_greater_than:
    'a Kolmogorov-Smirnov test against a distribution',
}

const nothingToJudge = 'over no values there is nothing to judge, and the rule holds; theirs does not'

/** Cases in which we mean to differ, by file and title. */
export const differing: Readonly<Record<string, string>> = {
  'expect_column_max_to_be_between: test_empty_column_should_be_false_no_observed_value_with_which_to_compare':
    nothingToJudge,
  'expect_column_mean_to_be_between: test_empty_column_should_be_false_no_observed_value_with_which_to_compare':
    nothingToJudge,
  'expect_column_median_to_be_between: test_empty_column_should_be_false_no_observed_value_with_which_to_compare':
    nothingToJudge,
  'expect_column_values_to_be_in_type_list: negative_test_string_and_int_values_summary_output':
    'the text 1 can be read as a BOOLEAN; theirs asks what Python holds',
  'expect_column_values_to_be_json_parseable: negative_test_integers':
    'a number, written out, is JSON; theirs parses texts alone',
}
