import { column, op } from '../../relation/build.ts'
import { eachCell, named } from '../cells.ts'
import { isOfSet, setNamed, setSettings } from '../members.ts'
import { defineRule } from '../rule.ts'
import { ruleSettings } from '../settings.ts'

export const inSet = defineRule({
  kind: 'in_set',
  title: 'In set',
  summary: 'Values are of a given list, or of a column of a second input.',
  dimension: 'validity',
  flags: 'cell',
  aliases: ['expect_column_values_to_be_in_set', 'accepted_values', 'isin', 'isContainedIn', 'valid values', 'enum'],
  settings: ruleSettings('in_set', setSettings),
  help: `Flags values that are neither in the list nor in the column of a second input. A null in the list allows nulls, and leaves the judgement of the others
as it is; with an empty set every value is flagged.

\`"values": ["open", "paid"]\`

| state | |
| --- | --- |
| open | |
| Paid | flagged, unless *Ignore case* |
| *null* | not judged |`,
  describe: rule => `${named(rule)} one of ${setNamed(rule)}`,
  message: () => '{column} is not one of the allowed values: {value}',
  compile: (rule, context) => {
    const parts = eachCell(rule, context, of => {
      const member = isOfSet(of, rule, context)
      return member && op('and', op('is_not_null', column(of.name)), op('is_not_true', member))
    })
    // nulls that the list allows are good rows even where nulls fail
    return rule.nulls === 'fail' && rule.values.includes(null) ? parts.map(part => ({ ...part, missing: null })) : parts
  },
})
