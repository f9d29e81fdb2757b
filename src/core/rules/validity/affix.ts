import { field, z } from '../../node/settings.ts'
import { call, literal, op } from '../../relation/build.ts'
import type { Expression } from '../../relation/expression.ts'
import type { Column } from '../../relation/relation.ts'
import { eachCell, named, textOf } from '../cells.ts'
import { defineRule } from '../rule.ts'
import { ruleSettings } from '../settings.ts'
import { joined, match, matching } from './regex.ts'

const own = {
  texts: field(z.array(z.string().min(1)).min(1), {
    label: 'Texts',
    help: 'The texts that are looked for.',
    widget: 'textList',
  }),
  ignoreCase: field(z.boolean().default(false), {
    label: 'Ignore case',
    help: 'Upper and lower case are the same.',
    widget: 'toggle',
  }),
} as const

interface Affix {
  readonly texts: readonly string[]
  readonly ignoreCase: boolean
}

const found = (rule: Affix, of: Column, name: string): readonly Expression[] => {
  const text = rule.ignoreCase ? call('lower', textOf(of)) : textOf(of)
  return rule.texts.map(each => call(name, text, literal(rule.ignoreCase ? each.toLowerCase() : each)))
}

const either = { match: 'any' } as const

export const startsWith = defineRule({
  kind: 'starts_with',
  title: 'Starts with',
  summary: 'Texts start with one of some texts.',
  dimension: 'validity',
  flags: 'cell',
  aliases: ['str_startswith', 'prefix', 'begins with'],
  suits: ['text'],
  settings: ruleSettings('starts_with', own),
  help: `Flags values that start with none of the texts.

\`"texts": ["https://", "http://"]\`

| link | |
| --- | --- |
| https://example.org | |
| example.org | flagged |
| *null* | not judged |`,
  describe: rule => `${named(rule)} starts with ${joined(either, rule.texts)}`,
  message: rule => `{column} does not start with ${joined(either, rule.texts)}: {value}`,
  compile: (rule, context) =>
    eachCell(rule, context, of => op('not', matching(either, found(rule, of, 'starts_with')))),
})

export const endsWith = defineRule({
  kind: 'ends_with',
  title: 'Ends with',
  summary: 'Texts end with one of some texts.',
  dimension: 'validity',
  flags: 'cell',
  aliases: ['str_endswith', 'suffix', 'postfix'],
  suits: ['text'],
  settings: ruleSettings('ends_with', own),
  help: `Flags values that end with none of the texts.

\`"texts": [".jpg", ".png"], "ignoreCase": true\`

| picture | |
| --- | --- |
| a.JPG | |
| a.gif | flagged |
| *null* | not judged |`,
  describe: rule => `${named(rule)} ends with ${joined(either, rule.texts)}`,
  message: rule => `{column} does not end with ${joined(either, rule.texts)}: {value}`,
  compile: (rule, context) => eachCell(rule, context, of => op('not', matching(either, found(rule, of, 'ends_with')))),
})

export const contains = defineRule({
  kind: 'contains',
  title: 'Contains',
  summary: 'Texts contain one or all of some texts.',
  dimension: 'validity',
  flags: 'cell',
  aliases: ['str_contains', 'substring', 'includes'],
  suits: ['text'],
  settings: ruleSettings('contains', { ...own, match: match('Of several texts, one or all must occur.') }),
  help: `Flags values that contain none of the texts, or with *Match* \`all\` not all of them.

\`"texts": ["@"]\`

| email | |
| --- | --- |
| ann@example.org | |
| ann.example.org | flagged |
| *null* | not judged |`,
  describe: rule => `${named(rule)} contains ${joined(rule, rule.texts)}`,
  message: rule => `{column} does not contain ${joined(rule, rule.texts)}: {value}`,
  compile: (rule, context) => eachCell(rule, context, of => op('not', matching(rule, found(rule, of, 'contains')))),
})
