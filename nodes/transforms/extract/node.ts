import { ownName } from '#core/convert/type-name.ts'
import { applyChanges, type Change, type Fault, lost } from '#core/node/changes.ts'
import { reportTwice, withColumns } from '#core/node/columns.ts'
import type { CompileContext, FlagReason } from '#core/node/kind.ts'
import { columnName, defineNode, field, onErrorOrReject, typeName, z } from '#core/node/settings.ts'
import { call, cases, column, keep, literal, op, project } from '#core/relation/build.ts'
import { columnsOf, reservedPrefix } from '#core/relation/columns.ts'
import type { Expression } from '#core/relation/expression.ts'
import type { Column } from '#core/relation/relation.ts'
import { isSoundPattern } from '#core/rules/patterns.ts'
import { groupsOf } from '#core/rules/re2-groups.ts'
import { asText, ofColumn } from '#core/rules/values.ts'
import { misfit } from '#core/source/cells.ts'
import { convert } from '#core/source/convert.ts'
import { presets } from './presets.ts'

const settings = z.strictObject({
  column: field(z.string().min(1, 'choose a column'), {
    label: 'Column',
    help: 'The text that is taken apart; it stays.',
    widget: 'column',
  }),
  pattern: field(z.string().min(1, 'write a pattern'), {
    label: 'Pattern',
    help: 'A regular expression of RE2. Each of its groups gives a column, (?P<name>…) one of that name; without groups all that matches does.',
    widget: 'text',
    placeholder: '(?P<code>[A-Z]+)-(?P<number>[0-9]+)',
  }),
  names: field(z.array(columnName).default([]), {
    label: 'New columns',
    help: 'A name for each group, in their order; none means the names that stand in the pattern.',
    widget: 'textList',
    placeholder: 'name',
  }),
  matches: field(z.enum(['first', 'all']).default('first'), {
    label: 'Matches',
    help: 'first takes the first place that matches; all gives lists of what each place holds.',
    widget: 'choice',
  }),
  ignoreCase: field(z.boolean().default(false), {
    label: 'Ignore case',
    help: 'Upper and lower case are the same.',
    widget: 'toggle',
  }),
  types: field(z.record(z.string(), typeName).default({}), {
    label: 'Types',
    help: 'Of new columns that are no texts.',
    widget: 'typeTable',
    advanced: true,
    when: { setting: 'matches', is: ['first'] },
  }),
  onError: onErrorOrReject,
})

type Settings = z.infer<typeof settings>

const found = `${reservedPrefix}found`
const part = (index: number): string => `part_${index}`

const fault = (setting: string, message: string, context: CompileContext, hint?: string): void =>
  context.report({ code: 'E-SETTING', severity: 'error', setting, message, ...(hint ? { hint } : {}) })

/** The names of the new columns; null after reporting what is wrong with the pattern or with them. */
const namesOf = (given: Settings, of: Column, context: CompileContext): readonly string[] | null => {
  if (!isSoundPattern(given.pattern, 'pattern', context.report)) return null
  const groups = groupsOf(given.pattern)
  const count = Math.max(groups.length, 1)
  if (given.matches === 'all' && count > 9) {
    fault('matches', `Of the ${count} groups of the pattern only nine can be taken of all matches.`, context)
    return null
  }
  if (given.names.length === 0) {
    const told = groups.length === 0 ? [null] : groups
    return told.map((name, i) => name ?? `${of.name}_${i + 1}`)
  }
  if (given.names.length === count) return given.names
  fault(
    'names',
    `The pattern has ${groups.length} groups, and there are ${given.names.length} names.`,
    context,
    `give ${count}, or none`,
  )
  return null
}

const typesOf = (given: Settings, names: readonly string[], context: CompileContext): ReadonlyMap<string, string> => {
  const types = new Map<string, string>()
  for (const [name, type] of given.matches === 'first' ? Object.entries(given.types) : []) {
    const own = names.find(other => other.toLowerCase() === name.toLowerCase())
    if (own === undefined) fault(`types.${name}`, `There is no new column \`${name}\`.`, context)
    else types.set(own, ownName(type))
  }
  return types
}

