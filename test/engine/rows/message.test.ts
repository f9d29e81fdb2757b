import { expect, test } from 'vitest'
import { fillMessage } from '#engine/rows/message.ts'

const parts = { column: 'email', value: ['x@'], raw: ['x@ '] }

test.each([
  ['{column} is no address: {value}', 'email is no address: x@', 'email is no address'],
  ['`{value}` is no address', '`x@` is no address', 'is no address'],
  ['no address ({value})', 'no address (x@)', 'no address'],
  ['no address "{value}"', 'no address "x@"', 'no address'],
  ['cannot be read: {raw}', 'cannot be read: x@ ', 'cannot be read: x@ '],
])('%s is filled, and loses its value with the marks around it', (message, filled, dropped) => {
  expect(fillMessage(message, parts)).toBe(filled.trim())
  expect(fillMessage(message, { ...parts, value: undefined })).toBe(dropped.trim())
})

test('a value that holds a placeholder or a replacement pattern stays as it is', () => {
  expect(fillMessage('{value}', { ...parts, value: ["$& {raw} $1 '{column}'"] })).toBe("$& {raw} $1 '{column}'")
})

test('null, numbers and nested values are shown, and long texts are cut', () => {
  const show = (value: unknown) => fillMessage('{value}', { ...parts, value: [value as null] })
  expect([show(null), show(1.5), show({ a: [1] })]).toEqual(['null', '1.5', '{"a":[1]}'])
  expect(show('x'.repeat(500)).length).toBeLessThan(130)
})
