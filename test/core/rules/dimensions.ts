import type { TestRule } from './cells.ts'

const kinds = {
  completeness:
    'not_null null not_blank not_missing_token required_if all_or_none at_least_one_of blank_row completeness',
  uniqueness: 'unique',
  consistency: 'expression reference',
}

/** The dimension that a rule counts for: its own, or that of its kind. */
export const dimensionOf = ({ kind, dimension }: TestRule): string =>
  dimension ?? Object.entries(kinds).find(([, names]) => names.split(' ').includes(kind))?.[0] ?? 'validity'
