import { describe, expect, it } from 'vitest'
import { databaseOfTests } from '#test/engine/duckdb/session-of-tests.ts'
import { misjudged, problemsOn } from '../column.ts'
import { judged, problemsWith, tableOf } from '../judge.ts'

const { session } = databaseOfTests()

const none = [null]
const many = [...Array.from({ length: 60 }, (_, i) => `v${i}`), 'a+b', '(a|b)', '[ab]', 'a\\d', '^a.$', 'a\nb', 'ä*']

describe('rules of validity judge', () => {
  it.each([
    [{ kind: 'in_set', values: ['x', 'Y'] }, 'VARCHAR', { good: ['x', 'Y'], bad: ['y', '', 'x '], skipped: none }],
    [{ kind: 'in_set', values: ['ä', 'Y'], ignoreCase: true }, 'VARCHAR', { good: ['Ä', 'y'], bad: ['a'] }],
    [{ kind: 'in_set', values: [] }, 'VARCHAR', { bad: ['x', ''], skipped: none }],
    [
      { kind: 'in_set', values: many },
      'VARCHAR',
      { good: many, bad: ['', 'v1x', 'xv1', 'a', 'ab', '5'], skipped: none },
    ],
    [{ kind: 'in_set', values: many, ignoreCase: true }, 'VARCHAR', { good: ['V1', 'A+B'], bad: ['aab'] }],
    [{ kind: 'in_set', values: ['x', null] }, 'VARCHAR', { good: ['x'], bad: ['y'], skipped: none }],
    [{ kind: 'in_set', values: ['x', null], nulls: 'fail' }, 'VARCHAR', { good: ['x', null], bad: ['y'] }],
    [{ kind: 'in_set', values: ['x'], nulls: 'fail' }, 'VARCHAR', { good: ['x'], bad: ['y', null] }],
    [{ kind: 'in_set', values: ['1.5', 2, 'x'] }, 'DECIMAL(9,2)', { good: ['1.50', '2'], bad: ['1.51'] }],
    [{ kind: 'not_in_set', values: ['x', null] }, 'VARCHAR', { good: ['y', ''], bad: ['x'], skipped: none }],
    [{ kind: 'not_in_set', values: ['x'], nulls: 'fail' }, 'VARCHAR', { good: ['y'], bad: ['x', null] }],
    [{ kind: 'not_in_set', values: [] }, 'VARCHAR', { good: ['x', ''], skipped: none }],
    [{ kind: 'not_in_set', values: ['TEST'], ignoreCase: true }, 'VARCHAR', { good: ['tests'], bad: ['test', 'Test'] }],
    [{ kind: 'not_in_set', values: [0, '-1', 'x'] }, 'INTEGER', { good: [1], bad: [0, -1] }],
    [{ kind: 'not_in_set', values: ['2024-01-01', 'x'] }, 'DATE', { good: ['2024-01-02'], bad: ['2024-01-01'] }],
    [{ kind: 'not_in_set', values: [true] }, 'BOOLEAN', { good: [false], bad: [true] }],
    [{ kind: 'compare', value: 2 }, 'INTEGER', { good: [2], bad: [1, 3], skipped: none }],
    [{ kind: 'compare', operator: '<>', value: 'x' }, 'VARCHAR', { good: ['y', ''], bad: ['x'], skipped: none }],
    [{ kind: 'compare', operator: '<', value: 2.5 }, 'DOUBLE', { good: [2.4], bad: [2.5, 'nan', 'inf'] }],
    [{ kind: 'compare', operator: '<=', value: 10 }, 'VARCHAR', { good: ['9', '10', ' 1 '], bad: ['11', 'x'] }],
    [{ kind: 'compare', operator: '>', value: '2024-01-01' }, 'DATE', { good: ['2024-01-02'], bad: ['2024-01-01'] }],
    [
      { kind: 'compare', operator: '>=', value: 'b', nulls: 'fail' },
      'VARCHAR',
      { good: ['b', 'ba'], bad: ['a', null] },
    ],
    [{ kind: 'compare', operator: '>', value: { expression: 'i - 1' } }, 'INTEGER', { good: [0, 1], bad: [1] }],
    [{ kind: 'length', exact: 2 }, 'VARCHAR', { good: ['ab', 'äö', '👍👍'], bad: ['', 'a', 'abc'], skipped: none }],
    [{ kind: 'length', min: 1 }, 'INTEGER[]', { good: ['[1]', '[1, 2]'], bad: ['[]'], skipped: none }],
    [{ kind: 'length', max: 3 }, 'INTEGER', { good: [123, -12], bad: [1234, -123] }],
    [{ kind: 'pattern', patterns: ['^a', 'b$'] }, 'VARCHAR', { good: ['ax', 'xb'], bad: ['x', ''], skipped: none }],
    [{ kind: 'pattern', patterns: ['^a', 'b$'], match: 'all' }, 'VARCHAR', { good: ['ab', 'axb'], bad: ['ax', 'b'] }],
    [{ kind: 'pattern', patterns: ['a|b'], whole: true }, 'VARCHAR', { good: ['a', 'b'], bad: ['ab', 'xa', ''] }],
    [{ kind: 'not_pattern', patterns: ['^a', 'b$'] }, 'VARCHAR', { good: ['x', ''], bad: ['ax', 'xb'], skipped: none }],
    [{ kind: 'not_pattern', patterns: ['^a', 'b$'], match: 'all' }, 'VARCHAR', { good: ['ax', 'b'], bad: ['ab'] }],
    [{ kind: 'not_pattern', patterns: ['[0-9]+'], whole: true }, 'VARCHAR', { good: ['1x'], bad: ['12'] }],
    [{ kind: 'not_pattern', patterns: ['x'], nulls: 'fail' }, 'VARCHAR', { good: ['y'], bad: ['x', null] }],
    [
      { kind: 'like', patterns: ['a%', '_b'] },
      'VARCHAR',
      { good: ['a', 'ax', 'äb'], bad: ['b', 'A', ''], skipped: none },
    ],
    [{ kind: 'like', patterns: ['a%', '%b'], match: 'all' }, 'VARCHAR', { good: ['ab', 'axb'], bad: ['a', 'b'] }],
    [{ kind: 'like', patterns: ['Ä%'], ignoreCase: true }, 'VARCHAR', { good: ['äx', 'Äx'], bad: ['ax'] }],
    [{ kind: 'like', patterns: ['1%'] }, 'INTEGER', { good: [1, 12], bad: [21] }],
    [
      { kind: 'not_like', patterns: ['a%', '%b'] },
      'VARCHAR',
      { good: ['x', ''], bad: ['a', 'b', 'ab'], skipped: none },
    ],
    [{ kind: 'not_like', patterns: ['a%', '%b'], match: 'all' }, 'VARCHAR', { good: ['a', 'b'], bad: ['ab'] }],
    [
      { kind: 'starts_with', texts: ['a', '%'] },
      'VARCHAR',
      { good: ['a', 'ab', '%'], bad: ['', 'A', 'ba'], skipped: none },
    ],
    [{ kind: 'starts_with', texts: ['Ä'], ignoreCase: true }, 'VARCHAR', { good: ['äb'], bad: ['ab'] }],
    [
      { kind: 'ends_with', texts: ['.jpg', '.png'] },
      'VARCHAR',
      { good: ['a.jpg', '.png'], bad: ['a.JPG', 'jpg', ''], skipped: none },
    ],
    [{ kind: 'contains', texts: ['a', 'b'] }, 'VARCHAR', { good: ['xa', 'b'], bad: ['x', '', 'A'], skipped: none }],
    [{ kind: 'contains', texts: ['a', 'B'], match: 'all', ignoreCase: true }, 'VARCHAR', { good: ['bxA'], bad: ['a'] }],
    [{ kind: 'contains', texts: ['2'] }, 'INTEGER', { good: [12], bad: [1] }],
    [
      { kind: 'date_format', formats: ['%d.%m.%Y', '%Y-%m-%d'] },
      'VARCHAR',
      {
        good: ['29.02.2024', '2024-02-29', '1.2.2024'],
        bad: ['29.02.2023', '02/29/2024', '', 'x', '2024-02-29 10:00'],
        skipped: none,
      },
    ],
    [
      { kind: 'date_format', formats: ['%H:%M'] },
      'VARCHAR',
      { good: ['09:05', '23:59'], bad: ['24:00', '9', '12:60'] },
    ],
    [{ kind: 'date_format', formats: ['100%% %Y'] }, 'VARCHAR', { good: ['100% 2024'], bad: ['100 2024'] }],
    [{ kind: 'date_format', formats: ['%Y-%m-%d'] }, 'DATE', { good: ['2024-02-29'], skipped: none }],
    [{ kind: 'json_valid' }, 'VARCHAR', { good: ['{}', '[1]', '"a,}"'], bad: ['', '{', '[1,]', 'nan'], skipped: none }],
    [{ kind: 'case', case: 'upper' }, 'VARCHAR', { good: ['', 'DE-7', 'ÄÖ', '1'], bad: ['De', 'ä'], skipped: none }],
    [{ kind: 'case', case: 'lower' }, 'VARCHAR', { good: ['', 'de-7', 'ß'], bad: ['De', 'Ä'] }],
    [
      { kind: 'case', case: 'title' },
      'VARCHAR',
      {
        good: ['', 'Ann Lee', "O'neil", 'Ärger', 'A-B 1st'.replace('1st', '1'), 'Jean-Luc'],
        bad: ['ann', 'ANN', 'Ann lee', 'jean-Luc', 'McX'],
      },
    ],
    [
      { kind: 'trimmed' },
      'VARCHAR',
      { good: ['', 'a b', 'ä'], bad: [' a', 'a ', '\ta', 'a\u00a0', 'a\n', ' '], skipped: none },
    ],
    [{ kind: 'trimmed', nulls: 'fail' }, 'INTEGER', { good: [1], bad: [null] }],
    [{ kind: 'ascii' }, 'VARCHAR', { good: ['', 'a~\t'], bad: ['ä', '’', '👍', 'e\u0301'], skipped: none }],
    [{ kind: 'ascii' }, 'VARCHAR[]', { good: ['[a]'], bad: ['[ä]'] }],
    [
      { kind: 'no_control_characters' },
      'VARCHAR',
      { good: ['', 'ä b', '\u00a0'], bad: ['a\nb', '\t', '\u0007', '\u007f', '\u0085'], skipped: none },
    ],
    [
      { kind: 'no_control_characters', lineBreaks: true },
      'VARCHAR',
      { good: ['a\r\nb', '\t'], bad: ['\u0007', '\u000b', '\u0080'] },
    ],
    [
      { kind: 'precision', digits: 5, decimals: 2 },
      'VARCHAR',
      {
        good: ['999.99', '-1.5000', '+12345', '0.05', '.5', '5.', '0012345', '0'],
        bad: ['1.505', '123456', '1234.56', '', 'x', '1e2', '1,5', '.'],
        skipped: none,
      },
    ],
    [{ kind: 'precision', decimals: 0 }, 'VARCHAR', { good: ['1', '1.', '1.00', '.0'], bad: ['1.01', '.1'] }],
    [
      { kind: 'precision', digits: 3 },
      'DECIMAL(18,4)',
      { good: ['1.2300', '0.0050', '-123'], bad: ['1.234', '1230'], skipped: none },
    ],
    [{ kind: 'precision', decimals: 2 }, 'DECIMAL(18,4)', { good: ['1.2300'], bad: ['1.2340'] }],
    [{ kind: 'precision', digits: 3 }, 'INTEGER', { good: [0, 999, -999], bad: [1000, -1000] }],
    [{ kind: 'precision', decimals: 0 }, 'BIGINT', { good: [1000] }],
    [
      { kind: 'precision', digits: 4, decimals: 3 },
      'DOUBLE',
      { good: [1.5, 0.001, 1234], bad: [0.0000001, 1e20, 'nan', 'inf', 1.0001], skipped: none },
    ],
    [
      { kind: 'precision', digits: 38 },
      'VARCHAR',
      {
        good: ['9'.repeat(38), `1.${'9'.repeat(37)}`, `-00${'1'.repeat(38)}.00`],
        bad: ['9'.repeat(39), '+', `1.${'9'.repeat(38)}`],
      },
    ],
    [{ kind: 'multiple_of', factor: 5 }, 'INTEGER', { good: [0, 5, -10], bad: [1, -3], skipped: none }],
    [{ kind: 'multiple_of', factor: 0.05 }, 'DECIMAL(9,3)', { good: ['1.150', '0'], bad: ['1.170', '0.001'] }],
    [
      { kind: 'multiple_of', factor: 0.1 },
      'DOUBLE',
      { good: [0.3, 1e6, -0.7], bad: [0.25, 'nan', 'inf'], skipped: none },
    ],
    [{ kind: 'multiple_of', factor: 3 }, 'VARCHAR', { good: ['9', ' 6 ', '3.0'], bad: ['4', 'x', ''], skipped: none }],
    [{ kind: 'multiple_of', factor: 7 }, 'HUGEINT', { good: ['70'], bad: ['71'] }],
    [
      { kind: 'integer' },
      'VARCHAR',
      { good: ['3', '-3', '+3', '3.0', '3.'], bad: ['2.5', 'many', '', '1e2', ' 3'], skipped: none },
    ],
    [{ kind: 'integer' }, 'DOUBLE', { good: [3, -0.0, 1e20], bad: [2.5, 'nan', 'inf'], skipped: none }],
    [{ kind: 'integer' }, 'DECIMAL(9,2)', { good: ['3.00'], bad: ['3.01'] }],
    [{ kind: 'integer', nulls: 'fail' }, 'INTEGER', { good: [3], bad: [null] }],
    [{ kind: 'integer' }, 'DATE', { bad: ['2024-01-01'] }],
  ])('%j of %s', async (rule, type, expected) => {
    expect(await misjudged(session(), rule, expected, type)).toEqual([])
  })

  it('only the rows of their condition, and flag what the condition cannot be computed of', async () => {
    const table = tableOf('i INTEGER, a VARCHAR, t VARCHAR', [
      [0, 'x', '1'],
      [1, 'x', '0'],
      [2, 'x', 'no'],
      [3, 'y', '1'],
      [4, null, '1'],
    ])
    const rule = { id: 'r', kind: 'not_in_set', columns: ['a'], values: ['x'], when: 'CAST(t AS INTEGER) > 0' }
    const rows = await judged(session(), [rule, { ...rule, id: 's', nulls: 'fail' }], { in: table })
    expect(rows.map(row => row.join(' '))).toEqual([
      'bad bad',
      'skipped skipped',
      'failed failed',
      'good good',
      'skipped bad',
    ])
  })
})

