import { describe, expect, it } from 'vitest'
import { ruleKinds } from '#core/rules/index.ts'
import { catalogueEntries, flowSchema, startingSettings } from '#core/schema/catalogue.ts'
import { ruleEntries } from '#core/schema/rules.ts'
import { catalogue } from '#nodes/index.ts'

describe('the schemas', () => {
  it('describe the document with all its keys in order', () => {
    const schema = flowSchema() as {
      properties: Record<string, unknown>
      required: string[]
      additionalProperties: boolean
    }
    expect(Object.keys(schema.properties)).toEqual([
      '$schema',
      'weir',
      'name',
      'description',
      'params',
      'nodes',
      'edges',
      'tests',
      'layout',
    ])
    expect(schema.required).toEqual(['weir'])
    expect(schema.additionalProperties).toBe(false)
  })

  it.each(catalogueEntries(catalogue).map(entry => [entry.kind, entry] as const))(
    'describe the settings of %s',
    (_, entry) => {
      expect(Object.keys(entry)).toEqual([
        'kind',
        'version',
        'group',
        'title',
        'summary',
        'inputs',
        'outputs',
        'settings',
      ])
      expect(entry.settings).toMatchObject({ type: 'object', additionalProperties: false })
      expect(JSON.stringify(entry.settings)).not.toContain('"widget"')
      const properties = entry.settings.properties as Record<string, { title?: string; description?: string }>
      for (const [name, property] of Object.entries(properties)) expect(property.title, name).toBeTruthy()
    },
  )

  it('know the ports of a new node of each kind', () => {
    const ports = (kind: string, side: 'inputs' | 'outputs') =>
      catalogueEntries(catalogue)
        .find(entry => entry.kind === kind)
        ?.[side].map(port => port.name)
    expect(ports('validate.rules', 'outputs')).toEqual(['out', 'pass', 'reject'])
    expect(ports('transform.join', 'inputs')).toEqual(['left', 'right'])
  })

  it('give a new validator its defaults', () => {
    expect(startingSettings(catalogue.get('validate.rules')!)).toEqual({
      inputs: [],
      rejectAt: 'error',
      gate: {},
      rules: [],
    })
  })

  it.each(ruleEntries().map(entry => [entry.kind, entry] as const))('describe the rule %s', (kind, entry) => {
    const schema = entry.settings as { properties: Record<string, unknown>; required: string[] }
    expect(Object.keys(schema.properties)).toEqual(
      expect.arrayContaining([
        'id',
        'kind',
        'columns',
        'severity',
        'when',
        'nulls',
        'mostly',
        'gate',
        'message',
        'dimension',
      ]),
    )
    expect(schema.properties.kind).toMatchObject({ const: kind })
    expect(schema.required).toEqual(expect.arrayContaining(['id', 'kind']))
    expect(entry.flags).toBe(ruleKinds.get(kind)?.flags)
  })
})
