import { applyChanges, type Change, type Fault } from '#core/node/changes.ts'
import { columnsBehind, reportTwice } from '#core/node/columns.ts'
import { meant } from '#core/node/delimiter.ts'
import type { CompileContext } from '#core/node/kind.ts'
import { columnName, defineNode, field, z } from '#core/node/settings.ts'
import { call, keep, literal, project } from '#core/relation/build.ts'
import { columnsOf, reservedPrefix } from '#core/relation/columns.ts'
import type { Expression } from '#core/relation/expression.ts'
import { trimmed } from '#core/rules/cells.ts'
import { isSoundPattern } from '#core/rules/patterns.ts'
import { asText, ofColumn } from '#core/rules/values.ts'
import { byDelimiter, byPattern, byPlaces, type Parts } from './parts.ts'

const settings = z.strictObject({
  column: field(z.string().min(1, 'choose a column'), {
    label: 'Column',
    help: 'Its values are taken apart, from left to right.',
    widget: 'column',
  }),
  by: field(z.enum(['delimiter', 'pattern', 'widths', 'positions']).default('delimiter'), {
    label: 'By',
    help: 'What parts them: a text, what a regular expression matches, or how many characters they have.',
    widget: 'choice',
    labels: { pattern: 'a pattern', delimiter: 'a delimiter', positions: 'positions', widths: 'widths' },
  }),
  delimiter: field(z.string().default(','), {
    label: 'Delimiter',
    help: '\\t is a tab, and \\n a line break.',
    widget: 'text',
    when: { setting: 'by', is: ['delimiter'] },
  }),
  pattern: field(z.string().default('\\s+'), {
    label: 'Pattern',
    help: 'A regular expression of RE2; what it matches is no part.',
    widget: 'text',
    when: { setting: 'by', is: ['pattern'] },
  }),
  at: field(z.array(z.int().min(0)).default([]), {
    label: 'Characters',
    help: 'One number for each column: its width, or the position at which it begins, the first of a text being 1.',
    widget: 'textList',
    when: { setting: 'by', is: ['widths', 'positions'] },
  }),
  names: field(z.array(columnName).min(1, 'name a column'), {
    label: 'Into',
    help: 'The names of the new columns, from left to right. A name that is there already replaces that column in its place.',
    widget: 'textList',
  }),
  over: field(z.enum(['last', 'flag', 'drop']).default('last'), {
    label: 'More parts',
    help: 'What becomes of parts for which there is no column: they stay in the last one, or are left out, with a flag that keeps the whole text or without.',
    widget: 'choice',
    labels: { last: 'stay in the last', flag: 'left out, with a flag', drop: 'left out' },
  }),
  missing: field(z.enum(['null', 'flag']).default('null'), {
    label: 'Fewer parts',
    help: 'Columns without a part are null, with a flag or without.',
    widget: 'choice',
    labels: { null: 'null', flag: 'null with a flag' },
  }),
  trim: field(z.boolean().default(false), {
    label: 'Trim',
    help: 'Take white space from both ends of each part.',
    widget: 'toggle',
  }),
  keep: field(z.boolean().default(true), {
    label: 'Keep the column',
    help: 'The column itself stays before the new ones.',
    widget: 'toggle',
  }),
})

type Settings = z.infer<typeof settings>

const list = `${reservedPrefix}parts`

const fault = (context: CompileContext, setting: string, message: string): null => {
  context.report({ code: 'E-SETTING', severity: 'error', setting, message })
  return null
}

/** Where each part begins, from 0 on, and where the last one ends; null after reporting what is wrong with the numbers. */
const placesOf = ({ by, at, names }: Settings, context: CompileContext) => {
  if (at.length !== names.length)
    return fault(context, 'at', `There are ${names.length} columns, and ${at.length} numbers for them.`)
  const wrong = at.findIndex((each, i) => each < 1 || (by === 'positions' && i > 0 && each <= at[i - 1]!))
  if (wrong >= 0)
    return fault(
      context,
      `at.${wrong}`,
      at[wrong]! < 1 ? 'Characters are counted from 1 on.' : 'A part begins behind the one before it.',
    )
  if (by === 'positions') return { starts: at.map(each => each - 1), end: null }
  const ends = at.map((_, i) => at.slice(0, i + 1).reduce((sum, each) => sum + each, 0))
  return { starts: [0, ...ends.slice(0, -1)], end: ends.at(-1)! }
}

