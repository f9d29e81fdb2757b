import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cellsIn, moved, rangeOf } from '#renderer/grid/selection.ts'

const extent = { rows: 100, columns: 5, page: 10 }

describe('moving in the grid', () => {
  test('goes one cell by an arrow, and to the edge with Ctrl', () => {
    expect(moved({ row: 5, column: 2 }, 'ArrowDown', false, extent)).toEqual({ row: 6, column: 2 })
    expect(moved({ row: 5, column: 2 }, 'ArrowRight', true, extent)).toEqual({ row: 5, column: 4 })
    expect(moved({ row: 5, column: 2 }, 'End', true, extent)).toEqual({ row: 99, column: 4 })
    expect(moved({ row: 5, column: 2 }, 'Home', false, extent)).toEqual({ row: 5, column: 0 })
  })

  test('ignores keys that do not move', () => {
    expect(moved({ row: 5, column: 2 }, 'a', false, extent)).toBeNull()
  })

  test('never leaves the rows and columns', () => {
    const keys = fc.constantFrom('ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'PageUp', 'PageDown', 'Home', 'End')
    const cell = fc.record({ row: fc.nat(99), column: fc.nat(4) })
    fc.assert(
      fc.property(cell, keys, fc.boolean(), (from, key, ctrl) => {
        const to = moved(from, key, ctrl, extent)
        expect(to?.row).toBeGreaterThanOrEqual(0)
        expect(to?.row).toBeLessThan(100)
        expect(to?.column).toBeGreaterThanOrEqual(0)
        expect(to?.column).toBeLessThan(5)
      }),
    )
  })
})

test('a selection spans both corners, whichever came first', () => {
  const range = rangeOf({ active: { row: 2, column: 4 }, anchor: { row: 7, column: 1 } })
  expect(range).toEqual({ top: 2, bottom: 7, left: 1, right: 4 })
  expect(cellsIn(range)).toBe(24)
})
