import type { CompileContext } from '#core/node/kind.ts'
import { columnName, defineNode, field, z } from '#core/node/settings.ts'
import { column, project } from '#core/relation/build.ts'
import { reservedPrefix } from '#core/relation/columns.ts'
import type { Input } from '#core/relation/relation.ts'
import { isSoundPattern, isSoundRewrite } from '#core/rules/patterns.ts'
import { patternOf, renaming } from './renaming.ts'
import { cleanings, styles } from './words.ts'

const kinds = [
  'names',
  'case',
  'prefix',
  'suffix',
  'remove_prefix',
  'remove_suffix',
  'replace',
  'regex',
  'clean',
] as const

type Kind = (typeof kinds)[number]

const only = (...is: readonly Kind[]) => ({ setting: 'kind', is })

const rule = z.strictObject({
  kind: field(z.enum(kinds), {
    label: 'Rule',
    widget: 'choice',
    labels: {
      names: 'new names, one by one',
      case: 'case and word style',
      prefix: 'add in front',
      suffix: 'add behind',
      remove_prefix: 'take off the front',
      remove_suffix: 'take off the end',
      replace: 'replace a text',
      regex: 'replace by a pattern',
      clean: 'clean',
    },
  }),
  names: field(z.record(z.string(), columnName).default({}), {
    label: 'Names',
    help: 'The name of a column, and its new one.',
    widget: 'keyValue',
    when: only('names'),
  }),
  case: field(z.enum(styles).default('snake'), {
    label: 'Style',
    widget: 'choice',
    labels: {
      snake: 'snake_case',
      camel: 'camelCase',
      pascal: 'PascalCase',
      kebab: 'kebab-case',
      constant: 'CONSTANT_CASE',
      title: 'Title Case',
      sentence: 'Sentence case',
      lower: 'lower case',
      upper: 'UPPER CASE',
    },
    when: only('case'),
  }),
  text: field(z.string().default(''), {
    label: 'Text',
    widget: 'text',
    when: only('prefix', 'suffix', 'remove_prefix', 'remove_suffix'),
  }),
  find: field(z.string().default(''), {
    label: 'Find',
    help: 'A text, or a regular expression; every place in a name where it stands.',
    widget: 'text',
    when: only('replace', 'regex'),
  }),
  to: field(z.string().default(''), {
    label: 'Replace with',
    help: 'Behind a pattern, \\1 is its first group and \\0 all that it found.',
    widget: 'text',
    when: only('replace', 'regex'),
  }),
  ignoreCase: field(z.boolean().default(false), {
    label: 'Ignore case',
    widget: 'toggle',
    when: only('replace', 'regex'),
  }),
  steps: field(z.array(z.enum(cleanings)).default(['trim', 'strip_accents', 'symbols_to_underscores']), {
    label: 'Steps',
    help: 'What is done to each name, one after the other.',
    widget: 'steps',
    item: 'step',
    when: only('clean'),
  }),
  columns: field(z.array(z.string()).default([]), {
    label: 'Columns',
    help: 'By the names that they come with; without any, all columns.',
    widget: 'columns',
    when: only('case', 'prefix', 'suffix', 'remove_prefix', 'remove_suffix', 'replace', 'regex', 'clean'),
  }),
})

const settings = z.strictObject({
  rules: field(z.array(rule).min(1, 'add a rule'), {
    label: 'Rules',
    help: 'Done one after the other: each changes the names that the ones before it left.',
    widget: 'items',
    item: 'rule',
  }),
})

export type Rule = z.infer<typeof rule>
type Settings = z.infer<typeof settings>

const said: Readonly<Record<Kind, (rule: Rule) => string>> = {
  names: ({ names }) =>
    Object.entries(names)
      .map(([from, to]) => `${from} → ${to}`)
      .join(', ') || 'no names yet',
  case: rule => `${rule.case} case`,
  prefix: rule => `“${rule.text}” in front`,
  suffix: rule => `“${rule.text}” behind`,
  remove_prefix: rule => `without “${rule.text}” in front`,
  remove_suffix: rule => `without “${rule.text}” at the end`,
  replace: rule => `“${rule.find}” → “${rule.to}”`,
  regex: rule => `/${rule.find}/ → “${rule.to}”`,
  clean: rule => rule.steps.map(step => step.replaceAll('_', ' ')).join(', ') || 'nothing yet',
}

const fault = (context: CompileContext, setting: string, message: string, hint?: string) =>
  context.report({ code: 'E-SETTING', severity: 'error', setting, message, ...(hint ? { hint } : {}) })

