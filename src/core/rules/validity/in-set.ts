import { field, z } from '../../node/settings.ts'
import { any, call, cast, column, literal, op } from '../../relation/build.ts'
import type { Expression } from '../../relation/expression.ts'
import type { Column } from '../../relation/relation.ts'
import { defineRule } from '../rule.ts'
import { ruleSettings } from '../settings.ts'
import { among, asText, familyOf, numberLiteral, ofColumn } from '../values.ts'

const settings = ruleSettings('in_set', {
  values: field(z.array(z.union([z.string(), z.number(), z.boolean(), z.null()])), {
    label: 'Values',
    help: 'The values that are allowed.',
    widget: 'textList',
  }),
  ignoreCase: field(z.boolean().default(false), {
    label: 'Ignore case',
    help: 'Upper and lower case are the same.',
    widget: 'toggle',
  }),
})

type InSet = z.output<typeof settings>
type Value = string | number | boolean

const isNumber = (value: Value): value is number => typeof value === 'number'

const amongTexts = (rule: InSet, text: Expression, values: readonly Value[]): Expression => {
  const fold = (each: string) => (rule.ignoreCase ? each.toLowerCase() : each)
  const strings = values.filter(value => typeof value === 'string')
  const numbers = values.filter(isNumber)
  const booleans = values.filter(value => typeof value === 'boolean')
  const parts = [
    { of: rule.ignoreCase ? call('lower', text) : text, list: strings.map(value => literal(fold(value))) },
    { of: cast(text, 'DOUBLE', { safe: true }), list: numbers.map(value => literal(value, 'DOUBLE')) },
    { of: call('lower', text), list: booleans.map(value => literal(String(value))) },
  ]
  return any(parts.filter(part => part.list.length > 0).map(part => among(part.of, part.list)))
}

const amongNumbers = (of: Column, values: readonly Value[]): Expression => {
  const known = values.flatMap(value => (typeof value === 'boolean' ? [] : (numberLiteral(value) ?? [])))
  const whole = known.every(
    each => each.kind === 'literal' && (typeof each.value === 'bigint' || Number.isInteger(each.value)),
  )
  // a decimal beside a HUGEINT has no common type that holds both, and a FLOAT's 0.1 is not a DOUBLE's
  const type = of.type === 'FLOAT' ? 'FLOAT' : !whole && /HUGEINT/.test(of.type) ? 'DOUBLE' : null
  if (type === null) return among(column(of.name), known)
  return among(
    cast(column(of.name), type),
    known.map(each => cast(each, type, { safe: true })),
  )
}

const isMember = (rule: InSet, of: Column, values: readonly Value[]): Expression => {
  switch (familyOf(of.type)) {
    case 'number':
      return amongNumbers(of, values)
    case 'date':
    case 'time':
    case 'boolean':
      return among(
        column(of.name),
        values.map(value => cast(literal(String(value)), of.type, { safe: true })),
      )
    case 'text':
    case 'other':
      return amongTexts(rule, asText(ofColumn(of)), values)
  }
}

export const inSet = defineRule({
  kind: 'in_set',
  title: 'In set',
  summary: 'Values are of a given list.',
  dimension: 'validity',
  flags: 'cell',
  settings,
  help: `Flags values that are not in the list. A null in the list allows nulls, and leaves the judgement of the others as it is; with an empty list every value is flagged.

\`"values": ["open", "paid"]\`

| state | |
| --- | --- |
| open | |
| Paid | flagged, unless *Ignore case* |
| *null* | not judged |`,
  describe: rule => `${rule.columns.join(', ')} one of ${rule.values.map(String).join(', ') || 'nothing'}`,
  message: () => '{column} is not one of the allowed values: {value}',
  compile: (rule, context) => {
    const values = rule.values.filter(value => value !== null)
    const allowsNull = values.length < rule.values.length
    return rule.columns.flatMap((name, i) => {
      const of = context.column(name, `columns.${i}`)
      if (of === null) return []
      const isNull = op('is_null', column(of.name))
      const outside = op('and', op('is_not_null', column(of.name)), op('is_not_true', isMember(rule, of, values)))
      // nulls that the list allows are good rows even where nulls fail
      const missing = allowsNull && rule.nulls === 'fail' ? null : isNull
      return [{ columns: [of.name], violation: outside, missing, failure: null }]
    })
  },
})
