import { describe, expect, it } from 'vitest'
import { didYouMean, nearest } from '#core/flow/nearest.ts'

describe('the nearest name', () => {
  it.each([
    ['emial', 'email'],
    ['EMAIL', 'email'],
    ['adress', 'address'],
    ['customer', 'customer_id'],
    ['order_date_utc', 'order_date'],
    ['cu', null],
    ['x', null],
    ['zip', null],
  ])('for %s is %s', (name, near) => {
    expect(nearest(name, ['email', 'customer_id', 'address', 'order_date'])).toBe(near)
  })

  it('counts two swapped letters as one slip', () => {
    expect(nearest('ab', ['ba'])).toBe('ba')
  })

  it('prefers the first of several that are as near', () => {
    expect(nearest('cat', ['bat', 'hat'])).toBe('bat')
  })

  it('gives a hint only where a name is near', () => {
    expect(didYouMean('emial', ['email'])).toEqual({ hint: 'did you mean `email`?' })
    expect(didYouMean('whatever', ['email'])).toEqual({})
  })
})
