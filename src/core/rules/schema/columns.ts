import { field, typeName, z } from '../../node/settings.ts'
import { cast, literal, op } from '../../relation/build.ts'
import type { Column } from '../../relation/relation.ts'
import { defineRule } from '../rule.ts'
import { ruleSettingsWith } from '../settings.ts'
import { sameType } from './type-names.ts'

const expected = field(z.array(z.string()).default([]), {
  label: 'Columns',
  help: 'The columns that should be there.',
  widget: 'columns',
})

const settings = ruleSettingsWith('columns', expected, {
  others: field(z.enum(['allow', 'forbid']).default('allow'), {
    label: 'Other columns',
    help: 'allow lets there be more columns than those listed, forbid does not.',
    widget: 'choice',
  }),
  ordered: field(z.boolean().default(false), {
    label: 'In this order',
    help: 'The columns come in the order of the list.',
    widget: 'toggle',
  }),
  types: field(z.record(z.string(), typeName).default({}), {
    label: 'Types',
    help: 'Columns that should have a type, whether they are listed or not.',
    widget: 'typeTable',
  }),
})

type Columns = z.output<typeof settings>

const fold = (name: string) => name.toLowerCase()

/** What is other than expected, in words. */
const differences = (rule: Columns, found: readonly Column[]): readonly string[] => {
  const there = new Map(found.map(each => [fold(each.name), each]))
  const wanted = [...rule.columns, ...Object.keys(rule.types)]
  const missing = wanted.filter(
    (name, i) => !there.has(fold(name)) && wanted.findIndex(w => fold(w) === fold(name)) === i,
  )
  const known = new Set(wanted.map(fold))
  const more = rule.others === 'forbid' ? found.filter(each => !known.has(fold(each.name))) : []
  const listed = rule.columns.filter(name => there.has(fold(name))).map(fold)
  const places = found.map(each => fold(each.name)).filter(name => listed.includes(name))
  const outOfOrder = rule.ordered && places.join('\n') !== listed.join('\n')
  const types = Object.entries(rule.types).flatMap(([name, type]) => {
    const column = there.get(fold(name))
    return column && !sameType(column.type, type) ? [`${column.name} is ${column.type}, not ${type}`] : []
  })
  return [
    ...missing.map(name => `${name} is missing`),
    ...more.map(each => `${each.name} is not expected`),
    ...(outOfOrder ? [`the order is ${places.map(name => there.get(name)!.name).join(', ')}`] : []),
    ...types,
  ]
}

export const columns = defineRule({
  kind: 'columns',
  title: 'Columns',
  summary: 'The columns are there, in their order and with their types.',
  dimension: 'schema',
  flags: 'whole',
  settings,
  aliases: [
    'expect_column_to_exist',
    'expect_table_columns_to_match_set',
    'expect_table_columns_to_match_ordered_list',
    'schema',
    'has_columns',
  ],
  suits: [],
  help: `The rule as a whole is flagged where a column is missing, has another type or place, or is one too many. Names are compared without case. Unlike any other rule, it
may name a column that is not there. What is observed are the differences.

\`"columns": ["id", "name"], "others": "forbid", "types": { "id": "INTEGER" }\`

| columns | differences | |
| --- | --- | --- |
| id, name | | |
| id, email | name is missing, email is not expected | flagged |`,
  describe: rule => {
    const named = [...new Set([...rule.columns, ...Object.keys(rule.types)])].join(', ')
    return `columns ${named || 'none'}${rule.others === 'forbid' ? ' and no others' : ''}${rule.ordered ? ', in this order' : ''}`
  },
  message: () => 'the columns are not as expected',
  whole: (rule, context) => {
    const found = differences(rule, context.rows.columns)
    const observed = cast(op('list', ...found.map(each => literal(each))), 'VARCHAR[]')
    return { rows: null, measures: [], verdict: () => ({ observed, holds: literal(found.length === 0) }) }
  },
})
