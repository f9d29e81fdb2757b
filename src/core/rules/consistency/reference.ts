import { field, z } from '../../node/settings.ts'
import { all, cast, column, inRelation, op, project, where } from '../../relation/build.ts'
import type { Expression } from '../../relation/expression.ts'
import type { Column, Input } from '../../relation/relation.ts'
import { defineRule } from '../rule.ts'
import { ruleSettings } from '../settings.ts'
import { anyNull, familyOf, noneNull } from '../values.ts'

const settings = ruleSettings('reference', {
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
})

/** Two columns of one kind compare as they are; of two kinds as text, so that no value fails the run. */
const comparable = (a: Column, b: Column): string | null => {
  const family = familyOf(a.type)
  if (family !== familyOf(b.type)) return 'VARCHAR'
  if (family === 'other') return a.type === b.type ? null : 'VARCHAR'
  const types = `${a.type} ${b.type}`.toUpperCase()
  return family === 'number' && /HUGEINT/.test(types) && /DECIMAL/.test(types) ? 'DOUBLE' : null
}

const as = (name: string, type: string | null): Expression =>
  type === null ? column(name) : cast(column(name), type, { safe: true })

const known = (own: readonly Column[], others: readonly Column[], input: Input): Expression => {
  const types = own.map((each, i) => comparable(each, others[i]!))
  const values = others.map((each, i) => ({ name: `c${i}`, expression: as(each.name, types[i]!) }))
  // a null among the known values would make every miss unknown
  const there = where(project(input, values), all(values.map(each => op('is_not_null', column(each.name)))))
  return inRelation(
    own.map((each, i) => as(each.name, types[i]!)),
    there,
  )
}

export const reference = defineRule({
  kind: 'reference',
  title: 'Reference',
  summary: 'Values, taken together, occur in a second input.',
  dimension: 'consistency',
  flags: 'cell',
  settings,
  help: `Flags rows whose values do not occur in the columns of a second input. Several columns are looked up together. Rows with a null among the columns are
not judged.

\`"columns": ["country"], "input": "countries", "inputColumns": ["code"]\`, where countries holds DE and FR:

| country | |
| --- | --- |
| DE | |
| XX | flagged |
| *null* | not judged |`,
  describe: rule => `${rule.columns.join(', ')} found in ${rule.input}`,
  message: rule => `{column} is not in ${rule.input}: {value}`,
  compile: (rule, context) => {
    const own = rule.columns.map((name, i) => context.column(name, `columns.${i}`)).filter(each => each !== null)
    const input = context.lookup(rule.input, 'input')
    if (input === null || own.length < rule.columns.length) return []
    const names = rule.inputColumns.length === 0 ? rule.columns : rule.inputColumns
    if (names.length !== own.length)
      context.report({
        code: 'E-SETTING',
        severity: 'error',
        setting: 'inputColumns',
        message: `The rule compares ${own.length} columns with ${names.length}.`,
        hint: 'name one column of the input for each column, in the same order',
      })
    const setting = rule.inputColumns.length === 0 ? 'columns' : 'inputColumns'
    const others = names
      .map((name, i) => context.columnOf(input, name, `${setting}.${i}`))
      .filter(each => each !== null)
    if (others.length !== own.length) return []
    return [
      {
        columns: own.map(each => each.name),
        violation: all([noneNull(own), op('is_not_true', context.across(known(own, others, input)))]),
        missing: anyNull(own),
        failure: null,
      },
    ]
  },
})