describe('a set of a second input', () => {
  const table = tableOf('i INTEGER, a VARCHAR, n INTEGER', [
    [0, 'DE', 1],
    [1, 'fr', 2],
    [2, 'XX', 3],
    [3, null, null],
  ])
  const known = tableOf('code VARCHAR, n VARCHAR', [
    ['DE', '1'],
    ['FR', '2.0'],
    [null, null],
  ])
  const verdictsOf = async (rule: object) =>
    (await judged(session(), [{ id: 'r', ...rule }], { in: table, known })).map(row => row[0]).join(' ')

  it.each([
    [{ kind: 'in_set', columns: ['a'], input: 'known', inputColumn: 'code' }, 'good bad bad skipped'],
    [
      { kind: 'in_set', columns: ['a'], input: 'known', inputColumn: 'code', ignoreCase: true },
      'good good bad skipped',
    ],
    [{ kind: 'in_set', columns: ['a'], input: 'known', inputColumn: 'code', values: ['XX'] }, 'good bad good skipped'],
    [{ kind: 'in_set', columns: ['n'], input: 'known' }, 'good bad bad skipped'],
    [{ kind: 'not_in_set', columns: ['a'], input: 'known', inputColumn: 'code' }, 'bad good good skipped'],
    [
      { kind: 'not_in_set', columns: ['a'], input: 'known', inputColumn: 'code', values: ['fr'], nulls: 'fail' },
      'bad bad good bad',
    ],
  ])('is looked into: %j', async (rule, verdicts) => {
    expect(await verdictsOf(rule)).toBe(verdicts)
  })

  it('must be there, and have the column', async () => {
    const rule = { id: 'r', kind: 'in_set', columns: ['a'], input: 'unknown' }
    expect(await problemsWith(session(), [rule, { ...rule, id: 's', input: 'known' }], { in: table, known })).toEqual([
      expect.stringContaining('E-RULE-INPUT rules.0.input'),
      expect.stringContaining('E-COLUMN-UNKNOWN rules.1.inputColumn'),
    ])
  })
})

