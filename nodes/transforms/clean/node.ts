import type { CompileContext } from '#core/node/kind.ts'
import { defineNode, field, z } from '#core/node/settings.ts'
import { column, project } from '#core/relation/build.ts'
import type { Expression } from '#core/relation/expression.ts'
import type { Column, Input } from '#core/relation/relation.ts'
import { type StepName, stepNames, steps } from './steps.ts'

const labels: Readonly<Partial<Record<StepName, string>>> = {
  upper: 'UPPER CASE',
  lower: 'lower case',
  title: 'Title Case',
  sentence: 'Sentence case',
  nfc: 'normal form NFC',
}

const settings = z.strictObject({
  groups: field(
    z
      .array(
        z.strictObject({
          columns: field(z.array(z.string()).default([]), {
            label: 'Columns',
            help: 'Texts that these steps clean; without any, all columns that hold texts.',
            widget: 'columns',
          }),
          steps: field(z.array(z.enum(stepNames)).min(1, 'choose a step'), {
            label: 'Steps',
            help: 'What is done to each text, one after the other.',
            widget: 'steps',
            item: 'step',
            labels,
          }),
        }),
      )
      .min(1, 'add a group of columns'),
    {
      label: 'Clean',
      help: 'Groups of columns, each with its steps. A column of several groups goes through all of them, in this order.',
      widget: 'items',
      item: 'group',
    },
  ),
})

type Settings = z.infer<typeof settings>

const isText = ({ type }: Column) => type === 'VARCHAR'

/** The columns of a group that hold texts; what is said of the others. */
const textsOf = (names: readonly string[], setting: string, input: Input, context: CompileContext) => {
  if (names.length === 0) return input.columns.filter(isText)
  return names.flatMap((name, i) => {
    const found = context.column(input, name, `${setting}.${i}`)
    if (!found || isText(found)) return found ?? []
    context.report({
      code: 'W-COLUMN-NOT-TEXT',
      severity: 'warning',
      setting: `${setting}.${i}`,
      message: `\`${found.name}\` is ${found.type}, not a text: it stays as it is.`,
    })
    return []
  })
}

const words = (name: StepName) => name.replaceAll('_', ' ')

const preset = (name: string, chosen: readonly StepName[], also: readonly string[] = []) => ({
  name,
  settings: { groups: [{ steps: chosen }] },
  also,
})

export default defineNode<Settings>({
  kind: 'transform.clean',
  version: 1,
  group: 'transforms',
  title: 'Clean texts',
  summary: 'Trims texts, sets their case, and takes out accents, signs and control characters.',
  aliases: [
    'Data Cleansing',
    'Data Cleansing Pro',
    'String Cleaner',
    'String operations',
    'Text.Clean',
    'Normalise text',
    preset('Trim', ['trim'], ['Strip', 'Text.Trim', 'Trim Spaces', 'Remove leading and trailing whitespace']),
    preset('Collapse spaces', ['trim', 'collapse_spaces'], ['Remove Extra Spaces', 'Squeeze spaces']),
    preset('Change case', ['lower'], ['Case Converter', 'Make Lowercase', 'Text.Lower', 'str.lower']),
    preset('Title case', ['title'], ['Capitalize Each Word', 'Text.Proper', 'initcap', 'Proper case']),
    preset('Upper case', ['upper'], ['Make Uppercase', 'Text.Upper', 'str.upper']),
    preset('Remove accents', ['strip_accents'], ['Unaccent', 'Remove diacritics']),
    preset('Remove punctuation', ['remove_punctuation'], ['Punctuation Erasure', 'Remove symbols']),
    preset('Remove letters', ['remove_letters']),
    preset('Remove digits', ['remove_digits'], ['Remove Numbers', 'Number Filter']),
    preset('Empty to null', ['trim', 'empty_to_null'], ['Blank to null', 'Null if', 'NULLIF']),
    'Clean step',
  ],
  settings,
  initial: { groups: [{ columns: [], steps: ['trim', 'collapse_spaces'] }] },
  inputs: () => [{ name: 'in' }],
  outputs: () => [{ name: 'out' }],
  describe: ({ groups }) =>
    groups.map(group => `${group.columns.join(', ') || 'all texts'}: ${group.steps.map(words).join(', ')}`).join('; '),
  compile: ({ groups }, context) => {
    const input = context.input('in')
    const cleaned = new Map<string, Expression>()
    for (const [g, group] of groups.entries())
      for (const { name } of textsOf(group.columns, `groups.${g}.columns`, input, context))
        cleaned.set(
          name,
          group.steps.reduce((text: Expression, step) => steps[step](text), cleaned.get(name) ?? column(name)),
        )
    const columns = input.columns.map(({ name }) => ({ name, expression: cleaned.get(name) ?? column(name) }))
    return { ports: { out: project(input, columns) } }
  },
})
