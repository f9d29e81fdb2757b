import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { ReasonItems } from '#renderer/grid/ReasonItems.tsx'
import type { GridFlag } from '#renderer/grid/types.ts'

const flag = (rule: string, severity: GridFlag['severity'], via: string[] = []): GridFlag => ({
  node: 'check',
  rule,
  kind: 'range',
  columns: ['x'],
  severity,
  message: `<${rule}> is wrong`,
  value: 'the value',
  via,
})

const shown = renderToStaticMarkup(
  createElement(ReasonItems, {
    flags: [flag('a', 'info'), flag('b', 'critical'), flag('a', 'error', ['left'])],
    unevaluated: [{ rule: 'c', columns: ['y'], state: 'skipped' }],
    columns: [
      { name: 'x', type: 'INTEGER' },
      { name: 'y', type: 'INTEGER' },
    ],
    values: [1, null],
    titleOf: () => 'Check people',
    whenOf: () => null,
    onGoTo: () => undefined,
    onFilter: () => undefined,
    onFilterEvaluation: () => undefined,
  }),
)
const text = shown.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')

test('reasons are listed by node and way, the gravest first, then what was not judged', () => {
  expect(text).toMatch(/Check people 2 reasons .*b.*a.*Check people by way of left 1 reason .*Not judged 1 rule/)
  expect([...shown.matchAll(/class="severity (\w+)"/g)].map(found => found[1])).toEqual(['critical', 'info', 'error'])
  expect(text).toContain('Not evaluated: y is null')
})

test('each reason says its value, and leads to its rule and to the rows that are alike', () => {
  expect(text.match(/the value/g)).toHaveLength(3)
  for (const rule of ['a', 'b']) {
    expect(shown).toContain(`aria-label="Go to the rule ${rule}"`)
    expect(shown).toContain(`aria-label="Show rows that break ${rule}"`)
  }
  expect(shown).toContain('aria-label="Show rows that c says nothing of"')
})
