import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { columnsAt, fittingWidth, layoutOf } from '#renderer/grid/column-layout.ts'

describe('the columns in view', () => {
  test('hold every column that the view touches', () => {
    const widths = fc.array(fc.integer({ min: 48, max: 400 }), { minLength: 1, maxLength: 300 })
    fc.assert(
      fc.property(
        widths,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.integer({ min: 100, max: 2000 }),
        (each, share, view) => {
          const layout = layoutOf(each)
          const left = share * Math.max(0, layout.total - view)
          const { first, end } = columnsAt(layout, left, view)
          for (const [index, width] of each.entries()) {
            const start = layout.offsets[index] ?? 0
            if (start < left + view && start + width > left) {
              expect(index).toBeGreaterThanOrEqual(first)
              expect(index).toBeLessThan(end)
            }
          }
        },
      ),
    )
  })

  test('are none where there are no columns', () => {
    expect(columnsAt(layoutOf([]), 0, 500)).toEqual({ first: 0, end: 0 })
  })
})

test('a width fits what is there, within reason', () => {
  const narrow = fittingWidth({ name: 'id', type: 'BIGINT' }, [1, 2])
  const wide = fittingWidth({ name: 'id', type: 'VARCHAR' }, ['x'.repeat(400)])
  expect(narrow).toBeLessThan(100)
  expect(wide).toBe(300)
})
