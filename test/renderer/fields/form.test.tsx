import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
import { field, z } from '#core/node/settings.ts'
import { ruleKinds } from '#core/rules/index.ts'
import { catalogue } from '#nodes/index.ts'
import { Form } from '#renderer/fields/Form.tsx'
import { FormContext } from '#renderer/fields/form-context.ts'
import { startOf } from '#renderer/fields/ItemForms.tsx'
import { choicesOf, defaultOf, emptyOf, formFields } from '#renderer/fields/schema.ts'
import { widgets } from '#renderer/fields/widgets.ts'

const columns = [{ name: 'amount', type: 'DOUBLE' }]

const context: FormContext = {
  node: 'n',
  settings: {},
  inputs: { in: columns, left: columns, right: columns },
  outputs: { out: columns },
  params: ['since'],
  problems: [],
  focus: null,
  rules: [],
  update: () => undefined,
  fix: () => undefined,
  reveal: () => undefined,
  showFailing: () => undefined,
  pickFile: async () => null,
}

/** Advanced settings are set, so that nothing hides under "More". */
const drawn = (schema: z.ZodType, given: Readonly<Record<string, unknown>>): string => {
  const values = Object.fromEntries(
    formFields(schema).map(({ key, schema: own }) => [key, given[key] ?? defaultOf(own) ?? null]),
  )
  const form = createElement(Form, { schema, values, onChange: () => undefined })
  return renderToStaticMarkup(createElement(FormContext, { value: context }, form))
}

const settingsOf = (schema: z.ZodType): readonly string[] => Object.keys((schema as z.ZodObject).shape)

describe.each([...catalogue.values()].map(kind => [kind.kind, kind] as const))('the form of %s', (_, kind) => {
  test('has a field for each of its settings', () => {
    expect(formFields(kind.settings).map(field => field.key)).toEqual(settingsOf(kind.settings))
  })

  test('knows every widget, and the values of every choice', () => {
    for (const { meta, schema, key } of formFields(kind.settings)) {
      expect(widgets).toHaveProperty(meta.widget)
      if (meta.widget === 'choice') expect(choicesOf(schema).length, key).toBeGreaterThan(1)
    }
  })

  test('draws each field with its label', () => {
    const plain = drawn(kind.settings, kind.initial ?? {})
    for (const { key, meta } of formFields(kind.settings)) {
      const { when, widget } = meta
      const markup = when ? drawn(kind.settings, { ...kind.initial, [when.setting]: when.is[0] }) : plain
      if (widget !== 'rules') expect(markup).toContain(`data-setting="${key}"`)
    }
  })
})

describe.each([...ruleKinds.values()].map(kind => [kind.kind, kind] as const))('the form of the rule %s', (_, kind) => {
  test('has a field for each setting but the kind itself', () => {
    expect(formFields(kind.settings).map(field => field.key)).toEqual(
      settingsOf(kind.settings).filter(key => key !== 'kind'),
    )
  })

  test('draws each field', () => {
    const markup = drawn(kind.settings, { id: 'a', kind: kind.kind, columns: ['amount'] })
    for (const { key } of formFields(kind.settings)) expect(markup).toContain(`data-setting="${key}"`)
  })
})

describe('a setting that depends on another', () => {
  const schema = z.strictObject({
    method: field(z.enum(['constant', 'mean']).default('mean'), { label: 'Method', widget: 'choice' }),
    value: field(z.string().default(''), {
      label: 'Value',
      widget: 'text',
      when: { setting: 'method', is: ['constant'] },
    }),
  })

  test('is drawn only where it says something', () => {
    expect(drawn(schema, {})).not.toContain('data-setting="value"')
    expect(drawn(schema, { method: 'constant' })).toContain('data-setting="value"')
  })
})

describe('a setting that is emptied', () => {
  test('becomes null where it may be null', () => {
    expect(emptyOf(z.string().min(1).nullable().default(null))).toBeNull()
  })

  test('is taken out where it may be absent, and is an empty text elsewhere', () => {
    expect(emptyOf(z.string().optional())).toBeUndefined()
    expect(emptyOf(z.string())).toBe('')
  })
})

describe('a new item of a list', () => {
  test('is empty where its schema has no default, and says nothing else', () => {
    const items = z.strictObject({
      column: z.string().min(1),
      steps: z.array(z.enum(['a', 'b'])).min(1),
      decimal: z.string().default('.'),
      type: z.string().optional(),
    })
    const described = z.strictObject(
      Object.fromEntries(
        Object.entries(items.shape).map(([key, each]) => [key, field(each, { label: key, widget: 'text' })]),
      ),
    )
    expect(startOf(described)).toEqual({ column: '', steps: [] })
  })
})
