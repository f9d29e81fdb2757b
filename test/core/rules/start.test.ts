import { describe, expect, test } from 'vitest'
import { ruleKinds } from '#core/rules/index.ts'
import { asKind, firstSetting, freshRuleId, startingRule } from '#core/rules/start.ts'

const kind = (name: string) => ruleKinds.get(name)!

describe.each([...ruleKinds.values()].map(each => [each.kind, each] as const))(
  'a new rule of kind %s',
  (name, each) => {
    test('has every setting that has no default, and its kind', () => {
      const rule = startingRule(each, ['a'])
      const own = each.dimension === 'volume' ? { id: name } : { id: `a_${name}`, columns: ['a'] }
      expect(rule).toMatchObject({ ...own, kind: name })
      const missing = each.settings.safeParse(rule).error?.issues.filter(issue => issue.code === 'invalid_type') ?? []
      expect(missing.map(issue => issue.path.join('.'))).toEqual([])
    })

    test('is begun at a setting of its own', () => {
      const rule = startingRule(each)
      const shape = (each.settings as unknown as { readonly shape: object }).shape
      expect(Object.keys(shape)).toContain(firstSetting(each, rule))
    })
  },
)

describe('the id of a new rule', () => {
  test('is its kind, and one that no other has', () => {
    expect(startingRule(kind('range')).id).toBe('range')
    expect(startingRule(kind('range'), [], ['range', 'range_2']).id).toBe('range_3')
    expect(freshRuleId(['a_2'], 'a_2')).toBe('a')
  })

  test('names the column where there is one', () => {
    expect(startingRule(kind('not_null'), ['Unit Price']).id).toBe('unit_price_not_null')
    expect(startingRule(kind('unique'), ['a', 'b']).id).toBe('unique')
  })
})

describe('a rule that becomes another kind', () => {
  const rule = {
    id: 'in_set',
    kind: 'in_set',
    columns: ['state'],
    values: ['a'],
    ignoreCase: true,
    severity: 'warning',
    gate: { stop: { count: 1 } },
  }

  test('keeps what both kinds know, and no more', () => {
    const next = asKind(rule, kind('length'), ['in_set'])
    expect(next).toMatchObject({
      kind: 'length',
      columns: ['state'],
      severity: 'warning',
      gate: { stop: { count: 1 } },
    })
    expect(next).not.toHaveProperty('values')
    expect(next).not.toHaveProperty('ignoreCase')
  })

  test('is valid at once where nothing else is asked for', () => {
    expect(kind('not_null').settings.safeParse(asKind(rule, kind('not_null'), [])).success).toBe(true)
  })

  test('takes the new name only where it was named after the old', () => {
    expect(asKind(rule, kind('length'), ['in_set', 'length']).id).toBe('length_2')
    expect(asKind({ ...rule, id: 'state_in_set_2' }, kind('length'), []).id).toBe('state_length')
    expect(asKind({ ...rule, id: 'states' }, kind('length'), ['length']).id).toBe('states')
  })
})
