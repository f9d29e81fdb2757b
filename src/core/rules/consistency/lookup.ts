import { field, z } from '../../node/settings.ts'
import { all, cast, column, inRelation, op, project, where } from '../../relation/build.ts'
import type { Expression } from '../../relation/expression.ts'
import type { Column, Input } from '../../relation/relation.ts'
import { haveCommonType } from '../reckon.ts'
import type { Rule, RuleContext } from '../rule.ts'
import { columnsNamed } from '../sets.ts'
import { familyOf } from '../values.ts'

/** The settings of a rule that looks its columns up in a second input. */
export const lookupSettings = {
  input: field(z.string().min(1), {
    label: 'Input',
    help: 'The input of this node that holds the known values.',
    widget: 'input',
  }),
  inputColumns: field(z.array(z.string()).default([]), {
    label: 'Its columns',
    help: 'One for each column, in the same order; none means columns of the same names.',
    widget: 'columns',
    inputFrom: 'input',
  }),
}

interface LookupRule extends Rule {
  readonly input: string
  readonly inputColumns: readonly string[]
}

/** The columns of a rule and those of a second input that they are held against, in the same order. */
export interface Lookup {
  readonly own: readonly Column[]
  readonly others: readonly Column[]
  readonly input: Input
}

/** Columns of a second input, one for each of some of the judged rows; null after reporting what is wrong. */
export const partners = (
  input: Input,
  own: { readonly setting: string; readonly names: readonly string[] },
  other: { readonly setting: string; readonly names: readonly string[] },
  context: RuleContext,
): readonly Column[] | null => {
  const named = other.names.length === 0 ? own : other
  if (named.names.length !== own.names.length) {
    context.report({
      code: 'E-SETTING',
      severity: 'error',
      setting: other.setting,
      message: `The rule compares ${own.names.length} columns with ${named.names.length}.`,
      hint: 'name one column of the input for each column, in the same order',
    })
    return null
  }
  const found = named.names.map((name, i) => context.columnOf(input, name, `${named.setting}.${i}`))
  const known = found.filter(each => each !== null)
  return known.length < found.length ? null : known
}

/** What a rule looks up, and where; null after reporting what is not there. */
export const lookupOf = (rule: LookupRule, context: RuleContext): Lookup | null => {
  const own = columnsNamed(rule.columns, 'columns', context)
  const input = context.lookup(rule.input, 'input')
  if (own === null || input === null) return null
  const names = { setting: 'columns', names: rule.columns }
  const others = partners(input, names, { setting: 'inputColumns', names: rule.inputColumns }, context)
  return others && { own, others, input }
}

/** Two columns of one kind compare as they are, null; of two kinds as text, so that no value fails the run. */
export const comparable = (a: Column, b: Column): string | null => {
  const family = familyOf(a.type)
  if (family !== familyOf(b.type)) return 'VARCHAR'
  if (family === 'other') return a.type === b.type ? null : 'VARCHAR'
  return family === 'number' && !haveCommonType(a.type, b.type) ? 'DOUBLE' : null
}

/** A column, converted where its type is not the one to compare in. */
export const inType = (name: string, type: string | null): Expression =>
  type === null ? column(name) : cast(column(name), type, { safe: true })

/** Whether the values of a row, none of them null, occur in the second input. */
export const isKnown = ({ own, others, input }: Lookup, context: RuleContext): Expression => {
  const types = own.map((each, i) => comparable(each, others[i]!))
  const values = others.map((each, i) => ({ name: `c${i}`, expression: inType(each.name, types[i]!) }))
  // a null among the known values would make every miss unknown
  const there = where(project(input, values), all(values.map(each => op('is_not_null', column(each.name)))))
  const needles = own.map((each, i) => inType(each.name, types[i]!))
  return context.across(inRelation(needles, there))
}
