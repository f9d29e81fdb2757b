import { describe, expect, test } from 'vitest'
import { unjudgedText, valueBeside } from '#renderer/grid/reasons.ts'
import type { GridFlag } from '#renderer/grid/types.ts'

const flag = (message: string, value: unknown): GridFlag => ({
  node: 'check',
  rule: 'r',
  kind: 'range',
  columns: ['x'],
  severity: 'error',
  message,
  value,
  via: [],
})

test('a value stands beside a message that does not say it', () => {
  expect(valueBeside(flag('no address', 'x@@y'))).toBe('x@@y')
  expect(valueBeside(flag('`x@@y` is no address', 'x@@y'))).toBeNull()
  expect(valueBeside(flag('a is null', null))).toBeNull()
  expect(valueBeside(flag('is not a value', 'a'))).toBe('a')
})

describe('why a rule said nothing of a row', () => {
  const columns = [
    { name: 'x', type: 'INTEGER' },
    { name: 'y', type: 'INTEGER' },
  ]
  const said = (state: 'skipped' | 'failed', when: string | null, values: readonly unknown[]) =>
    unjudgedText({ rule: 'r', columns: ['x'], state }, when, columns, values)

  test('is a null, its condition, or a failure, as far as the row tells', () => {
    expect(said('skipped', 'y > 1', [null, 2])).toBe('Not evaluated: x is null')
    expect(said('skipped', 'y > 1', [3, 0])).toContain('y > 1 does not hold')
    expect(said('skipped', null, [3, null])).toBe('Not evaluated: what it compares with is null')
    expect(said('failed', null, [3, 0])).toContain('Could not be evaluated')
  })
})
