import fc from 'fast-check'
import { expect, test } from 'vitest'
import { apply, diff, revert, same, withValueAt } from '#renderer/store/patch.ts'

const key = fc.constantFrom('a', 'b', 'c', 'd')
const { value } = fc.letrec<{ value: unknown }>(tie => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.integer({ min: 0, max: 3 }),
    fc.constantFrom('x', null, true),
    fc.array(tie('value'), { maxLength: 4 }),
    fc
      .uniqueArray(fc.tuple(key, tie('value')), { selector: ([name]) => name, maxLength: 4 })
      .map(entries => Object.fromEntries(entries)),
  ),
}))

const text = (data: unknown) => JSON.stringify(data)

test('A diff put on the one side gives the bytes of the other, and taken back those of the first', () => {
  fc.assert(
    fc.property(value, value, (before, after) => {
      const patches = diff(before, after)
      expect(text(apply(before, patches))).toBe(text(after))
      expect(text(revert(after, patches))).toBe(text(before))
    }),
    { numRuns: 500 },
  )
})

test('A diff is empty exactly where both sides are the same bytes', () => {
  const pairs = fc.oneof(
    fc.tuple(value, value),
    value.map(data => [data, structuredClone(data)] as const),
  )
  fc.assert(
    fc.property(pairs, ([before, after]) => {
      expect(diff(before, after).length === 0).toBe(text(before) === text(after))
    }),
    { numRuns: 500 },
  )
})

test('The order of keys counts, because it is the order of the saved file', () => {
  expect(same({ a: 1, b: 2 }, { b: 2, a: 1 })).toBe(false)
  expect(text(apply({ a: 1, b: 2 }, diff({ a: 1, b: 2 }, { b: 2, a: 1 })))).toBe('{"b":2,"a":1}')
})

test('A patch shares what it does not change', () => {
  const before = { kept: { deep: [1, 2] }, changed: 1 }
  const after = { ...before, changed: 2 }
  expect(apply(before, diff(before, after)).kept).toBe(before.kept)
})

test('A value is set by its path, makes what is missing on the way, and undefined takes it out', () => {
  expect(withValueAt({}, ['types', 'id'], 'BIGINT')).toEqual({ types: { id: 'BIGINT' } })
  expect(withValueAt({ rules: [{ id: 'a' }, { id: 'b' }] }, ['rules', 1, 'id'], 'c')).toEqual({
    rules: [{ id: 'a' }, { id: 'c' }],
  })
  expect(withValueAt({ rules: ['a', 'b'] }, ['rules', 0], undefined)).toEqual({ rules: ['b'] })
  expect(withValueAt({ a: 1, b: 2 }, ['a'], undefined)).toEqual({ b: 2 })
})