const checkText = (rule: Rule, setting: string, context: CompileContext): void => {
  if (['prefix', 'suffix', 'remove_prefix', 'remove_suffix'].includes(rule.kind) && rule.text === '')
    fault(context, `${setting}.text`, 'The rule has no text.')
  if (rule.kind !== 'replace' && rule.kind !== 'regex') return
  if (rule.find === '') fault(context, `${setting}.find`, 'There is nothing to find.')
  if (rule.kind === 'replace') return
  if (!isSoundPattern(rule.find, `${setting}.find`, context.report)) return
  if (patternOf(rule.find, false) === null)
    context.report({
      code: 'E-PATTERN',
      severity: 'error',
      setting: `${setting}.find`,
      message: `The pattern \`${rule.find}\` cannot be used: names know no such escape or group.`,
    })
  isSoundRewrite(rule.to, rule.find, `${setting}.to`, context.report)
}

/** New names of all columns, in their order. */
const renamed = (rules: readonly Rule[], input: Input, context: CompileContext): readonly string[] => {
  const names = new Map(input.columns.map(({ name }) => [name, name]))
  for (const [r, rule] of rules.entries()) {
    const setting = `rules.${r}`
    checkText(rule, setting, context)
    if (rule.kind === 'names') {
      for (const [from, to] of Object.entries(rule.names)) {
        const found = context.column(input, from, `${setting}.names`)
        if (found) names.set(found.name, to)
      }
      continue
    }
    const change = renaming[rule.kind](rule)
    const chosen = rule.columns.flatMap((name, i) => context.column(input, name, `${setting}.columns.${i}`)?.name ?? [])
    for (const name of rule.columns.length === 0 ? [...names.keys()] : new Set(chosen))
      names.set(name, change(names.get(name)!))
  }
  return [...names.values()]
}

/** Names that no column can have, or that two would. */
const reportNames = (input: Input, names: readonly string[], context: CompileContext): void => {
  for (const [i, name] of names.entries()) {
    const own = input.columns[i]!.name
    const twin = names.findIndex(other => other.toLowerCase() === name.toLowerCase())
    if (name === '') fault(context, 'rules', `Nothing would be left of the name \`${own}\`.`)
    else if (name.toLowerCase().startsWith(reservedPrefix))
      fault(
        context,
        'rules',
        `\`${own}\` would be named \`${name}\`: names that begin with ${reservedPrefix} are reserved.`,
      )
    else if (twin < i)
      context.report({
        code: 'E-COLUMN-TWICE',
        severity: 'error',
        setting: 'rules',
        message: `\`${input.columns[twin]!.name}\` and \`${own}\` would both be named \`${name}\`.`,
        hint: 'give one of them another name',
      })
  }
}

const preset = (name: string, rule: Partial<Rule>, also: readonly string[] = []) => ({
  name,
  settings: { rules: [rule] },
  also,
})

export default defineNode<Settings>({
  kind: 'transform.rename',
  version: 1,
  group: 'transforms',
  title: 'Rename columns',
  summary: 'Gives many columns new names at once, by rules.',
  aliases: [
    'Dynamic Rename',
    'Column Rename (Regex)',
    'Column Renamer',
    'Column Rename',
    'Rename fields',
    'Table.RenameColumns',
    'Table.TransformColumnNames',
    'rename',
    'Field names',
    preset('Rename by pattern', { kind: 'regex' }, ['Column name replacer', 'Regex rename']),
    preset('Column names in snake case', { kind: 'case', case: 'snake' }, ['clean_names', 'snake_case']),
    preset('Clean column names', { kind: 'clean' }, ['Clean names', 'Sanitize column names']),
    preset('Add a prefix to columns', { kind: 'prefix' }, ['add_prefix', 'Column prefix']),
    preset('Add a suffix to columns', { kind: 'suffix' }, ['add_suffix', 'Column suffix']),
  ],
  settings,
  initial: { rules: [rule.parse({ kind: 'names' })] },
  inputs: () => [{ name: 'in' }],
  outputs: () => [{ name: 'out' }],
  describe: ({ rules }) => rules.map(rule => said[rule.kind](rule)).join('; ') || 'no rules yet',
  compile: ({ rules }, context) => {
    const input = context.input('in')
    const names = renamed(rules, input, context)
    reportNames(input, names, context)
    const columns = input.columns.map((from, i) => ({ name: names[i]!, expression: column(from.name) }))
    return { ports: { out: project(input, columns) } }
  },
})
