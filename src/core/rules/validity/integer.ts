import { call, column, literal, op } from '../../relation/build.ts'
import type { Expression } from '../../relation/expression.ts'
import type { Column } from '../../relation/relation.ts'
import { eachCell, named, textOf } from '../cells.ts'
import { defineRule } from '../rule.ts'
import { ruleSettings } from '../settings.ts'
import { familyOf } from '../values.ts'

const isFraction = (of: Column): Expression | null => {
  const value = column(of.name)
  if (familyOf(of.type) !== 'number')
    return op('not', call('regexp_full_match', textOf(of), literal('[+-]?[0-9]+(?:\\.0*)?')))
  if (of.type === 'DOUBLE' || of.type === 'FLOAT')
    return op('or', op('not', call('isfinite', value)), op('<>', value, call('trunc', value)))
  return of.type.startsWith('DECIMAL') ? op('<>', value, call('trunc', value)) : null
}

export const integer = defineRule({
  kind: 'integer',
  title: 'Whole number',
  summary: 'Values are whole numbers.',
  dimension: 'validity',
  flags: 'cell',
  aliases: ['is integer', 'whole number', 'int', 'expect_column_values_to_be_of_type'],
  suits: ['number', 'text'],
  settings: ruleSettings('integer', {}),
  help: `Flags values that are no whole numbers; \`3.0\` is one. A text must be written as a number: a sign, digits, and zeros after a point.

\`"columns": ["pieces"]\`

| pieces | |
| --- | --- |
| 3 | |
| 2.5 | flagged |
| many | flagged |
| *null* | not judged |`,
  describe: rule => `${named(rule)} whole`,
  message: () => '{column} is not a whole number: {value}',
  compile: (rule, context) => eachCell(rule, context, isFraction),
})
