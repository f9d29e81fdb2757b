import { applyChanges, type Change, lost } from '#core/node/changes.ts'
import { reportTwice, reportType, withColumns } from '#core/node/columns.ts'
import type { CompileContext } from '#core/node/kind.ts'
import { columnName, defineNode, field, onError, z } from '#core/node/settings.ts'
import { cases, cast, column, literal, op } from '#core/relation/build.ts'
import { columnsOf } from '#core/relation/columns.ts'
import type { Expression } from '#core/relation/expression.ts'
import type { Column, Input } from '#core/relation/relation.ts'
import { familyOf } from '#core/rules/values.ts'
import { presets } from './presets.ts'
import { between, isOfDays, moved, partOf, parts, truncated, units } from './values.ts'

const entry = z.strictObject({
  column: field(z.string().min(1, 'choose a column'), {
    label: 'Column',
    help: 'A date or a time.',
    widget: 'column',
  }),
  operation: field(z.enum(['part', 'truncate', 'add', 'difference']).default('part'), {
    label: 'Compute',
    help: 'A part of it, the beginning of its unit, itself moved by some units, or how many units lie between it and another.',
    widget: 'choice',
    labels: { part: 'a part', truncate: 'the beginning', add: 'add to it', difference: 'the difference' },
  }),
  part: field(z.enum(parts).default('year'), {
    label: 'Part',
    help: 'Weeks are those of ISO 8601, and so is the year that goes with them; a weekday is 1 on Mondays and 7 on Sundays; epoch is in seconds.',
    widget: 'choice',
    labels: {
      month_name: 'name of the month',
      week: 'week (ISO)',
      week_year: 'year of the week (ISO)',
      day_of_year: 'day of the year',
      weekday: 'weekday, Monday is 1',
      weekday_name: 'name of the weekday',
      days_in_month: 'days in the month',
      last_of_month: 'last day of the month',
      epoch: 'epoch, in seconds',
    },
    when: { setting: 'operation', is: ['part'] },
  }),
  unit: field(z.enum(units).default('month'), {
    label: 'Unit',
    widget: 'choice',
    when: { setting: 'operation', is: ['truncate', 'add', 'difference'] },
  }),
  amount: field(z.int().default(1), {
    label: 'Amount',
    help: 'How many units are added; less than zero goes back.',
    widget: 'number',
    when: { setting: 'operation', is: ['add'] },
  }),
  amountColumn: field(z.string().min(1).nullable().default(null), {
    label: 'Amount in',
    help: 'A column of whole numbers that says how many, in the place of the amount.',
    widget: 'column',
    placeholder: 'none',
    when: { setting: 'operation', is: ['add'] },
  }),
  to: field(z.string().min(1).nullable().default(null), {
    label: 'To',
    help: 'The column up to which units are counted; less than zero where it comes first.',
    widget: 'column',
    when: { setting: 'operation', is: ['difference'] },
  }),
  count: field(z.enum(['full', 'borders']).default('full'), {
    label: 'Count',
    help: 'full counts units that have passed, as in an age; borders how often a new one began: from 31 December to 1 January a year.',
    widget: 'choice',
    labels: { full: 'full units', borders: 'borders between units' },
    when: { setting: 'operation', is: ['difference'] },
  }),
  name: field(columnName.nullable().default(null), {
    label: 'As',
    help: 'Name of the new column; one that is there already is replaced.',
    widget: 'text',
    placeholder: 'by column and part',
  }),
})

const settings = z.strictObject({
  columns: field(z.array(entry).min(1, 'add a column'), {
    label: 'New columns',
    help: 'Each is computed of the columns that come in.',
    widget: 'items',
    item: 'column',
  }),
  onError,
})

type Settings = z.infer<typeof settings>
type Entry = Settings['columns'][number]

const nameOf = ({ name, column: of, operation, part, unit, to }: Entry): string => {
  if (name !== null) return name
  if (operation === 'part') return `${of}_${part}`
  if (operation === 'difference') return `${of}_to_${to ?? ''}`
  return operation === 'truncate' ? `${of}_${unit}` : `${of}_later`
}

/** What is needed of the column's type; null where it has it. */
const lacks = ({ operation, part, unit }: Entry, { type }: Column): string | null => {
  const family = familyOf(type)
  const ofTime = !isOfDays(operation === 'part' ? part : unit)
  if (family === 'time') return operation === 'difference' || (operation === 'part' && ofTime) ? null : 'a date'
  if (family !== 'date') return 'a date or a time'
  return type === 'DATE' && ofTime && (operation === 'part' || operation === 'truncate') ? 'a time of day' : null
}

