import { field, z } from '../node/settings.ts'
import { any, call, cast, column, inRelation, literal, op, project, where } from '../relation/build.ts'
import type { Expression } from '../relation/expression.ts'
import type { Column, Input } from '../relation/relation.ts'
import { quotePattern } from './re2.ts'
import type { RuleContext } from './rule.ts'
import { among, asText, familyOf, numberLiteral, ofColumn } from './values.ts'

/** A value of a set that is no null. */
export type Member = string | number | boolean

/** The settings of a rule that holds values against a set: a list, or a column of a second input. */
export const setSettings = {
  values: field(z.array(z.union([z.string(), z.number(), z.boolean(), z.null()])).default([]), {
    label: 'Values',
    help: 'The values of the set.',
    widget: 'textList',
  }),
  input: field(z.string().min(1).nullable().default(null), {
    label: 'Input',
    help: 'An input of this node that holds further values of the set.',
    widget: 'input',
    advanced: true,
  }),
  inputColumn: field(z.string().min(1).nullable().default(null), {
    label: 'Its column',
    help: 'The column with the values; none means the column of the same name.',
    widget: 'column',
    inputFrom: 'input',
    advanced: true,
  }),
  ignoreCase: field(z.boolean().default(false), {
    label: 'Ignore case',
    help: 'Upper and lower case are the same.',
    widget: 'toggle',
  }),
} as const

export interface ValueSet {
  readonly values: readonly (Member | null)[]
  readonly input: string | null
  readonly inputColumn: string | null
  readonly ignoreCase: boolean
}

/** Above so many texts one pattern is quicker than a list, and up to so many characters RE2 takes it. */
const shortList = 40
const longPattern = 50_000

const amongStrings = (text: Expression, strings: readonly string[]): Expression => {
  const pattern = strings.map(quotePattern).join('|')
  return strings.length > shortList && pattern.length <= longPattern
    ? call('regexp_full_match', text, literal(pattern))
    : among(
        text,
        strings.map(each => literal(each)),
      )
}

const amongTexts = (text: Expression, values: readonly Member[], ignoreCase: boolean): Expression => {
  const fold = (each: string) => (ignoreCase ? each.toLowerCase() : each)
  const strings = values.filter(value => typeof value === 'string')
  const numbers = values.filter(value => typeof value === 'number')
  const booleans = values.filter(value => typeof value === 'boolean')
  const parts = [
    ...(strings.length === 0 ? [] : [amongStrings(ignoreCase ? call('lower', text) : text, strings.map(fold))]),
    ...(numbers.length === 0
      ? []
      : [
          among(
            cast(text, 'DOUBLE', { safe: true }),
            numbers.map(value => literal(value, 'DOUBLE')),
          ),
        ]),
    ...(booleans.length === 0
      ? []
      : [
          among(
            call('lower', text),
            booleans.map(value => literal(String(value))),
          ),
        ]),
  ]
  return any(parts)
}

const amongNumbers = (of: Column, values: readonly Member[]): Expression => {
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

/** Whether a column's value is one of some; null or false where it is not. */
export const isMember = (of: Column, values: readonly Member[], ignoreCase: boolean): Expression => {
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
      return amongTexts(asText(ofColumn(of)), values, ignoreCase)
  }
}

/** Two columns of one kind compare as they are; of two kinds as text, so that no value fails the run. */
const asComparable = (of: Column, other: Column, ignoreCase: boolean): Expression => {
  const family = familyOf(of.type)
  const alike = family === familyOf(other.type) && (family !== 'other' || of.type === other.type)
  if (alike && family === 'number' && [of, other].some(each => /HUGEINT/.test(each.type)))
    return cast(column(of.name), 'DOUBLE', { safe: true })
  if (alike && family !== 'text') return column(of.name)
  return ignoreCase ? call('lower', asText(ofColumn(of))) : asText(ofColumn(of))
}

const known = 'known'

const isInInput = (of: Column, other: Column, input: Input, ignoreCase: boolean, context: RuleContext): Expression => {
  const values = project(input, [{ name: known, expression: asComparable(other, of, ignoreCase) }])
  // a null among the known values would make every miss unknown
  const there = where(values, op('is_not_null', column(known)))
  return context.across(inRelation([asComparable(of, other, ignoreCase)], there))
}

/** Whether a column's value is of the set of a rule, true or not; null after reporting that the set's column is not there. */
export const isOfSet = (of: Column, set: ValueSet, context: RuleContext): Expression | null => {
  const values = set.values.filter(value => value !== null)
  const listed = values.length === 0 ? [] : [isMember(of, values, set.ignoreCase)]
  if (set.input === null) return any(listed)
  const input = context.lookup(set.input, 'input')
  const other = input && context.columnOf(input, set.inputColumn ?? of.name, 'inputColumn')
  return other && any([...listed, isInInput(of, other, input, set.ignoreCase, context)])
}

/** The set in a sentence. */
export const setNamed = (set: ValueSet): string =>
  [
    ...(set.values.length === 0 ? [] : [set.values.map(String).join(', ')]),
    ...(set.input === null ? [] : [`those in ${set.input}`]),
  ].join(' or ') || 'nothing'
