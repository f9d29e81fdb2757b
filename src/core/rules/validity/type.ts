import { field, z } from '../../node/settings.ts'
import { all, call, cast, column, literal, op } from '../../relation/build.ts'
import type { Expression } from '../../relation/expression.ts'
import type { Column } from '../../relation/relation.ts'
import { isTypeName } from '../../sql/type-name.ts'
import { eachCell, named, textOf } from '../cells.ts'
import { defineRule } from '../rule.ts'
import { ruleSettings } from '../settings.ts'

const settings = ruleSettings('type', {
  type: field(z.string().refine(isTypeName, { error: 'it is not the name of a type, such as DATE or DECIMAL(12,2)' }), {
    label: 'Type',
    help: 'The type that every value can be read as.',
    widget: 'type',
    placeholder: 'DATE',
  }),
})

const whole = /^U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?$/i

/** What DuckDB converts only by losing a part: 12.7 becomes 13, and a time of day is dropped. */
const losing = (text: Expression, type: string): readonly Expression[] => {
  if (whole.test(type))
    return [op('not', call('regexp_full_match', call('trim', text), literal('[+-]?[0-9]+(?:\\.0*)?')))]
  if (type.toUpperCase() === 'DATE')
    return [
      op(
        'is_distinct',
        cast(text, 'TIMESTAMP', { safe: true }),
        cast(cast(text, 'DATE', { safe: true }), 'TIMESTAMP', { safe: true }),
      ),
    ]
  return []
}

const unreadable = (of: Column, type: string): Expression => {
  if (of.type.toUpperCase() === type.toUpperCase()) return literal(false)
  const text = textOf(of)
  const lost = [op('is_null', cast(text, type, { safe: true })), ...losing(text, type)]
  return all([op('is_not_null', column(of.name)), lost.length === 1 ? lost[0]! : op('or', ...lost)])
}

export const type = defineRule({
  kind: 'type',
  title: 'Type',
  summary: 'Values can be read as a type.',
  dimension: 'validity',
  flags: 'cell',
  aliases: ['expect_column_values_to_be_of_type', 'castable', 'coerce', 'hasDataType', 'dtype', 'parses as'],
  suits: ['text'],
  settings,
  help: `Flags values that cannot be read as the type, or only by losing a part of them: \`12.7\` is no INTEGER, and a day with a time of day is no DATE.

\`"type": "DATE"\`

| day | |
| --- | --- |
| 2024-02-29 | |
| 2023-02-29 | flagged |
| soon | flagged |`,
  describe: rule => `${named(rule)} readable as ${rule.type}`,
  message: rule => `{column} cannot be read as ${rule.type}: {value}`,
  compile: (rule, context) => eachCell(rule, context, of => unreadable(of, rule.type)),
})