interface Taken {
  readonly parts: Parts
  /** The list of parts, where that is worth computing once. */
  readonly list: Expression | null
}

const takenApart = (given: Settings, text: Expression, context: CompileContext): Taken | null => {
  const { by, pattern } = given
  if (by === 'delimiter') {
    const delimiter = meant(given.delimiter)
    if (delimiter === '') return fault(context, 'delimiter', 'There is no delimiter.')
    return { parts: byDelimiter(list, delimiter), list: call('string_split', text, literal(delimiter)) }
  }
  if (by === 'pattern') {
    if (pattern === '') return fault(context, 'pattern', 'There is no pattern.')
    if (!isSoundPattern(pattern, 'pattern', context.report)) return null
    return { parts: byPattern(list, text, pattern), list: call('string_split_regex', text, literal(pattern)) }
  }
  const places = placesOf(given, context)
  return places && { parts: byPlaces(text, places.starts, places.end), list: null }
}

const reason = (name: string, kind: string, message: string): Fault['reason'] => ({
  rule: `${name}_${kind}`,
  kind,
  columns: [name],
  severity: 'error',
  message,
  dimension: 'validity',
})

/** The new columns, of which the last tells of parts too many and too few. */
const changesOf = ({ names, over, missing, trim }: Settings, text: Expression, parts: Parts): readonly Change[] =>
  names.map((name, i) => {
    const isLast = i === names.length - 1
    const value = isLast && over === 'last' ? parts.rest(i) : parts.part(i)
    const faults = [
      ...(over === 'flag'
        ? [
            {
              when: () => parts.over(names.length),
              reason: reason(name, 'over', 'There are more parts than columns: {raw}'),
            },
          ]
        : []),
      ...(missing === 'flag'
        ? [
            {
              when: () => parts.under(names.length),
              reason: reason(name, 'under', 'There are fewer parts than columns: {raw}'),
            },
          ]
        : []),
    ]
    return { name, value: trim ? trimmed(value) : value, raw: text, faults: isLast ? faults : [] }
  })

const parted: Readonly<Record<Settings['by'], (given: Settings) => string>> = {
  delimiter: ({ delimiter }) => `“${delimiter}”`,
  pattern: ({ pattern }) => `/${pattern}/`,
  widths: ({ at }) => `widths ${at.join(', ')}`,
  positions: ({ at }) => `positions ${at.join(', ')}`,
}

export default defineNode<Settings>({
  kind: 'transform.split_column',
  version: 1,
  group: 'transforms',
  title: 'Split column',
  summary: 'Takes the values of a column apart, each part into a column.',
  aliases: [
    'Text to Columns',
    'Cell Splitter',
    'Split Fields',
    'Split',
    'Custom Split',
    'Table.SplitColumn',
    'str.split',
    'SPLIT_PART',
    'string_split',
    'Text.Split',
    'Split values',
    'Split column by delimiter',
    'str.split expand',
    {
      name: 'Split by position',
      settings: { column: '', by: 'positions', names: [], at: [] },
      also: ['Cell Splitter By Position', 'Split by positions', 'Splitter.SplitTextByPositions'],
    },
    {
      name: 'Split by width',
      settings: { column: '', by: 'widths', names: [], at: [] },
      also: ['Fixed width to columns', 'Splitter.SplitTextByLengths'],
    },
    {
      name: 'Split by a pattern',
      settings: { column: '', by: 'pattern', names: [] },
      also: ['Regex Split', 'regexp_split_to_array'],
    },
  ],
  settings,
  initial: { column: '', names: ['part_1', 'part_2'] },
  inputs: () => [{ name: 'in' }],
  outputs: () => [{ name: 'out' }],
  describe: given => `${given.column || 'no column yet'} by ${parted[given.by](given)} into ${given.names.join(', ')}`,
  compile: (given, context) => {
    const input = context.input('in')
    const of = context.column(input, given.column, 'column')
    reportTwice(
      given.names.map((name, i) => ({ name, setting: `names.${i}` })),
      context,
    )
    const text = of && asText(ofColumn(of))
    const taken = text && takenApart(given, text, context)
    if (!taken) return { ports: {} }
    const names = columnsOf(input)
    const relation = taken.list ? project(input, [...keep(names), { name: list, expression: taken.list }]) : input
    const dropped = new Set(given.keep ? [] : [of.name])
    const columns = columnsBehind(names, of.name, given.names, dropped)
    return applyChanges(context.node, relation, changesOf(given, text, taken.parts), columns, 'flag')
  },
})
