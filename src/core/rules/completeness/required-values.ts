import { field, z } from '../../node/settings.ts'
import { aggregateCall, all, call, cases, literal, op } from '../../relation/build.ts'
import type { Expression } from '../../relation/expression.ts'
import { allColumns, named } from '../cells.ts'
import { isMember } from '../members.ts'
import { defineRule } from '../rule.ts'
import { ruleSettings } from '../settings.ts'

const settings = ruleSettings('required_values', {
  values: field(z.array(z.union([z.string(), z.number(), z.boolean()])).min(1), {
    label: 'Values',
    help: 'Each of these occurs at least once.',
    widget: 'textList',
  }),
  ignoreCase: field(z.boolean().default(false), {
    label: 'Ignore case',
    help: 'Upper and lower case are the same.',
    widget: 'toggle',
  }),
})

export const requiredValues = defineRule({
  kind: 'required_values',
  title: 'Required values',
  summary: 'Each of some values occurs at least once in a column.',
  dimension: 'completeness',
  flags: 'whole',
  aliases: [
    'expect_column_distinct_values_to_contain_set',
    'contain set',
    'containsAll',
    'must contain',
    'reference_not_missing',
  ],
  settings,
  help: `Judges all rows together: every value of the list must occur in the column, which may hold others too. What was observed names those that are missing. No row is flagged.

\`"columns": ["state"], "values": ["open", "paid"]\`

| state | |
| --- | --- |
| open | |
| sent | not flagged; \`paid\` does not occur, and the rule does not hold |`,
  describe: rule => `${named(rule)} contain ${rule.values.map(String).join(', ')}`,
  message: rule => `${named(rule)} should contain each of ${rule.values.map(String).join(', ')}`,
  whole: (rule, context) => {
    const columns = allColumns(rule, context)
    if (columns === null) return null
    const wanted = columns.flatMap(of => rule.values.map(value => ({ of, value })))
    const nameOf = ({ of, value }: (typeof wanted)[number]) =>
      columns.length === 1 ? String(value) : `${of.name}: ${String(value)}`
    const only = context.applies ? { where: context.applies } : {}
    return {
      rows: null,
      measures: wanted.map(({ of, value }) =>
        aggregateCall('bool_or', [op('is_true', isMember(of, [value], rule.ignoreCase))], only),
      ),
      verdict: (found: readonly Expression[]) => {
        const missing = found.map((each, i) => cases([{ when: op('not', each), result: literal(nameOf(wanted[i]!)) }]))
        const list = op('||', literal('missing: '), call('concat_ws', literal(', '), ...missing))
        return {
          observed: cases([
            { when: all(found), result: literal('all occur') },
            { when: op('not', all(found)), result: list },
          ]),
          holds: all(found),
        }
      },
    }
  },
})
