import { applyChanges, type Change, type Fault, lost } from '#core/node/changes.ts'
import type { FlagReason } from '#core/node/kind.ts'
import { defineNode, field, onErrorOrReject, z } from '#core/node/settings.ts'
import { call, cases, cast, column, keep, literal, op, project } from '#core/relation/build.ts'
import { columnsOf, reservedPrefix } from '#core/relation/columns.ts'
import type { Expression } from '#core/relation/expression.ts'
import type { Column } from '#core/relation/relation.ts'
import { asText, familyOf, ofColumn } from '#core/rules/values.ts'
import { areFormats, hasZone } from '#core/source/strptime.ts'
import { languages } from './languages.ts'
import { endsInZone, reading } from './reading.ts'

const settings = z.strictObject({
  columns: field(z.array(z.string()).min(1, 'choose a column'), {
    label: 'Columns',
    help: 'Texts that hold dates; each keeps its name and its place.',
    widget: 'columns',
  }),
  type: field(z.enum(['DATE', 'TIMESTAMP', 'TIMESTAMPTZ']).default('DATE'), {
    label: 'Type',
    help: 'A day, a day with a time, or an instant.',
    widget: 'choice',
    labels: { DATE: 'DATE', TIMESTAMP: 'TIMESTAMP', TIMESTAMPTZ: 'TIMESTAMP WITH TIME ZONE' },
  }),
  formats: field(z.array(z.string().min(1)).min(1, 'add a format'), {
    label: 'Formats',
    help: 'As strptime knows them: %Y-%m-%d, %d.%m.%y, %d %B %Y, %m/%d/%Y %I:%M %p. They are tried in this order.',
    widget: 'textList',
  }),
  onAmbiguous: field(z.enum(['flag', 'first', 'error']).default('flag'), {
    label: 'If ambiguous',
    help: 'What becomes of a text that several formats read as different dates: the first one’s date with a flag, the first one’s date, or what On error says.',
    widget: 'choice',
    labels: { flag: 'first, with a flag', first: 'first', error: 'an error' },
  }),
  pivot: field(z.int().min(0).max(100).default(69), {
    label: 'Pivot year',
    help: 'Two-digit years from this one on are of the 1900s, those before it of the 2000s.',
    widget: 'number',
    advanced: true,
  }),
  language: field(z.enum(languages).default('en'), {
    label: 'Language',
    help: 'Of the names of months and days, in full or in short.',
    widget: 'choice',
    labels: {
      en: 'English',
      de: 'German',
      fr: 'French',
      es: 'Spanish',
      it: 'Italian',
      nl: 'Dutch',
      pt: 'Portuguese',
    },
    advanced: true,
  }),
  zone: field(z.enum(['utc', 'keep']).default('utc'), {
    label: 'Time zones',
    help: 'Of texts with an offset: utc converts them to UTC, keep takes the date and time as they are written.',
    widget: 'choice',
    labels: { utc: 'to UTC', keep: 'as written' },
    advanced: true,
  }),
  onError: onErrorOrReject,
})

type Settings = z.infer<typeof settings>

const readings = (index: number): string => `${reservedPrefix}readings_${index}`
const first = (index: number): string => `${reservedPrefix}first_${index}`
const several = (index: number): string => `${reservedPrefix}several_${index}`

const reason = (of: Column, kind: string, severity: FlagReason['severity'], message: string): FlagReason => ({
  rule: kind === 'date' ? of.name : `${of.name}_${kind}`,
  kind,
  columns: [of.name],
  severity,
  message,
  dimension: 'validity',
})

const faultsOf = (of: Column, differs: Expression, onAmbiguous: Settings['onAmbiguous']): readonly Fault[] => {
  const ambiguous = reason(
    of,
    'ambiguous',
    onAmbiguous === 'error' ? 'error' : 'warning',
    '{column} may be several dates: {raw}',
  )
  return [
    {
      when: value => op('and', lost(column(of.name))(value), op('not', differs)),
      reason: reason(of, 'date', 'error', '{column} is no date that a format reads: {raw}'),
    },
    ...(onAmbiguous === 'first' ? [] : [{ when: () => differs, reason: ambiguous, note: onAmbiguous === 'flag' }]),
  ]
}

export default defineNode<Settings>({
  kind: 'transform.parse_date',
  version: 1,
  group: 'transforms',
  title: 'Parse dates',
  summary: 'Reads texts as dates or times by several formats, and flags what they do not tell apart.',
  aliases: [
    'DateTime',
    'String to Date&Time',
    'String to Date/Time',
    'DATEPARSE',
    'Date parse',
    'to_datetime',
    'strptime',
    'Date.FromText',
    'DateTime.FromText',
    'Convert text to date',
    'Legacy Date&Time to Date&Time',
  ],
  settings,
  initial: { columns: [], formats: ['%Y-%m-%d'] },
  inputs: () => [{ name: 'in' }],
  outputs: ({ onError }) =>
    onError === 'reject' ? [{ name: 'out' }, { name: 'reject', role: 'reject' }] : [{ name: 'out' }],
  describe: ({ columns, formats }) => `${columns.join(', ') || 'no columns yet'}: ${formats.join(' or ')}`,
  compile: ({ columns, formats, onAmbiguous, onError: policy, ...how }, context) => {
    const input = context.input('in')
    if (!areFormats(formats, i => `formats.${i}`, context.report)) return { ports: {} }
    for (const [i, format] of how.zone === 'keep' ? formats.entries() : [])
      if (hasZone(format) && !endsInZone(format))
        context.report({
          code: 'E-SETTING',
          severity: 'error',
          setting: `formats.${i}`,
          message: `In \`${format}\` the time zone does not stand at the end, so that it cannot be left out.`,
        })
    const parsed: Column[] = []
    for (const [i, name] of columns.entries()) {
      const found = context.column(input, name, `columns.${i}`)
      if (!found || parsed.includes(found)) continue
      if (['text', 'number'].includes(familyOf(found.type))) parsed.push(found)
      else
        context.report({
          code: 'W-COLUMN-NOT-TEXT',
          severity: 'warning',
          setting: `columns.${i}`,
          message: `\`${found.name}\` is ${found.type}, not a text: it stays as it is.`,
        })
    }
    const names = columnsOf(input)
    const lists = project(input, [
      ...keep(names),
      ...parsed.map((of, i) => ({
        name: readings(i),
        expression: op('list', ...formats.map(format => reading(asText(ofColumn(of)), format, how))),
      })),
    ])
    const read = project(lists, [
      ...keep(names),
      ...parsed.flatMap((_, i) => [
        { name: first(i), expression: call('list_any_value', column(readings(i))) },
        // null is none of the dates
        { name: several(i), expression: op('>', call('list_unique', column(readings(i))), literal(1)) },
      ]),
    ])
    const changes = parsed.map((of, i): Change => {
      const value = column(first(i))
      const differs = column(several(i))
      return {
        name: of.name,
        value: onAmbiguous === 'error' ? cases([{ when: op('not', differs), result: value }]) : value,
        raw: cast(column(of.name), 'VARCHAR'),
        faults: faultsOf(of, differs, onAmbiguous),
      }
    })
    return applyChanges(context.node, read, changes, keep(names), policy)
  },
})
