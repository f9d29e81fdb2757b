import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { maxScrollHeight, rowsAt, scrollMap, topToShow } from '#renderer/grid/scroll-map.ts'

const height = 24
const view = fc.integer({ min: 24, max: 2000 })
const rows = fc.integer({ min: 1, max: 200_000_000 })

describe('the scroll map', () => {
  test('never asks for a box higher than a browser can scroll exactly', () => {
    fc.assert(fc.property(rows, view, (count, seen) => scrollMap(count, height, seen).height <= maxScrollHeight))
  })

  test('maps the ends of the scroll range to the first and the last row', () => {
    fc.assert(
      fc.property(rows, view, (count, seen) => {
        const map = scrollMap(count, height, seen)
        const range = Math.max(0, map.height - seen)
        expect(map.toTop(0)).toBe(0)
        expect(map.toTop(range)).toBeCloseTo(map.maxTop, 3)
        expect(rowsAt(map.maxTop, seen, height, count).end).toBe(count)
      }),
    )
  })

  test('keeps the order of positions both ways', () => {
    fc.assert(
      fc.property(
        rows,
        view,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (count, seen, a, b) => {
          const map = scrollMap(count, height, seen)
          const [low, high] = a < b ? [a, b] : [b, a]
          expect(map.toScroll(low * map.maxTop)).toBeLessThanOrEqual(map.toScroll(high * map.maxTop))
          expect(map.toTop(low * map.height)).toBeLessThanOrEqual(map.toTop(high * map.height))
        },
      ),
    )
  })

  test('comes back to the same place from its scroll position', () => {
    fc.assert(
      fc.property(rows, view, fc.double({ min: 0, max: 1, noNaN: true }), (count, seen, share) => {
        const map = scrollMap(count, height, seen)
        const top = share * map.maxTop
        expect(Math.abs(map.toTop(map.toScroll(top)) - top)).toBeLessThan(1e-3)
      }),
    )
  })

  test('is exact where all rows fit the range', () => {
    const map = scrollMap(1000, height, 240)
    expect(map.exact).toBe(true)
    expect(map.toTop(1234.5)).toBe(1234.5)
  })

  test('shows every row that can be asked for whole, and moves no more than needed', () => {
    fc.assert(
      fc.property(
        rows,
        view,
        fc.double({ min: 0, max: 0.999999, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (count, seen, at, from) => {
          const row = Math.floor(at * count)
          const before = from * scrollMap(count, height, seen).maxTop
          const top = topToShow(row, before, seen, height)
          const { first, end } = rowsAt(Math.max(0, top), seen, height, count)
          expect(row).toBeGreaterThanOrEqual(first)
          expect(row).toBeLessThan(end)
          if (row * height >= before && (row + 1) * height <= before + seen) expect(top).toBe(before)
        },
      ),
    )
  })
})
