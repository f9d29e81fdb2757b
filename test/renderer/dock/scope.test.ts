import { describe, expect, test } from 'vitest'
import { scopeText } from '#renderer/dock/scope.ts'

const title = (id: string) => (id === 'orders' ? 'Orders' : id)

describe('the scope of rows', () => {
  test('says that they are all', () => {
    expect(scopeText({ scope: 'all', rowCount: 1204331, totalCount: 1204331 }, false, title)).toBe('all 1,204,331 rows')
  })

  test('says which part they are, and of what', () => {
    expect(scopeText({ scope: 'first 10000 rows of orders', rowCount: null, totalCount: null }, false, title)).toBe(
      'first 10,000 rows of Orders',
    )
  })

  test('counts what a filter lets through', () => {
    expect(scopeText({ scope: 'all', rowCount: 1200, totalCount: 90000 }, true, title)).toBe('1,200 of 90,000 rows')
  })

  test('says which node needs all rows, while they are read', () => {
    const state = { scope: null, rowCount: null, totalCount: null }
    expect(scopeText(state, false, title)).toBe('reading')
    expect(scopeText(state, false, title, 'orders')).toBe('reading all rows: Orders needs them')
  })

  test('says what is not counted', () => {
    expect(scopeText({ scope: 'all', rowCount: null, totalCount: null }, false, title)).toBe(
      'all rows, not counted yet',
    )
  })
})
