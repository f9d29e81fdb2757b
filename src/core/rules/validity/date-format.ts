import { field, z } from '../../node/settings.ts'
import { all, call, literal, op } from '../../relation/build.ts'
import { areFormats } from '../../source/strptime.ts'
import { eachCell, named, textOf } from '../cells.ts'
import { defineRule } from '../rule.ts'
import { ruleSettings } from '../settings.ts'

const settings = ruleSettings('date_format', {
  formats: field(z.array(z.string().min(1)).min(1), {
    label: 'Formats',
    help: 'As strptime knows them: %Y-%m-%d, %d.%m.%Y %H:%M. One of them must fit.',
    widget: 'textList',
    placeholder: '%Y-%m-%d',
  }),
})

export const dateFormat = defineRule({
  kind: 'date_format',
  title: 'Date format',
  summary: 'Texts are dates or times in one of some formats.',
  dimension: 'validity',
  flags: 'cell',
  aliases: [
    'expect_column_values_to_match_strftime_format',
    'strptime',
    'strftime',
    'valid format date',
    'to_datetime',
  ],
  suits: ['text'],
  settings,
  help: `Flags values that no format fits, or that are no real day. \`%Y\` is a year, \`%m\` a month, \`%d\` a day, \`%H\`, \`%M\`, \`%S\` a time, \`%b\` a month's name; the
formats are strptime's.

\`"formats": ["%d.%m.%Y", "%Y-%m-%d"]\`

| day | |
| --- | --- |
| 29.02.2024 | |
| 29.02.2023 | flagged |
| 02/29/2024 | flagged |`,
  describe: rule => `${named(rule)} in ${rule.formats.join(' or ')}`,
  message: rule => `{column} is no date in ${rule.formats.join(' or ')}: {value}`,
  compile: (rule, context) => {
    const sound = areFormats(rule.formats, i => `formats.${i}`, context.report)
    return eachCell(rule, context, of => {
      const text = textOf(of)
      const unread = rule.formats.map(each => op('is_null', call('try_strptime', text, literal(each))))
      return sound ? all([op('is_not_null', text), ...unread]) : null
    })
  },
})
