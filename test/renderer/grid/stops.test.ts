import { expect, test } from 'vitest'
import { stopsOf } from '#renderer/grid/stops.ts'
import type { GridFlag } from '#renderer/grid/types.ts'

const flag = (rule: string, severity: GridFlag['severity'], column: string): GridFlag => ({
  node: 'check',
  rule,
  kind: 'range',
  columns: [column],
  severity,
  message: `breaks ${rule}`,
  value: null,
  via: [],
})

const row = {
  values: [],
  flags: [flag('a', 'warning', 'x'), flag('b', 'critical', 'y')],
  unevaluated: [
    { rule: 'a', columns: ['x'], state: 'failed' as const },
    { rule: 'c', columns: ['z'], state: 'skipped' as const },
  ],
  cut: new Set<number>(),
}

test('a walk stops at the gravest flag, or at the one that the filter asks for', () => {
  expect(stopsOf(row, {}).map(stop => stop.columns)).toEqual([['y'], ['x']])
  expect(stopsOf(row, { severity: 'warning' })).toEqual([{ columns: ['x'], said: 'warning, breaks a' }])
  expect(stopsOf(row, { search: 'x' }).length).toBe(2)
})

test('a walk over what was not judged stops where that is, unless flags are asked for, too', () => {
  expect(stopsOf(row, { evaluation: { state: 'skipped' } })).toEqual([{ columns: ['z'], said: 'c was not evaluated' }])
  expect(stopsOf(row, { evaluation: { state: 'failed', rule: 'a' } }).map(stop => stop.said)).toEqual([
    'a could not be evaluated',
  ])
  expect(stopsOf(row, { evaluation: { state: 'failed' }, column: 'x' }).map(stop => stop.said)).toEqual([
    'warning, breaks a',
  ])
})
