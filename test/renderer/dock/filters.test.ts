import { expect, test } from 'vitest'
import { cleaned, isFiltered, meansRule } from '#renderer/dock/filters.ts'

test('a filter without what is not set is no filter', () => {
  const unset = { severity: undefined, column: '', flaggedOnly: false, columns: [] }
  expect(cleaned(unset)).toEqual({})
  expect([isFiltered({}), isFiltered({ column: '' }), isFiltered({ flaggedOnly: true })]).toEqual([false, false, true])
})

test('a filter by rule means the way it names, and without one every way', () => {
  const rule = { node: 'check', rule: 'email', via: ['left'] }
  expect(meansRule(undefined, rule)).toBe(false)
  expect(meansRule({ node: 'check', rule: 'email' }, rule)).toBe(true)
  expect(meansRule({ node: 'check', rule: 'email', via: ['left'] }, rule)).toBe(true)
  expect(meansRule({ node: 'check', rule: 'email', via: [] }, rule)).toBe(false)
  expect(meansRule({ node: 'other', rule: 'email' }, rule)).toBe(false)
})
