import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
import { fieldMeta, type z } from '#core/node/settings.ts'
import type { Problem } from '#core/problem.ts'
import { catalogue } from '#nodes/index.ts'
import { panels } from '#nodes/panels.ts'
import { FormContext } from '#renderer/fields/form-context.ts'

const kind = catalogue.get('validate.gate')!
const schema = (kind.settings as z.ZodObject).shape.limits as z.ZodType

const drawn = async (limits: readonly object[], problems: readonly Problem[] = []): Promise<string> => {
  const { default: Panel } = await panels['validate.gate']()
  const context = {
    node: 'gate',
    settings: { limits },
    inputs: { in: [] },
    outputs: { out: [] },
    params: [],
    problems,
    focus: null,
    rules: [],
  } as unknown as FormContext
  const panel = createElement(Panel, {
    id: 'limits',
    setting: 'limits',
    meta: fieldMeta(schema)!,
    schema,
    value: limits,
    columns: [],
    problems,
    onChange: () => undefined,
  })
  return renderToStaticMarkup(createElement(FormContext, { value: context }, panel))
}

const settingsIn = (markup: string) => [...markup.matchAll(/data-setting="limits\.0\.(\w+)"/g)].map(([, key]) => key)

describe('the limits of a gate', () => {
  test('say of which flags they are, against what, and when they warn and stop', async () => {
    const markup = await drawn([{ rule: 'mail', severity: 'error', warn: { count: 3 }, stop: { percent: 2.5 } }])
    expect(settingsIn(markup)).toEqual(['of', 'validator', 'rule', 'severity', 'against'])
    expect(markup).toMatch(/value="mail"/)
    expect(markup).toMatch(
      /value="3"[^>]*aria-label="Limit 1: warn above"|aria-label="Limit 1: warn above"[^>]*value="3"/,
    )
    expect(markup).toMatch(/value="2.5"/)
    expect(markup).toContain('% of rows')
    expect(markup).toContain('Move limit 1: Alt with an arrow')
    expect(markup).toContain('Add a limit')
  })

  test('of all rows pick no flags, and are of the last good run', async () => {
    const markup = await drawn([{ of: 'rows', against: 'last_good', stop: { percent: 20 } }])
    expect(settingsIn(markup)).toEqual(['of'])
    expect(markup).toContain('against the last good run, either way')
    expect(markup).toContain('% change')
  })

  test('show both bounds where one has a count and a percent', async () => {
    const markup = await drawn([{ stop: { percent: 20, count: 7 } }])
    expect(markup.match(/aria-label="Limit 1: stop above"/g)).toHaveLength(2)
    expect(markup.match(/aria-label="Limit 1: warn above"/g)).toHaveLength(1)
  })

  test('show what is wrong at its own setting', async () => {
    const problem = {
      code: 'E-GATE-NAME',
      severity: 'error',
      node: 'gate',
      setting: 'limits.0.rule',
      message: 'No flags of a rule `mial` arrive here.',
    } as const
    const markup = await drawn([{ rule: 'mial' }], [problem])
    expect(markup).toMatch(/data-setting="limits\.0\.rule".*arrive here/s)
    expect(markup).toContain('data-invalid="true"')
  })
})
