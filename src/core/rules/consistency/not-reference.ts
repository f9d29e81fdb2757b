import { all, op } from '../../relation/build.ts'
import { named } from '../cells.ts'
import { defineRule } from '../rule.ts'
import { ruleSettings } from '../settings.ts'
import { anyNull, noneNull } from '../values.ts'
import { isKnown, lookupOf, lookupSettings } from './lookup.ts'

export const notReference = defineRule({
  kind: 'not_reference',
  title: 'Not a reference',
  summary: 'Values, taken together, do not occur in a second input.',
  dimension: 'consistency',
  flags: 'cell',
  settings: ruleSettings('not_reference', lookupSettings),
  aliases: ['block list', 'exclusion', 'not in table', 'suppression list', 'anti-join'],
  help: `Flags rows whose values occur in the columns of a second input, as on a list of what is blocked. Several columns are looked up together. Rows with a
null among the columns are not judged.

\`"columns": ["email"], "input": "blocked"\`, where blocked holds a@example.org:

| email | |
| --- | --- |
| a@example.org | flagged |
| b@example.org | |
| *null* | not judged |`,
  describe: rule => `${named(rule)} not found in ${rule.input}`,
  message: rule => `{column} is in ${rule.input}: {value}`,
  compile: (rule, context) => {
    const lookup = lookupOf(rule, context)
    if (lookup === null) return []
    const { own } = lookup
    return [
      {
        columns: own.map(each => each.name),
        violation: all([noneNull(own), op('is_true', isKnown(lookup, context))]),
        missing: anyNull(own),
        failure: null,
      },
    ]
  },
})
