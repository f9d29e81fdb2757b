import { describe, expect, test } from 'vitest'
import { marksAt } from '#renderer/grid/FlagLane.tsx'
import { flagsAt, rowFlags, worstOf } from '#renderer/grid/flags.ts'
import type { GridFlag } from '#renderer/grid/types.ts'

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

describe('the flag lane', () => {
  test('draws one mark a line, the gravest of its rows', () => {
    const marks = new Map([
      [0, 'info'],
      [1, 'error'],
      [999, 'warning'],
    ] as const)
    expect([...marksAt(marks, 1000, 100)]).toEqual([
      [0, 'error'],
      [98, 'warning'],
    ])
  })
})
