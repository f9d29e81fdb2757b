import { describe, expect, test } from 'vitest'
import { marksAt, nearestMark } from '#renderer/grid/FlagLane.tsx'
import { evaluationsAt, flagsAt, groupsOf, isMeant, rowEvaluations, rowFlags, worstOf } from '#renderer/grid/flags.ts'
import type { GridFilter, GridFlag } from '#renderer/grid/types.ts'

const flag = (rule: string, severity: GridFlag['severity'], ...columns: string[]): GridFlag => ({
  node: 'check',
  rule,
  kind: 'range',
  columns,
  severity,
  message: rule,
  value: null,
  via: [],
})

describe('flags of a row', () => {
  const flags = [flag('a', 'warning', 'x'), flag('b', 'critical', 'x', 'y'), flag('c', 'info', 'gone')]

  test('stand at each of their columns, the gravest first', () => {
    expect(flagsAt(flags, 'x').map(each => each.rule)).toEqual(['b', 'a'])
    expect(flagsAt(flags, 'y').map(each => each.rule)).toEqual(['b'])
  })

  test('stand at the row itself where no shown column has them', () => {
    expect(rowFlags(flags, new Set(['x', 'y'])).map(each => each.rule)).toEqual(['c'])
  })

  test('are as grave as the gravest', () => {
    expect(worstOf(flags)).toBe('critical')
    expect(worstOf([])).toBeNull()
  })
})

describe('flags of several nodes', () => {
  const from = (node: string, via: readonly string[], ...flags: GridFlag[]) =>
    flags.map(each => ({ ...each, node, via: [...via] }))
  const flags = [
    ...from('first', ['left'], flag('a', 'info', 'x'), flag('b', 'critical', 'y')),
    ...from('first', ['right'], flag('a', 'error', 'x')),
    ...from('second', [], flag('a', 'warning', 'x')),
  ]

  test('are told by node and way, the gravest of each first', () => {
    expect(groupsOf(flags).map(({ node, via, flags: own }) => [node, via, own.map(each => each.rule)])).toEqual([
      ['first', ['left'], ['b', 'a']],
      ['first', ['right'], ['a']],
      ['second', [], ['a']],
    ])
  })

  test.each<[string, GridFilter, number[]]>([
    ['nothing', {}, [0, 1, 2, 3]],
    ['a severity', { severity: 'error' }, [2]],
    ['a rule, whichever way it came', { rule: { node: 'first', rule: 'a' } }, [0, 2]],
    ['a rule by one way', { rule: { node: 'first', rule: 'a', via: ['right'] } }, [2]],
    ['a column', { column: 'Y' }, [1]],
    ['all of these', { column: 'x', severity: 'warning', rule: { node: 'second', rule: 'a', via: [] } }, [3]],
  ])('are meant by a filter that asks for %s', (_, filter, places) => {
    expect(flags.flatMap((each, place) => (isMeant(filter, each) ? [place] : []))).toEqual(places)
  })
})

test('what was not judged stands at its column, what failed first, or at the row', () => {
  const all = [
    { rule: 'a', columns: ['x'], state: 'skipped' as const },
    { rule: 'b', columns: ['x'], state: 'failed' as const },
    { rule: 'c', columns: [], state: 'skipped' as const },
  ]
  expect(evaluationsAt(all, 'x').map(each => each.rule)).toEqual(['b', 'a'])
  expect(rowEvaluations(all, new Set(['x'])).map(each => each.rule)).toEqual(['c'])
})

describe('the flag lane', () => {
  test('leads to the row whose mark is under the pointer, and nowhere beside the marks', () => {
    const marks = new Map([
      [100, 'info'],
      [110, 'error'],
    ] as const)
    expect(nearestMark(marks, 1000, 500, 51)).toBe(100)
    expect(nearestMark(marks, 1000, 500, 55)).toBe(110)
    expect(nearestMark(marks, 1000, 500, 70)).toBeNull()
  })

  test('draws one mark a line, the gravest of its rows', () => {
    const marks = new Map([
      [0, 'info'],
      [1, 'error'],
      [999, 'warning'],
    ] as const)
    expect([...marksAt(marks, 1000, 100)]).toEqual([
      [0, 'error'],
      [96, 'warning'],
    ])
  })
})