describe('a comparison with another column', () => {
  it.each([
    ['=', 'bad good bad skipped skipped failed'],
    ['<>', 'good bad good skipped skipped failed'],
    ['<', 'good bad bad skipped skipped failed'],
    ['>=', 'bad good good skipped skipped failed'],
  ])('by %s judges where both hold a value, and what fails is flagged', async (operator, verdicts) => {
    const table = tableOf('i INTEGER, a INTEGER, b VARCHAR', [
      [0, 2, '10'],
      [1, 2, '2.0'],
      [2, 2, '1'],
      [3, 2, null],
      [4, null, '1'],
      [5, 2, 'x'],
    ])
    const rule = { id: 'r', kind: 'compare', columns: ['a'], operator }
    const typed = { ...rule, value: { expression: 'CAST(b AS DOUBLE)' } }
    const named = { ...rule, id: 's', value: { column: 'b' } }
    const rows = await judged(session(), [typed, named], { in: table })
    expect(rows.map(row => row[0]).join(' ')).toBe(verdicts)
    expect(rows.slice(0, 5).map(row => row[1])).toEqual(rows.slice(0, 5).map(row => row[0]))
  })
})

describe('settings that cannot be judged are told before a run', () => {
  it.each([
    [{ kind: 'compare' }, 'E-SETTING rules.0.value'],
    [{ kind: 'precision' }, 'E-SETTING rules.0.digits'],
    [{ kind: 'not_pattern', patterns: ['a', '(?!x)'] }, 'E-PATTERN rules.0.patterns.1'],
    [
      { kind: 'date_format', formats: ['%Y', '%Q-%Y'] },
      'E-SETTING rules.0.formats.1: The date format `%Q-%Y` has `%Q`',
    ],
    [{ kind: 'date_format', formats: ['%Y %'] }, 'E-SETTING rules.0.formats.0: The date format `%Y %` has `%`'],
  ])('%j', async (rule, problem) => {
    expect(await problemsOn(session(), rule)).toEqual([expect.stringContaining(problem)])
  })
})
