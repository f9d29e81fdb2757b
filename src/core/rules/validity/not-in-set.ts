import { all, column, op } from '../../relation/build.ts'
import { eachCell, named } from '../cells.ts'
import { isOfSet, setNamed, setSettings } from '../members.ts'
import { defineRule } from '../rule.ts'
import { ruleSettings } from '../settings.ts'

export const notInSet = defineRule({
  kind: 'not_in_set',
  title: 'Not in set',
  summary: 'Values are none of a given list, nor of a column of a second input.',
  dimension: 'validity',
  flags: 'cell',
  aliases: ['expect_column_values_to_not_be_in_set', 'not_accepted_values', 'notin', 'forbidden values', 'blacklist'],
  settings: ruleSettings('not_in_set', setSettings),
  help: `Flags values that are in the list or in the column of a second input. A null in the list changes nothing; with an empty set nothing is flagged.

\`"values": ["test", "dummy"]\`

| name | |
| --- | --- |
| Ann | |
| test | flagged |
| *null* | not judged |`,
  describe: rule => `${named(rule)} not one of ${setNamed(rule)}`,
  message: () => '{column} is a value that is not allowed: {value}',
  compile: (rule, context) =>
    eachCell(rule, context, of => {
      const member = isOfSet(of, rule, context)
      return member && all([op('is_not_null', column(of.name)), op('is_true', member)])
    }),
})
