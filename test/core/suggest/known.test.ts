import { expect, test } from 'vitest'
import { Said } from '#core/suggest/known.ts'

const saidOf = (...rules: readonly { readonly kind: string; readonly [key: string]: unknown }[]) => {
  const said = new Said()
  for (const rule of rules) said.add({ id: 'r', ...rule })
  return said
}

const rest = (said: Said, rule: { readonly kind: string; readonly columns: readonly string[] }) =>
  said.rest({ id: 'new', ...rule })?.columns ?? null

test('A rule is new on the columns that no other rule of its kind judges, whatever their case', () => {
  const said = saidOf({ kind: 'not_null', columns: ['ID', 'name'] })
  expect(rest(said, { kind: 'not_null', columns: ['id', 'email', 'name'] })).toEqual(['email'])
  expect(rest(said, { kind: 'not_null', columns: ['id'] })).toBeNull()
})

test('What a key, a set or a format says covers what follows from it', () => {
  const said = saidOf({ kind: 'primary_key', columns: ['id'] }, { kind: 'format', columns: ['email'], format: 'email' })
  expect(rest(said, { kind: 'not_null', columns: ['id'] })).toBeNull()
  expect(rest(said, { kind: 'pattern', columns: ['email'] })).toBeNull()
  expect(rest(said, { kind: 'in_set', columns: ['email'] })).toEqual(['email'])
})

test('A rule on columns together is another one than a rule on a part of them', () => {
  const said = saidOf({ kind: 'primary_key', columns: ['order', 'line'] })
  expect(rest(said, { kind: 'primary_key', columns: ['line', 'order'] })).toBeNull()
  expect(rest(said, { kind: 'primary_key', columns: ['order'] })).toEqual(['order'])
})

test('Of days in an order each two are known, in this order alone', () => {
  const said = saidOf({ kind: 'date_order', columns: ['ordered', 'sent', 'arrived'] })
  expect(rest(said, { kind: 'date_order', columns: ['ordered', 'arrived'] })).toBeNull()
  expect(rest(said, { kind: 'date_order', columns: ['arrived', 'ordered'] })).toEqual(['arrived', 'ordered'])
})
