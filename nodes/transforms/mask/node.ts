import { applyChanges, type Change, lost } from '#core/node/changes.ts'
import { reportType } from '#core/node/columns.ts'
import type { CompileContext } from '#core/node/kind.ts'
import { fault } from '#core/node/measures.ts'
import { defineNode, field, z } from '#core/node/settings.ts'
import { column, keep, literal, projectFlags } from '#core/relation/build.ts'
import { columnsOf } from '#core/relation/columns.ts'
import type { Expression } from '#core/relation/expression.ts'
import type { Column, Input, Relation } from '#core/relation/relation.ts'
import { slotColumns, slotsOf } from '#core/relation/slots.ts'
import { familyOf } from '#core/rules/values.ts'
import { dateOf, hashed, partly, rangeOf, redacted, shifted, token } from './values.ts'

const methods = ['redact', 'partial', 'hash', 'token', 'shift', 'generalise', 'null'] as const

const entry = z.strictObject({
  column: field(z.string().min(1, 'choose a column'), { label: 'Column', widget: 'column' }),
  method: field(z.enum(methods).default('redact'), {
    label: 'Method',
    help: 'What stands in the place of each value; a null stays null.',
    widget: 'choice',
    labels: {
      redact: 'one text for all',
      partial: 'first and last characters',
      hash: 'a hash, with the salt',
      token: 'a short token, with the salt',
      shift: 'move dates or numbers',
      generalise: 'round to a year, a month or a range',
      null: 'nothing',
    },
  }),
  text: field(z.string().default('***'), {
    label: 'Text',
    help: 'What every value becomes.',
    widget: 'text',
    when: { setting: 'method', is: ['redact'] },
  }),
  first: field(z.int().min(0).max(1000).default(0), {
    label: 'Keep first',
    help: 'How many characters of the beginning stay.',
    widget: 'number',
    when: { setting: 'method', is: ['partial'] },
  }),
  last: field(z.int().min(0).max(1000).default(4), {
    label: 'Keep last',
    help: 'How many characters of the end stay. A text that has no more than both together is hidden whole.',
    widget: 'number',
    when: { setting: 'method', is: ['partial'] },
  }),
  sign: field(
    z
      .string()
      .refine(text => [...text].length === 1, { error: 'it is one sign' })
      .default('*'),
    {
      label: 'Sign',
      help: 'What stands for each character that is hidden.',
      widget: 'text',
      when: { setting: 'method', is: ['partial'] },
    },
  ),
  prefix: field(z.string().default(''), {
    label: 'Prefix',
    help: 'What each token begins with.',
    widget: 'text',
    placeholder: 'none',
    when: { setting: 'method', is: ['token'] },
  }),
  key: field(z.string().min(1).nullable().default(null), {
    label: 'Alike by',
    help: 'All rows with the same value here are moved by the same amount, so that what lies between them stays.',
    widget: 'column',
    when: { setting: 'method', is: ['shift'] },
  }),
  most: field(z.int().min(1).max(1_000_000_000).default(30), {
    label: 'At most',
    help: 'How far a value is moved, forward or back: days of a date, units of a number.',
    widget: 'number',
    when: { setting: 'method', is: ['shift'] },
  }),
  to: field(z.enum(['year', 'month', 'range']).default('year'), {
    label: 'To',
    help: 'A date becomes the first day of its year or month, a number the beginning of its range.',
    widget: 'choice',
    labels: { year: 'the year', month: 'the month', range: 'a range of numbers' },
    when: { setting: 'method', is: ['generalise'] },
  }),
  step: field(z.number().positive('it is more than zero').default(10), {
    label: 'Range',
    help: 'How wide a range of numbers is: with 10, 37 becomes 30.',
    widget: 'number',
    when: { setting: 'method', is: ['generalise'] },
  }),
})

const settings = z.strictObject({
  columns: field(z.array(entry).min(1, 'add a column'), {
    label: 'Columns',
    help: 'Each keeps its name and its place.',
    widget: 'items',
    item: 'column',
  }),
  salt: field(z.string().nullable().default(null), {
    label: 'Salt',
    help: 'What hashes, tokens and moves are made with: ${env:NAME} takes it from the environment, and it is shown nowhere. The same salt gives the same tokens.',
    widget: 'text',
    placeholder: '${env:NAME}',
    secret: true,
  }),
})

type Settings = z.infer<typeof settings>
type Entry = Settings['columns'][number]

const leastSalt = 8
const isSalted = ({ method }: Entry): boolean => ['hash', 'token', 'shift'].includes(method)

