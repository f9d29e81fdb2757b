import { expect, it } from 'vitest'
import { anyRule, ruleKinds } from '#core/rules/index.ts'

it.each([
  [{ kind: 'null' }, 'a null', '{column} should be empty: {value}'],
  [{ kind: 'not_blank' }, 'a not blank', '{column} is blank'],
  [{ kind: 'not_missing_token' }, 'a no missing token', '{column} is missing: {value}'],
  [{ kind: 'required_if', condition: 'b > 0' }, 'a not null if b > 0', '{column} is missing where b > 0'],
  [{ kind: 'all_or_none', columns: ['a', 'b'] }, 'a, b all or none', 'Either all of a, b should hold a value, or none'],
  [
    { kind: 'at_least_one_of', columns: ['a', 'b'] },
    'one of a, b not null',
    'At least one of a, b should hold a value',
  ],
  [{ kind: 'blank_row', columns: [] }, 'no blank row', 'The row is blank'],
  [{ kind: 'completeness', min: 0.955 }, 'a filled to at least 95.5 %', 'a should be filled to at least 95.5 %'],
  [{ kind: 'required_values', values: ['x', 1] }, 'a contain x, 1', 'a should contain each of x, 1'],
  [
    { kind: 'not_in_set', values: ['x'], input: 'other' },
    'a not one of x or those in other',
    '{column} is a value that is not allowed: {value}',
  ],
  [
    { kind: 'compare', operator: '<', value: { column: 'b' } },
    'a less than b',
    '{column} should be less than b: {value}',
  ],
  [
    { kind: 'not_pattern', patterns: ['x', 'y'] },
    'a not like x or y',
    '{column} has a form that is not allowed: {value}',
  ],
  [{ kind: 'like', patterns: ['x%'] }, 'a like x%', '{column} does not have the expected form: {value}'],
  [{ kind: 'not_like', patterns: ['x%'] }, 'a not like x%', '{column} has a form that is not allowed: {value}'],
  [{ kind: 'starts_with', texts: ['x', 'y'] }, 'a starts with x or y', '{column} does not start with x or y: {value}'],
  [{ kind: 'ends_with', texts: ['x'] }, 'a ends with x', '{column} does not end with x: {value}'],
  [
    { kind: 'contains', texts: ['x', 'y'], match: 'all' },
    'a contains x and y',
    '{column} does not contain x and y: {value}',
  ],
  [{ kind: 'format', format: 'iban' }, 'a an IBAN', '{column} is not an IBAN: {value}'],
  [{ kind: 'date_format', formats: ['%Y'] }, 'a in %Y', '{column} is no date in %Y: {value}'],
  [{ kind: 'json_valid' }, 'a JSON', '{column} is not JSON: {value}'],
  [{ kind: 'json_schema', schema: {} }, 'a after a JSON Schema', '{column} does not satisfy its JSON Schema: {value}'],
  [{ kind: 'case', case: 'upper' }, 'a in upper case', '{column} is not in upper case: {value}'],
  [{ kind: 'trimmed' }, 'a trimmed', '{column} has white space around it: {value}'],
  [{ kind: 'ascii' }, 'a ASCII', '{column} holds a character beyond ASCII: {value}'],
  [{ kind: 'no_control_characters' }, 'a without control characters', '{column} holds a control character: {value}'],
  [
    { kind: 'precision', digits: 5, decimals: 2 },
    'a at most 5 digits, at most 2 after the point',
    '{column} should have at most 5 digits, at most 2 after the point: {value}',
  ],
  [{ kind: 'multiple_of', factor: 0.5 }, 'a multiples of 0.5', '{column} is not a multiple of 0.5: {value}'],
  [{ kind: 'integer' }, 'a whole', '{column} is not a whole number: {value}'],
  [{ kind: 'no_pii' }, 'a without personal data', '{column} seems to hold personal data'],
  [{ kind: 'no_pii', detectors: ['iban'] }, 'a without IBAN', '{column} seems to hold IBAN'],
])('%j is put in words', (rule, described, message) => {
  const parsed = anyRule.parse({ id: 'r', columns: ['a'], ...rule })
  const kind = ruleKinds.get(parsed.kind)!
  expect([kind.describe(parsed), kind.message(parsed)]).toEqual([described, message])
})
