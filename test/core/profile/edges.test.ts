import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dateEdges, mostParts, numberEdges, realEdges, wholeEdges } from '#core/profile/edges.ts'
import { instantText } from '#core/profile/instant.ts'

const rising = <T>(edges: readonly T[]) => edges.slice(1).every((edge, i) => i === 0 || edge > edges[i]!)

describe('edges of a histogram', () => {
  test('of whole numbers begin at the smallest, end at the largest, and rise between them', () => {
    fc.assert(
      fc.property(fc.bigInt(-(2n ** 70n), 2n ** 70n), fc.bigInt(0n, 2n ** 70n), (min, more) => {
        const edges = wholeEdges(min, min + more)
        expect(edges[0]).toBe(min)
        expect(edges.at(-1)).toBe(min + more)
        expect(edges.length - 1).toBeLessThanOrEqual(mostParts)
        expect(rising(edges)).toBe(true)
      }),
    )
  })

  test('give each whole number its own part where they are few', () => {
    expect(wholeEdges(3n, 6n)).toEqual([3n, 3n, 4n, 5n, 6n])
    expect(wholeEdges(7n, 7n)).toEqual([7n, 7n])
  })

  test('of other numbers rise, however near or far the ends are', () => {
    const number = fc.double({ noNaN: true, noDefaultInfinity: true })
    fc.assert(
      fc.property(number, number, (a, b) => {
        const edges = realEdges(Math.min(a, b), Math.max(a, b), edge => edge)
        expect(edges.every(Number.isFinite)).toBe(true)
        expect(rising(edges)).toBe(true)
      }),
    )
  })

  test('are values of the column’s own type', () => {
    const { shown, upper } = numberEdges('DECIMAL(9,2)', '-0.50', '0.05')
    expect(shown.slice(0, 3)).toEqual(['-0.50', '-0.48', '-0.45'])
    expect(upper.at(-1)).toBe('0.05')
    expect(numberEdges('BIGINT', '-9223372036854775808', 3).shown[0]).toBe('-9223372036854775808')
    expect(numberEdges('FLOAT', 0, 1).shown.every(edge => Math.fround(Number(edge)) === edge)).toBe(true)
    const day = 86_400_000_000n
    expect(dateEdges('DATE', 0n, 2n * day)?.shown).toEqual(['1970-01-01', '1970-01-01', '1970-01-02', '1970-01-03'])
    expect(dateEdges('TIMESTAMP', 0n, 1n)?.shown).toEqual([
      '1970-01-01T00:00:00',
      '1970-01-01T00:00:00',
      '1970-01-01T00:00:00.000001',
    ])
    expect(dateEdges('DATE', -(10n ** 18n), 0n)).toBeNull()
  })
})

describe('an instant', () => {
  test('is written to the microsecond, before 1970 as after', () => {
    expect(instantText(-1n, 'TIMESTAMP')).toBe('1969-12-31T23:59:59.999999')
    expect(instantText(1_500_000n, 'TIMESTAMP WITH TIME ZONE')).toBe('1970-01-01T00:00:01.5Z')
    expect(instantText(-1n, 'DATE')).toBe('1969-12-31')
    expect(instantText(10n ** 19n, 'TIMESTAMP')).toBeNull()
  })
})
