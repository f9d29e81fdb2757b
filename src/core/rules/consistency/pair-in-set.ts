import { field, z } from '../../node/settings.ts'
import { all, any, column, op } from '../../relation/build.ts'
import type { Expression } from '../../relation/expression.ts'
import type { Column } from '../../relation/relation.ts'
import { allColumns } from '../cells.ts'
import { isMember, type Member } from '../members.ts'
import { defineRule } from '../rule.ts'
import { ruleSettingsWith } from '../settings.ts'
import { pair } from '../together.ts'
import { anyNull, noneNull } from '../values.ts'

const value = z.union([z.string(), z.number(), z.boolean(), z.null()])

const settings = ruleSettingsWith('pair_in_set', pair, {
  pairs: field(z.array(z.array(value).length(2)), {
    label: 'Pairs',
    help: 'The pairs of values that are allowed.',
    widget: 'pairs',
  }),
  ignoreCase: field(z.boolean().default(false), {
    label: 'Ignore case',
    help: 'Upper and lower case are the same.',
    widget: 'toggle',
  }),
})

type Value = z.output<typeof value>

/** True or not of a cell: that it is one of the values, a null among them. */
const isOneOf = (of: Column, values: readonly Value[], ignoreCase: boolean): Expression => {
  const members = values.filter((each): each is Member => each !== null)
  return any([
    ...(members.length < values.length ? [op('is_null', column(of.name))] : []),
    ...(members.length === 0 ? [] : [op('is_true', isMember(of, members, ignoreCase))]),
  ])
}

/** The second values by the first one, so that each first value is asked for once. */
const byFirst = (pairs: z.output<typeof settings>['pairs']): ReadonlyMap<Value, readonly Value[]> => {
  const found = new Map<Value, Value[]>()
  for (const [first = null, second = null] of pairs) found.set(first, [...(found.get(first) ?? []), second])
  return found
}

const shown = (each: readonly Value[]): string => each.map(String).join(' and ')

export const pairInSet = defineRule({
  kind: 'pair_in_set',
  title: 'Pair in set',
  summary: 'Two columns hold one of the given pairs of values.',
  dimension: 'consistency',
  flags: 'cell',
  settings,
  aliases: ['expect_column_pair_values_to_be_in_set', 'allowed combinations', 'valid combinations', 'value pairs'],
  help: `Flags rows whose two values are not a pair of the list. A null in a pair stands for a null in the row; other rows with a null are not judged. With an
empty list every row is flagged.

\`"columns": ["method", "card"], "pairs": [["card", "visa"], ["cash", null]]\`

| method | card | |
| --- | --- | --- |
| card | visa | |
| cash | *null* | |
| cash | visa | flagged |
| card | *null* | not judged |`,
  describe: rule => {
    const more = rule.pairs.length > 3 ? `, and ${rule.pairs.length - 3} more` : ''
    const some = rule.pairs.slice(0, 3).map(shown).join(', ')
    return `${rule.columns.join(', ')} one of ${some || 'nothing'}${more}`
  },
  message: rule => `${rule.columns.join(' and ')} are not one of the allowed pairs`,
  compile: (rule, context) => {
    const columns = allColumns(rule, context)
    if (columns === null) return []
    const [first, second] = columns as readonly [Column, Column]
    const allowed = any(
      [...byFirst(rule.pairs)].map(([value, seconds]) =>
        all([isOneOf(first, [value], rule.ignoreCase), isOneOf(second, seconds, rule.ignoreCase)]),
      ),
    )
    return [
      {
        columns: columns.map(each => each.name),
        violation: all([noneNull(columns), op('not', allowed)]),
        missing: all([anyNull(columns), op('not', allowed)]),
        failure: null,
      },
    ]
  },
})