/** The salt; null after reporting that there is none, or too little of it. */
const saltOf = ({ columns, salt }: Settings, context: CompileContext): string | null => {
  if (!columns.some(isSalted)) return ''
  if (salt === null) return fault(context, 'salt', 'Hashes, tokens and moves need a salt.')
  return salt.length >= leastSalt ? salt : fault(context, 'salt', `The salt has fewer than ${leastSalt} characters.`)
}

/** What is needed of the column's type; null where it has it. */
const lacks = ({ method, to }: Entry, { type }: Column): string | null => {
  const family = familyOf(type)
  if (method === 'shift') return ['date', 'number'].includes(family) ? null : 'a date or a number'
  if (method !== 'generalise') return null
  const wanted = to === 'range' ? 'number' : 'date'
  return family === wanted ? null : `a ${wanted}`
}

const keyOf = (each: Entry, i: number, input: Input, context: CompileContext): Column | null => {
  const setting = `columns.${i}.key`
  if (each.key === null)
    return fault(context, setting, `How far \`${each.column}\` is moved hangs on a column: choose one.`)
  return context.column(input, each.key, setting)
}

const maskOf = (
  each: Entry,
  i: number,
  of: Column,
  salt: string,
  input: Input,
  context: CompileContext,
): Expression | null => {
  switch (each.method) {
    case 'redact':
      return redacted(of, each.text)
    case 'partial':
      return partly(of, each.first, each.last, each.sign)
    case 'hash':
      return hashed(of, salt)
    case 'token':
      return token(of, salt, each.prefix)
    case 'shift': {
      const key = keyOf(each, i, input, context)
      return key && shifted(of, key, salt, each.most)
    }
    case 'generalise':
      return each.to === 'range' ? rangeOf(of, each.step) : dateOf(of, each.to)
    case 'null':
      return literal(null, of.type)
  }
}

/** Where a value may have none: it would lie past the end of its type. */
const mayMiss = ({ method, to }: Entry): boolean => method === 'shift' || (method === 'generalise' && to === 'range')

const changeOf = (each: Entry, of: Column, value: Expression): Change => ({
  name: of.name,
  value,
  // the text itself is what is to be hidden
  raw: literal(null, 'VARCHAR'),
  faults: mayMiss(each)
    ? [
        {
          when: lost(column(of.name)),
          reason: {
            rule: of.name,
            kind: 'mask',
            columns: [of.name],
            severity: 'error',
            message: '{column} could not be masked, and is null',
            dimension: 'validity',
          },
        },
      ]
    : [],
})

/** The rows without the texts that flags of earlier nodes have kept of them. */
const withoutDetails = (input: Relation): Relation => {
  const details = slotsOf(input).flatMap((slot, i) => (slot.detail ? [slotColumns(i).detail] : []))
  return projectFlags(
    input,
    keep(columnsOf(input)),
    details.map(name => ({ name, expression: literal(null, 'VARCHAR') })),
  )
}

const said = ({ column: name, method }: Entry): string => `${name}: ${method}`

export default defineNode<Settings>({
  kind: 'transform.mask',
  version: 1,
  group: 'transforms',
  title: 'Mask',
  summary: 'Hides values: redacts, shortens, hashes, tokenises, moves or rounds them.',
  aliases: [
    'Anonymise',
    'Anonymize',
    'Anonymization',
    'Pseudonymise',
    'Data masking',
    'Redact',
    'Obfuscate',
    'Tokenise',
    'Hide personal data',
    'Encrypt',
    'Scramble',
    'Mask credit card',
  ],
  settings,
  initial: { columns: [] },
  inputs: () => [{ name: 'in' }],
  outputs: () => [{ name: 'out' }],
  describe: ({ columns }) => columns.map(said).join(', ') || 'nothing yet',
  compile: (given, context) => {
    const input = context.input('in')
    const salt = saltOf(given, context)
    const changes: Change[] = []
    for (const [i, each] of given.columns.entries()) {
      const of = context.column(input, each.column, `columns.${i}.column`)
      if (!of) continue
      if (changes.some(({ name }) => name === of.name))
        context.report({
          code: 'E-COLUMN-TWICE',
          severity: 'error',
          setting: `columns.${i}.column`,
          message: `\`${of.name}\` is masked twice.`,
        })
      const wanted = lacks(each, of)
      if (wanted) reportType(of, `columns.${i}.column`, wanted, context)
      const value = wanted ? null : maskOf(each, i, of, salt ?? '', input, context)
      if (value) changes.push(changeOf(each, of, value))
    }
    return applyChanges(context.node, withoutDetails(input), changes, keep(columnsOf(input)), 'flag')
  },
})
