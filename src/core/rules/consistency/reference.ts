import { all, op } from '../../relation/build.ts'
import { named } from '../cells.ts'
import { defineRule } from '../rule.ts'
import { ruleSettings } from '../settings.ts'
import { anyNull, noneNull } from '../values.ts'
import { isKnown, lookupOf, lookupSettings } from './lookup.ts'

export const reference = defineRule({
  kind: 'reference',
  title: 'Reference',
  summary: 'Values, taken together, occur in a second input.',
  dimension: 'consistency',
  flags: 'cell',
  settings: ruleSettings('reference', lookupSettings),
  aliases: ['foreign key', 'relationships', 'referential integrity', 'lookup', 'values in table', 'foreign_key'],
  help: `Flags rows whose values do not occur in the columns of a second input. Several columns are looked up together. Rows with a null among the columns are
not judged.

\`"columns": ["country"], "input": "countries", "inputColumns": ["code"]\`, where countries holds DE and FR:

| country | |
| --- | --- |
| DE | |
| XX | flagged |
| *null* | not judged |`,
  describe: rule => `${named(rule)} found in ${rule.input}`,
  message: rule => `{column} is not in ${rule.input}: {value}`,
  compile: (rule, context) => {
    const lookup = lookupOf(rule, context)
    if (lookup === null) return []
    const { own } = lookup
    return [
      {
        columns: own.map(each => each.name),
        violation: all([noneNull(own), op('is_not_true', isKnown(lookup, context))]),
        missing: anyNull(own),
        failure: null,
      },
    ]
  },
})
