import { expect, test } from 'vitest'
import type { Flow } from '#core/flow/types.ts'
import { cleaned, isFiltered, meansRule, rulesBefore } from '#renderer/dock/filters.ts'
import { emptyFlow } from '#renderer/store/document.ts'

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

test('before anything is counted, the rules of all nodes before are offered as the flow says them', () => {
  const check = (...rules: object[]) => ({ kind: 'validate.rules', version: 1, settings: { rules } })
  const flow: Flow = {
    ...emptyFlow(),
    nodes: {
      a: check({ id: 'email', kind: 'format', columns: ['mail'], severity: 'warning' }),
      b: check({ id: 'whole', kind: 'expression' }),
      other: check({ id: 'no' }),
      sort: { kind: 'transform.sort', version: 1, settings: {} },
    },
    edges: [
      { from: 'a.out', to: 'b.in' },
      { from: 'b.out', to: 'sort.in' },
    ],
  }
  expect(rulesBefore(flow, 'sort')).toEqual([
    { node: 'b', rule: 'whole', severity: 'error', columns: [], rows: null },
    { node: 'a', rule: 'email', severity: 'warning', columns: ['mail'], rows: null },
  ])
})