/** A list without elements comes of a text that does not match. */
const listOrNull = (list: Expression): Expression =>
  cases([{ when: op('>', call('len', list), literal(0)), result: list }])

const reason = (rule: string, kind: string, name: string, message: string): FlagReason => ({
  rule,
  kind,
  columns: [name],
  severity: 'error',
  message,
  dimension: 'validity',
})

export default defineNode<Settings>({
  kind: 'transform.extract',
  version: 1,
  group: 'transforms',
  title: 'Extract',
  summary: 'Takes parts out of texts by a pattern, each into a column.',
  aliases: [
    'RegEx',
    'Regex Extractor',
    'Regex Evaluation',
    'Regular expression groups',
    'REGEXP_EXTRACT',
    'REGEXP_EXTRACT_NTH',
    'str.extract',
    'str.extractall',
    'Text.Select',
    'Column from examples',
    'Flash Fill',
    ...presets,
  ],
  settings,
  initial: { column: '', pattern: '[0-9]+' },
  inputs: () => [{ name: 'in' }],
  outputs: ({ onError }) =>
    onError === 'reject' ? [{ name: 'out' }, { name: 'reject', role: 'reject' }] : [{ name: 'out' }],
  describe: ({ column: from, pattern }) => `${pattern} in ${from || 'no column yet'}`,
  compile: (given, context) => {
    const input = context.input('in')
    const of = context.column(input, given.column, 'column')
    const names = of && namesOf(given, of, context)
    if (!names) return { ports: {} }
    reportTwice(
      names.map((name, i) => ({ name, setting: given.names.length > 0 ? `names.${i}` : 'pattern' })),
      context,
    )
    const types = typesOf(given, names, context)
    const text = asText(ofColumn(of))
    const all = given.matches === 'all'
    const pattern = literal(groupsOf(given.pattern).length > 0 ? given.pattern : `(${given.pattern})`)
    const options = literal(given.ignoreCase ? 'i' : 'c')
    const matched = call('regexp_extract', text, pattern, op('list', ...names.map((_, i) => literal(part(i)))), options)
    const matchedRows = all
      ? input
      : project(input, [
          ...keep(columnsOf(input)),
          {
            name: found,
            expression: cases([{ when: call('regexp_matches', text, pattern, options), result: matched }]),
          },
        ])
    const partOf = (i: number): Expression =>
      all
        ? listOrNull(call('regexp_extract_all', text, pattern, literal(i + 1), options))
        : // a group that takes no part in a match gives an empty text
          call('nullif', call('struct_extract', column(found), literal(part(i))), literal(''))
    const missed = all ? lost(text) : () => op('and', op('is_not_null', text), op('is_null', column(found)))
    const changes = names.map((name, i): Change => {
      const value = partOf(i)
      const type = types.get(name)
      const typed = type !== undefined && type !== 'VARCHAR'
      const unmatched: Fault = {
        when: missed,
        reason: reason(names[0]!, 'pattern', name, `\`${of.name}\` does not match: {raw}`),
      }
      const unfit: Fault = {
        when: lost(value),
        reason: reason(`${name}_type`, 'type', name, misfit(type ?? 'VARCHAR')),
      }
      return {
        name,
        value: typed ? convert(value, type, { decimal: '.', format: null, json: true, guessed: false }) : value,
        raw: all ? text : call('coalesce', value, text),
        faults: [...(i === 0 ? [unmatched] : []), ...(typed ? [unfit] : [])],
      }
    })
    const columns = withColumns(
      columnsOf(input),
      names.map(name => ({ name, expression: literal(null) })),
    )
    return applyChanges(context.node, matchedRows, changes, columns, given.onError)
  },
})
