import { reportType } from '#core/node/columns.ts'
import type { CompileContext } from '#core/node/kind.ts'
import { type Pair, placeAmong, reportRepeated, valuePairs } from '#core/node/pairs.ts'
import { defineNode, field, z } from '#core/node/settings.ts'
import { column, keep, project } from '#core/relation/build.ts'
import { columnsOf, reservedPrefix } from '#core/relation/columns.ts'
import type { Expression } from '#core/relation/expression.ts'
import type { Column, Input } from '#core/relation/relation.ts'
import { isSoundPattern, isSoundRewrite } from '#core/rules/patterns.ts'
import { familyOf } from '#core/rules/values.ts'
import { fits } from '#core/source/fits.ts'
import { inParts, type Match, matches, ofPlace } from './replacing.ts'

const settings = z.strictObject({
  columns: field(z.array(z.string()).default([]), {
    label: 'Columns',
    help: 'Each keeps its name, its place and its type. Without any, all columns that hold texts.',
    widget: 'columns',
  }),
  match: field(z.enum(matches).default('whole'), {
    label: 'Find',
    help: 'Whole values, a text wherever it stands in them, or what a regular expression matches.',
    widget: 'choice',
    labels: { whole: 'whole values', part: 'parts of texts', pattern: 'by patterns' },
  }),
  pairs: field(valuePairs, {
    label: 'Old and new',
    help: 'What is found, and what stands in its place; null as the new one makes null of the whole value. In the new text of a pattern, \\1 is its first group and \\0 all that it matched.',
    widget: 'pairs',
  }),
  ignoreCase: field(z.boolean().default(false), {
    label: 'Ignore case',
    help: 'Upper and lower case are the same.',
    widget: 'toggle',
  }),
  ignoreSpace: field(z.boolean().default(false), {
    label: 'Ignore spaces',
    help: 'Spaces around a text, and how many stand between its words, do not matter.',
    widget: 'toggle',
    when: { setting: 'match', is: ['whole'] },
  }),
})

type Settings = z.infer<typeof settings>

const place = (index: number): string => `${reservedPrefix}place_${index}`

const isText = ({ type }: Column) => familyOf(type) === 'text'

const columnsIn = ({ columns, match }: Settings, input: Input, context: CompileContext): readonly Column[] => {
  if (columns.length === 0) return input.columns.filter(isText)
  const chosen = columns.flatMap((name, i) => {
    const of = context.column(input, name, `columns.${i}`)
    if (of && match !== 'whole' && !isText(of)) reportType(of, `columns.${i}`, 'a text', context)
    return of ?? []
  })
  return chosen.filter((of, i) => chosen.indexOf(of) === i)
}

const fault = (context: CompileContext, setting: string, message: string) =>
  context.report({ code: 'E-SETTING', severity: 'error', setting, message })

/** Values that a column cannot hold. */
const checkValues = (of: Column, pairs: readonly Pair[], context: CompileContext): void => {
  for (const [i, pair] of pairs.entries())
    for (const [side, value] of pair.entries())
      if (value !== null && fits(String(value), of.type) === false)
        fault(context, `pairs.${i}.${side}`, `\`${of.name}\` is ${of.type}, and \`${value}\` is no such value.`)
}

/** What can be found in no text. */
const checkParts = (pairs: readonly Pair[], match: Match, context: CompileContext): void => {
  for (const [i, [from, to]] of pairs.entries()) {
    const setting = `pairs.${i}.0`
    if (from === null || from === '') {
      fault(context, setting, from === null ? 'A null has no parts.' : 'There is nothing to find.')
      continue
    }
    if (match !== 'pattern' || !isSoundPattern(String(from), setting, context.report)) continue
    if (to !== null) isSoundRewrite(String(to), String(from), `pairs.${i}.1`, context.report)
  }
}

const shown = (value: Pair[number]): string => (value === '' ? '“”' : String(value))

export default defineNode<Settings>({
  kind: 'transform.replace',
  version: 1,
  group: 'transforms',
  title: 'Replace values',
  summary: 'Puts new values, texts or nulls in the place of old ones.',
  aliases: [
    'String Replacer',
    'Replace in String',
    'Find and Replace',
    'Multi-Field Formula',
    'REPLACE',
    'str.replace',
    'Replace Values',
    'Text.Replace',
    'String Replace',
    {
      name: 'Null strings',
      settings: {
        pairs: ['', '-', '--', '?', '.', 'n/a', 'na', 'nan', 'null', 'none', 'nil', '#n/a', 'unknown'].map(text => [
          text,
          null,
        ]),
        ignoreCase: true,
        ignoreSpace: true,
      },
      summary: 'Makes null of words that mean that there is nothing.',
      also: ['N/A to null', 'NULLIF', 'Text to null', 'na_values', 'Missing words'],
    },
    {
      name: 'Replace by a pattern',
      settings: { match: 'pattern', pairs: [['', '']] },
      also: ['Regex Replace', 'regexp_replace', 'RegEx', 'REGEX_Replace', 'Pattern replace'],
    },
    {
      name: 'Replace parts of texts',
      settings: { match: 'part', pairs: [['', '']] },
      also: ['Substring replace', 'SUBSTITUTE'],
    },
  ],
  settings,
  inputs: () => [{ name: 'in' }],
  outputs: () => [{ name: 'out' }],
  describe: ({ columns, pairs }) =>
    `${columns.join(', ') || 'all texts'}: ${pairs.map(([from, to]) => `${shown(from)} → ${shown(to)}`).join(', ') || 'nothing yet'}`,
  compile: (given, context) => {
    const { match, pairs, ignoreCase } = given
    const input = context.input('in')
    const columns = columnsIn(given, input, context)
    if (pairs.length === 0) fault(context, 'pairs', 'There is nothing to replace.')
    if (match === 'whole') {
      reportRepeated(pairs, given, context)
      for (const of of columns) checkValues(of, pairs, context)
    } else checkParts(pairs, match, context)
    const names = columnsOf(input)
    const replaced = (value: (of: Column, i: number) => Expression) => {
      const values = new Map(columns.map((of, i) => [of.name, value(of, i)]))
      return names.map(name => ({ name, expression: values.get(name) ?? column(name) }))
    }
    if (match !== 'whole')
      return {
        ports: {
          out: project(
            input,
            replaced(of => inParts(of, pairs, match, ignoreCase)),
          ),
        },
      }
    const placed = project(input, [
      ...keep(names),
      ...columns.map((of, i) => ({ name: place(i), expression: placeAmong(of, pairs, given) })),
    ])
    return {
      ports: {
        out: project(
          placed,
          replaced((of, i) => ofPlace(of, pairs, column(place(i)))),
        ),
      },
    }
  },
})
