import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
import { field, z } from '#core/node/settings.ts'
import { ruleKinds } from '#core/rules/index.ts'
import { Form } from '#renderer/fields/Form.tsx'
import { FormContext } from '#renderer/fields/form-context.ts'
import { atItsPlace } from '#renderer/fields/problem-text.ts'
import { holds, observedText, percent } from '#renderer/fields/rules/outcome.ts'
import { RuleHelp } from '#renderer/fields/rules/RuleHelp.tsx'
import { searchRules, suits } from '#renderer/fields/rules/search.ts'

const kinds = [...ruleKinds.values()]
const names = (query: string, type: string | null = null) =>
  searchRules(query, type).flatMap(group => group.rules.map(rule => rule.kind.kind))

describe('the catalogue of rules', () => {
  test('offers each kind once, by dimension', () => {
    expect(names('').toSorted()).toEqual(kinds.map(kind => kind.kind).toSorted())
    for (const { title, rules } of searchRules(''))
      expect(rules.every(rule => rule.kind.dimension === title)).toBe(true)
  })

  test('finds a kind first by its own title, name or common name', () => {
    for (const kind of kinds) expect(names(kind.kind), kind.kind).toContain(kind.kind)
    expect(names('not null')[0]).toBe('not_null')
    expect(names('allowed values')[0]).toBe('in_set')
  })

  test("finds a kind by another tool's name, and says which", () => {
    for (const kind of kinds) for (const alias of kind.aliases ?? []) expect(names(alias), alias).toContain(kind.kind)
    const [found] = searchRules('expect_column_values_to_be_unique')
    expect(found?.rules[0]).toMatchObject({ alias: 'expect_column_values_to_be_unique' })
  })

  test('says that nothing is called that by finding nothing', () => {
    expect(searchRules('no such rule at all')).toEqual([])
  })

  test('offers a column what often stands on its type first, and nothing that does not fit it', () => {
    const [often, ...others] = searchRules('', 'DATE')
    expect(often?.title).toBe('often for date')
    expect(often?.rules.map(rule => rule.kind.kind)).toContain('not_null')
    const offered = names('', 'DATE')
    expect(new Set(offered).size).toBe(offered.length)
    for (const { rules } of others) for (const { kind } of rules) expect(suits(kind, 'DATE'), kind.kind).toBe(true)
  })
})

describe('the outcome of a rule', () => {
  test('holds where as many rows pass as it asks for, and where none was judged', () => {
    expect(holds({ evaluated: 100, failed: 1 }, 1)).toBe(false)
    expect(holds({ evaluated: 100, failed: 1 }, 0.99)).toBe(true)
    expect(holds({ evaluated: 0, failed: 0 }, 1)).toBe(true)
  })

  test('never shows a few rows of many as none', () => {
    expect(percent(0, 10)).toBe('0 %')
    expect(percent(1, 1_000_000)).toBe('< 0.01 %')
    expect(percent(20, 895)).toBe('2.23 %')
  })

  test.each([
    [1204331, '1,204,331'],
    [0.1234567891, '0.123457'],
    [['a', 'b'], 'a, b'],
    [[], 'none'],
    [null, 'nothing'],
    ['2024-01-01', '2024-01-01'],
  ])('says %j in a few words', (observed, text) => {
    expect(observedText(observed)).toBe(text)
  })
})

test.each(kinds.map(kind => [kind.kind, kind] as const))(
  'The help of %s says what it flags, with an example',
  (_, kind) => {
    const markup = renderToStaticMarkup(createElement(RuleHelp, { kind }))
    expect(markup).toMatch(/<p>/)
    expect(markup).toMatch(/<table>|<code>|<pre>/)
  },
)

test('A problem beside its field does not repeat where that lies', () => {
  expect(atItsPlace('In the settings, `rules.2.input` should be filled in, and is empty.')).toBe(
    'It should be filled in, and is empty.',
  )
  expect(atItsPlace('In the settings, `rules.2.type`: it is not the name of a type.', 'Type')).toBe(
    'It is not the name of a type.',
  )
  expect(atItsPlace('There is no column `a`.')).toBe('There is no column `a`.')
})

describe('the fields that rules need', () => {
  const context: FormContext = {
    node: 'n',
    settings: { inputs: ['countries'] },
    inputs: { in: [{ name: 'amount', type: 'DOUBLE' }], countries: [{ name: 'code', type: 'VARCHAR' }] },
    outputs: {},
    params: [],
    problems: [],
    focus: null,
    rules: [],
    update: () => undefined,
    fix: () => undefined,
    reveal: () => undefined,
    showFailing: () => undefined,
    pickFile: async () => null,
  }
  const drawn = (schema: z.ZodType, values: Readonly<Record<string, unknown>>) =>
    renderToStaticMarkup(
      createElement(
        FormContext,
        { value: context },
        createElement(Form, { schema, values, onChange: () => undefined }),
      ),
    )
  const bound = z
    .union([z.number(), z.string(), z.strictObject({ column: z.string() })])
    .nullable()
    .default(null)
  const limited = z.strictObject({ max: field(bound, { label: 'At most', widget: 'bound' }) })

  test('show a bound as the value, or the column, that it is', () => {
    expect(drawn(limited, { max: 12.5 })).toMatch(/value="12.5"/)
    expect(drawn(limited, { max: { column: 'amount' } })).toMatch(/value="amount"/)
  })

  test('offer no choice of forms where a bound has but one', () => {
    const plain = z.strictObject({ max: field(z.number().nullable(), { label: 'At most', widget: 'bound' }) })
    expect(drawn(plain, { max: 1 })).not.toContain('At most is')
    expect(drawn(limited, { max: 1 })).toContain('At most is')
  })

  test('tick the chosen of several choices', () => {
    const several = z.strictObject({
      kinds: field(z.array(z.enum(['email', 'phone'])).default([]), { label: 'Kinds', widget: 'choices' }),
    })
    const markup = drawn(several, { kinds: ['phone'] })
    expect(markup.match(/type="checkbox"/g)).toHaveLength(2)
    expect(markup).toMatch(/checked=""[^>]*\/>phone/)
  })

  test('show the further input that is looked into', () => {
    const schema = z.strictObject({ input: field(z.string(), { label: 'Input', widget: 'input' }) })
    expect(drawn(schema, { input: 'countries' })).toMatch(/value="countries"/)
    expect(drawn(schema, { input: '' })).toContain('choose an input')
  })
})
