import { didYouMean } from '#core/flow/nearest.ts'
import { columnsBehind } from '#core/node/columns.ts'
import { meant } from '#core/node/delimiter.ts'
import type { CompileContext } from '#core/node/kind.ts'
import { columnName, defineNode, field, z } from '#core/node/settings.ts'
import { all, call, cases, literal, op, project } from '#core/relation/build.ts'
import { columnsOf } from '#core/relation/columns.ts'
import type { Expression } from '#core/relation/expression.ts'
import type { Column, Input } from '#core/relation/relation.ts'
import { anyNull, asText, ofColumn } from '#core/rules/values.ts'
import { type Piece, piecesOf } from './template.ts'

const settings = z.strictObject({
  by: field(z.enum(['separator', 'template']).default('separator'), {
    label: 'By',
    widget: 'choice',
    labels: { separator: 'a separator', template: 'a template' },
  }),
  columns: field(z.array(z.string()).default([]), {
    label: 'Columns',
    help: 'In the order in which their values follow one another.',
    widget: 'columns',
    when: { setting: 'by', is: ['separator'] },
  }),
  separator: field(z.string().default(' '), {
    label: 'Separator',
    help: 'Between two values. \\t is a tab, and \\n a line break.',
    widget: 'text',
    placeholder: 'nothing',
    when: { setting: 'by', is: ['separator'] },
  }),
  template: field(z.string().default(''), {
    label: 'Template',
    help: 'A text with columns in braces: {first} {last}. {{ and }} are braces.',
    widget: 'text',
    placeholder: '{first} {last}',
    when: { setting: 'by', is: ['template'] },
  }),
  name: field(columnName.default('combined'), {
    label: 'Name',
    help: 'Of the new column. A name that is there already replaces that column in its place.',
    widget: 'text',
  }),
  missing: field(z.enum(['skip', 'text', 'null']).default('skip'), {
    label: 'Nulls',
    help: 'skip leaves a null out, and its separator with it; text puts a text in its place; null makes null of all.',
    widget: 'choice',
    labels: { skip: 'left out', text: 'a text instead', null: 'make null of all' },
  }),
  nullText: field(z.string().default(''), {
    label: 'For a null',
    widget: 'text',
    placeholder: 'the empty text',
    when: { setting: 'missing', is: ['text'] },
  }),
  keep: field(z.boolean().default(true), {
    label: 'Keep the columns',
    help: 'The columns that are combined stay.',
    widget: 'toggle',
  }),
})

type Settings = z.infer<typeof settings>

const fault = (context: CompileContext, setting: string, message: string, hint?: string) =>
  context.report({ code: 'E-SETTING', severity: 'error', setting, message, ...(hint ? { hint } : {}) })

interface Combined {
  readonly value: Expression
  readonly columns: readonly Column[]
}

/** Null where all columns are null, or where one is, as the settings want it. */
const guarded = (value: Expression, columns: readonly Column[], { missing }: Settings): Expression => {
  if (missing === 'text') return value
  const isNull = missing === 'null' ? anyNull(columns) : all(columns.map(of => op('is_null', ofColumn(of).expression)))
  return cases([{ when: op('not', isNull), result: value }])
}

const textOf = (of: Column, { missing, nullText }: Settings): Expression =>
  missing === 'text' ? call('coalesce', asText(ofColumn(of)), literal(nullText)) : asText(ofColumn(of))

const bySeparator = (given: Settings, input: Input, context: CompileContext): Combined | null => {
  const columns = given.columns.flatMap((name, i) => context.column(input, name, `columns.${i}`) ?? [])
  if (given.columns.length === 0) fault(context, 'columns', 'There are no columns to combine.')
  if (columns.length === 0) return null
  const joined = call('concat_ws', literal(meant(given.separator)), ...columns.map(of => textOf(of, given)))
  return { value: guarded(joined, columns, given), columns }
}

const columnOf = (piece: Extract<Piece, { column: string }>, input: Input, context: CompileContext): Column | null => {
  const names = columnsOf(input)
  const found = names.find(name => name === piece.column) ?? names.find(name => same(name, piece.column))
  if (found !== undefined) return input.columns.find(({ name }) => name === found) ?? null
  context.report({
    code: 'E-COLUMN-UNKNOWN',
    severity: 'error',
    setting: 'template',
    range: { start: piece.start, end: piece.end },
    message: `There is no column \`${piece.column}\` in the input.`,
    ...didYouMean(piece.column, names),
  })
  return null
}

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase()

const byTemplate = (given: Settings, input: Input, context: CompileContext): Combined | null => {
  const pieces = piecesOf(given.template)
  if (typeof pieces === 'number') {
    context.report({
      code: 'E-SETTING',
      severity: 'error',
      setting: 'template',
      range: { start: pieces, end: pieces + 1 },
      message: 'A brace of the template has no other.',
      hint: 'write `{{` or `}}` for a brace',
    })
    return null
  }
  const texts = pieces.map(piece => {
    if (!('column' in piece)) return { of: null, text: literal(piece.text) }
    const of = columnOf(piece, input, context)
    return of && { of, text: textOf(of, given) }
  })
  if (texts.includes(null)) return null
  const columns = texts.flatMap(each => each?.of ?? [])
  if (columns.length === 0) {
    fault(context, 'template', 'The template names no column.', 'write columns in braces, as in `{first} {last}`')
    return null
  }
  // unlike ||, it takes a null for nothing
  const joined = call('concat', ...texts.flatMap(each => each?.text ?? []))
  return { value: guarded(joined, columns, given), columns }
}

export default defineNode<Settings>({
  kind: 'transform.combine_columns',
  version: 1,
  group: 'transforms',
  title: 'Combine columns',
  summary: 'Puts the values of several columns into one text, with a separator or a template.',
  aliases: [
    'Column Combiner',
    'Column Aggregator',
    'Concat Fields',
    'Concatenate',
    'Merge columns',
    'Table.CombineColumns',
    'str.cat',
    'CONCAT_WS',
    'CONCAT',
    'TEXTJOIN',
    'Text.Combine',
    {
      name: 'Text template',
      settings: { by: 'template' },
      summary: 'Puts columns into a text with places for them.',
      also: ['String format', 'f-string', 'Placeholder text', 'printf', 'format'],
    },
  ],
  settings,
  inputs: () => [{ name: 'in' }],
  outputs: () => [{ name: 'out' }],
  describe: ({ by, columns, template, name }) =>
    `${name}: ${(by === 'template' ? template : columns.join(', ')) || 'no columns yet'}`,
  compile: (given, context) => {
    const input = context.input('in')
    const combined = (given.by === 'template' ? byTemplate : bySeparator)(given, input, context)
    if (!combined) return { ports: {} }
    const names = columnsOf(input)
    const used = names.filter(name => combined.columns.some(of => of.name === name))
    const behind = (given.keep ? used.at(-1) : used[0]) ?? ''
    const columns = columnsBehind(names, behind, [given.name], new Set(given.keep ? [] : used))
    const out = columns.map(each => (each.name === given.name ? { ...each, expression: combined.value } : each))
    return { ports: { out: project(input, out) } }
  },
})
