import { expect, test } from 'vitest'
import { readValue, shownValue } from '#renderer/fields/list-value.ts'

test.each([
  ['12', 12],
  ['-0.5', -0.5],
  ['007', '007'],
  ['1.50', '1.50'],
  ['true', true],
  ['null', null],
  ['', ''],
  ['Bonn', 'Bonn'],
] as const)('what is typed as %s is read as it stands in a list of any values, and shown again', (text, value) => {
  expect(readValue(text, false)).toBe(value)
  expect(shownValue(readValue(text, false))).toBe(text)
})

test('what is typed is a text where a list holds nothing else', () => {
  expect(readValue('12', true)).toBe('12')
  expect(readValue('null', true)).toBe('null')
})