const known = (
  name: string,
  setting: string,
  lack: (of: Column) => string | null,
  input: Input,
  context: CompileContext,
): Column | null => {
  const found = context.column(input, name, setting)
  const wanted = found && lack(found)
  if (wanted) reportType(found, setting, wanted, context)
  return wanted ? null : found
}

const wholeNumber = ({ type }: Column) => (/INT(EGER)?$/.test(type) ? null : 'a whole number')

/** The amount that is added; null after reporting why there is none. */
const amountOf = (each: Entry, i: number, input: Input, context: CompileContext): Expression | null => {
  if (each.amountColumn === null) return cast(literal(each.amount), 'BIGINT')
  const found = known(each.amountColumn, `columns.${i}.amountColumn`, wholeNumber, input, context)
  return found && column(found.name)
}

interface Computed {
  readonly value: Expression
  /** The other column that has to be there for a value. */
  readonly other: Expression | null
}

const computed = (each: Entry, i: number, of: Column, input: Input, context: CompileContext): Computed | null => {
  const value = column(of.name)
  switch (each.operation) {
    case 'part':
      return { value: partOf(value, each.part), other: null }
    case 'truncate':
      return { value: truncated(value, of.type, each.unit), other: null }
    case 'add': {
      const amount = amountOf(each, i, input, context)
      return amount && { value: moved(value, of.type, amount, each.unit), other: amount }
    }
    case 'difference': {
      if (each.to === null) {
        context.report({
          code: 'E-SETTING',
          severity: 'error',
          setting: `columns.${i}.to`,
          message: 'A difference needs a second column.',
        })
        return null
      }
      const alike = ({ type }: Column) => (familyOf(type) === familyOf(of.type) ? null : `a ${familyOf(of.type)}`)
      const to = known(each.to, `columns.${i}.to`, alike, input, context)
      return to && { value: between(value, column(to.name), each.unit, each.count), other: column(to.name) }
    }
  }
}

const changeOf = (each: Entry, i: number, input: Input, context: CompileContext): Change | null => {
  const of = known(each.column, `columns.${i}.column`, found => lacks(each, found), input, context)
  const made = of && computed(each, i, of, input, context)
  if (!made) return null
  const name = nameOf(each)
  const value = column(of.name)
  const before = made.other ? cases([{ when: op('is_not_null', made.other), result: value }]) : value
  const reason = {
    rule: name,
    kind: 'date',
    columns: [name],
    severity: 'error' as const,
    message: '{column} cannot be computed of {raw}',
    dimension: 'validity',
  }
  return { name, value: made.value, raw: cast(value, 'VARCHAR'), faults: [{ when: lost(before), reason }] }
}

const said = (each: Entry): string => {
  if (each.operation === 'part') return `${each.part.replaceAll('_', ' ')} of ${each.column}`
  if (each.operation === 'truncate') return `${each.column} to the ${each.unit}`
  if (each.operation === 'difference') return `${each.unit}s from ${each.column} to ${each.to ?? '…'}`
  return `${each.column} + ${each.amountColumn ?? each.amount} ${each.unit}s`
}

export default defineNode<Settings>({
  kind: 'transform.date_parts',
  version: 1,
  group: 'transforms',
  title: 'Date parts',
  summary: 'Takes parts of dates, cuts them to units, adds to them, and counts what lies between them.',
  aliases: [
    'Extract Date&Time Fields',
    'Calculator: date',
    'Date and time functions',
    'DATEPART',
    'EXTRACT',
    'Series.dt',
    'Date.Year',
    ...presets,
  ],
  settings,
  initial: { columns: [] },
  inputs: () => [{ name: 'in' }],
  outputs: () => [{ name: 'out' }],
  describe: ({ columns }) => columns.map(said).join(', ') || 'nothing yet',
  compile: ({ columns, onError: policy }, context) => {
    const input = context.input('in')
    reportTwice(
      columns.map((each, i) => ({ name: nameOf(each), setting: `columns.${i}.name` })),
      context,
    )
    const changes = columns.flatMap((each, i) => changeOf(each, i, input, context) ?? [])
    const added = changes.map(({ name }) => ({ name, expression: literal(null) }))
    return applyChanges(context.node, input, changes, withColumns(columnsOf(input), added), policy)
  },
})
