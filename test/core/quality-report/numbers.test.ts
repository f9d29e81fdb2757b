import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { count, duration, moment, percent, size } from '#core/quality-report/numbers.ts'

describe('numbers of a report', () => {
  it('are the same in every place', () => {
    expect([0, 999, 1000, 1204331, -1234].map(count)).toEqual(['0', '999', '1,000', '1,204,331', '-1,234'])
    expect(moment('2024-05-01T08:30:59.999+02:00')).toBe('2024-05-01 06:30 UTC')
    expect(moment('some day')).toBe('some day')
    expect([12, 2500, 200_000].map(duration)).toEqual(['12 ms', '2.5 s', '3 min 20 s'])
    expect([100, 2048, 5 * 1024 ** 2].map(size)).toEqual(['100 B', '2.0 KB', '5.0 MB'])
  })

  it('say 0 % and 100 % of nothing and of all alone', () => {
    expect([0, 0.00001, 0.5, 0.978, 0.99999, 1].map(percent)).toEqual([
      '0 %',
      '< 0.1 %',
      '50.0 %',
      '97.8 %',
      '> 99.9 %',
      '100 %',
    ])
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), share => {
        const said = percent(share)
        expect(said === '0 %').toBe(share === 0)
        expect(said === '100 %').toBe(share === 1)
        const shown = Number(/[\d.]+/.exec(said)![0])
        expect(Math.abs(shown - share * 100)).toBeLessThanOrEqual(0.1)
      }),
    )
  })
})
