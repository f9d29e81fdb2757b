import { describe, expect, it } from 'vitest'
import { databaseOfTests } from '#test/engine/duckdb/session-of-tests.ts'
import { misjudged, observedOn } from './column.ts'
import { judged, tableOf } from './judge.ts'

const { session } = databaseOfTests()

const spaces = [' ', '\t\n\r', '\u00a0', '\u2003\u3000 ']

describe('rules of completeness judge', () => {
  it.each([
    [{ kind: 'null' }, 'VARCHAR', { good: [null], bad: ['', ' ', 'x'] }],
    [{ kind: 'null' }, 'INTEGER', { good: [null], bad: [0, 1] }],
    [{ kind: 'null', nulls: 'fail' }, 'DATE', { good: [null], bad: ['2024-01-01'] }],
    [{ kind: 'not_blank' }, 'VARCHAR', { good: ['x', ' ä ', '0', '\u200b'], bad: [null, '', ...spaces] }],
    [{ kind: 'not_blank', nulls: 'pass' }, 'DECIMAL(9,2)', { good: ['0', '1.5'], bad: [null] }],
    [{ kind: 'not_blank' }, 'VARCHAR[]', { good: ['[]', '[a]'], bad: [null] }],
    [
      { kind: 'not_missing_token' },
      'VARCHAR',
      {
        good: ['x', 'n/a!', 'nana', 'no', '0', '...', 'Unknown soldier'],
        bad: [null, '', ...spaces, 'n/a', ' N/A ', 'NULL', '-', '?', 'None', '\u00a0tbd\n', 'NaN'],
      },
    ],
    [
      { kind: 'not_missing_token', tokens: ['k.A.', '(x)', ' 0000 ', '\\d'], ignoreCase: false },
      'VARCHAR',
      { good: ['', 'n/a', 'kaAa', 'K.A.', 'x', '1', '00000'], bad: [null, 'k.A.', ' (x)', '0000', '\\d'] },
    ],
    [{ kind: 'not_missing_token', tokens: [] }, 'VARCHAR', { good: ['', 'n/a'], bad: [null] }],
    [{ kind: 'not_missing_token', tokens: ['-1', '999'] }, 'INTEGER', { good: [0, 1, 9999], bad: [-1, 999, null] }],
  ])('%j of %s', async (rule, type, expected) => {
    expect(await misjudged(session(), rule, expected, type)).toEqual([])
  })

  const people = tableOf('i INTEGER, state VARCHAR, day DATE, n INTEGER', [
    [0, 'sent', '2024-01-01', 1],
    [1, 'sent', null, 1],
    [2, 'open', null, null],
    [3, null, null, 2],
    [4, ' ', null, null],
    [5, null, null, null],
  ])
  const verdictsOf = async (rule: object) =>
    (await judged(session(), [{ id: 'r', ...rule }], { in: people })).map(row => row[0])

  it.each([
    [
      { kind: 'required_if', columns: ['day'], condition: "state = 'sent'" },
      'good bad skipped skipped skipped skipped',
    ],
    [
      { kind: 'required_if', columns: ['day'], condition: "state = 'sent'", nulls: 'fail' },
      'good bad good good good good',
    ],
    [
      { kind: 'required_if', columns: ['day'], condition: "state = 'sent'", nulls: 'pass', when: 'n = 1' },
      'good bad skipped skipped skipped skipped',
    ],
    [
      { kind: 'required_if', columns: ['n'], condition: 'CAST(state AS INTEGER) > 0' },
      'failed failed failed skipped failed skipped',
    ],
    [{ kind: 'all_or_none', columns: ['state', 'day', 'n'] }, 'good bad bad bad bad good'],
    [{ kind: 'all_or_none', columns: ['day', 'n'], nulls: 'fail' }, 'good bad good bad good good'],
    [{ kind: 'at_least_one_of', columns: ['state', 'day'] }, 'good good good bad good bad'],
    [{ kind: 'at_least_one_of', columns: ['day', 'n'], when: 'i > 2' }, 'skipped skipped skipped good bad bad'],
    [{ kind: 'blank_row' }, 'good good good good good good'],
    [{ kind: 'blank_row', columns: ['state', 'day', 'n'] }, 'good good good good bad bad'],
  ])('%j by the row', async (rule, verdicts) => {
    expect((await verdictsOf(rule)).join(' ')).toBe(verdicts)
  })
})

describe('completeness of a column', () => {
  it.each([
    [{ min: 0.5 }, [1, null], ['0.5', true]],
    [{ min: 0.51 }, [1, null], ['0.5', false]],
    [{}, [1, 2], ['1.0', true]],
    [{}, [1, null], ['0.5', false]],
    [{ min: 0, max: 0.4 }, [1, null], ['0.5', false]],
    [{}, [], [null, null]],
    [{ when: 'i > 0' }, [null, 1], ['1.0', true]],
    [{ when: 'i > 9' }, [null, 1], [null, null]],
    [{ columns: ['a', 'i'], min: 0.4 }, [1, null], ['0.5', true]],
    [{ columns: ['i', 'a'], min: 0.6 }, [1, null], ['0.5', false]],
  ])('%j of %j', async (rule, values, expected) => {
    expect(await observedOn(session(), { kind: 'completeness', ...rule }, values, 'INTEGER')).toEqual(expected)
  })
})

describe('values that must occur', () => {
  it.each([
    [{ values: ['x', 'y'] }, ['y', 'x', 'z', null], 'VARCHAR', ['all occur', true]],
    [{ values: ['x', 'y', 'Z'] }, ['x', 'z'], 'VARCHAR', ['missing: y, Z', false]],
    [{ values: ['x', 'Z'], ignoreCase: true }, ['X', 'z'], 'VARCHAR', ['all occur', true]],
    [{ values: [1, '2'] }, ['1.0', '2'], 'VARCHAR', ['all occur', true]],
    [{ values: [1, 'x'] }, [1, 2], 'INTEGER', ['missing: x', false]],
    [{ values: ['2024-01-01'] }, ['2024-01-01'], 'DATE', ['all occur', true]],
    [{ values: ['x'] }, [null], 'VARCHAR', ['missing: x', false]],
    [{ values: ['x'] }, [], 'VARCHAR', [null, null]],
    [{ values: ['x'], when: 'i > 0' }, ['x', 'y'], 'VARCHAR', ['missing: x', false]],
  ])('%j in %j of %s', async (rule, values, type, expected) => {
    expect(await observedOn(session(), { kind: 'required_values', ...rule }, values, type)).toEqual(expected)
  })
})
