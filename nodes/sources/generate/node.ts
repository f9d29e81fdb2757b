import { reportTwice } from '#core/node/columns.ts'
import { columnName, defineNode, field, z } from '#core/node/settings.ts'
import { call, cases, column, literal, op, project, series } from '#core/relation/build.ts'
import { reservedPrefix } from '#core/relation/columns.ts'
import { type GeneratorName, generators } from './generators.ts'

const names = Object.keys(generators) as [GeneratorName, ...GeneratorName[]]

const bound = z
  .union([z.string().min(1), z.number()])
  .nullable()
  .default(null)

const settings = z.strictObject({
  count: field(z.number().int('it is a whole number').min(0, 'it is not negative').max(1e12).default(100), {
    label: 'Rows',
    widget: 'number',
  }),
  columns: field(
    z
      .array(
        z.strictObject({
          name: field(columnName, { label: 'Name', widget: 'text', placeholder: 'new column' }),
          generator: field(z.enum(names).default('sequence'), {
            label: 'Holds',
            widget: 'choice',
            labels: Object.fromEntries(names.map(name => [name, generators[name].label])),
          }),
          from: field(bound, {
            label: 'From',
            when: { setting: 'generator', is: ['sequence', 'dates', 'times', 'integer', 'decimal', 'date', 'time'] },
            help: 'The first or least number, date or time.',
            widget: 'text',
          }),
          to: field(bound, {
            label: 'To',
            when: { setting: 'generator', is: ['integer', 'decimal', 'date', 'time'] },
            help: 'The greatest number, date or time, for those by chance.',
            widget: 'text',
          }),
          step: field(bound, {
            label: 'Step',
            when: { setting: 'generator', is: ['sequence', 'dates', 'times'] },
            help: 'From one row to the next, in a sequence: 1, 0.5, 1 day, 15 minutes, 1 month.',
            widget: 'text',
            placeholder: '1',
          }),
          values: field(
            z.array(z.tuple([z.union([z.string(), z.number(), z.boolean()]), z.number().min(0)])).default([]),
            {
              label: 'Values',
              when: { setting: 'generator', is: ['choice'] },
              help: 'Values to choose from, each with its weight: twice the weight comes twice as often.',
              widget: 'pairs',
            },
          ),
          pattern: field(z.string().default('??-####'), {
            label: 'Pattern',
            when: { setting: 'generator', is: ['pattern'] },
            help: '# is a digit, ? a letter, * either; a backslash stands before what is meant as it is.',
            widget: 'text',
          }),
          digits: field(z.number().int().min(0).max(9).default(2), {
            label: 'Decimal places',
            when: { setting: 'generator', is: ['decimal'] },
            widget: 'number',
            advanced: true,
          }),
          nulls: field(z.number().min(0).max(100).default(0), {
            label: 'Nulls',
            help: 'How many percent of the rows have no value here.',
            widget: 'number',
            advanced: true,
          }),
        }),
      )
      .min(1, 'add a column'),
    { label: 'Columns', widget: 'items', item: 'column' },
  ),
  seed: field(z.number().int('it is a whole number').default(1), {
    label: 'Seed',
    help: 'Another number gives other rows; the same one always gives the same rows.',
    widget: 'number',
    advanced: true,
  }),
})

type Settings = z.infer<typeof settings>

const at = `${reservedPrefix}place`
const parts = 1_000_000

const text = (value: string | number | null): string | null => (value === null ? null : String(value).trim())

export default defineNode<Settings>({
  kind: 'source.generate',
  version: 1,
  group: 'sources',
  title: 'Generate rows',
  summary: 'Makes numbers, dates or fake rows, the same ones for the same seed.',
  aliases: [
    'Data Generator',
    'Generate Rows',
    'Row Generator',
    'Random values',
    'Random Number Assigner',
    'Faker',
    'Mock data',
    'Fake data',
    'generate_series',
    'List.Numbers',
    'numpy.random',
    'Generate random value',
    'New rows',
    {
      name: 'Number series',
      settings: { count: 100, columns: [{ name: 'n', generator: 'sequence' }] },
      also: ['Counting Loop', 'range', 'Sequence'],
    },
    {
      name: 'Calendar',
      settings: { count: 366, columns: [{ name: 'day', generator: 'dates', from: '2024-01-01', step: '1 day' }] },
      also: ['Create Date&Time Range', 'List.Dates', 'date_range', 'Date table', 'Date dimension'],
      summary: 'Makes a series of dates.',
    },
  ],
  settings,
  initial: {
    columns: [
      {
        name: 'n',
        generator: 'sequence',
        from: null,
        to: null,
        step: null,
        values: [],
        pattern: '??-####',
        digits: 2,
        nulls: 0,
      },
    ],
  },
  inputs: () => [],
  outputs: () => [{ name: 'out' }],
  describe: ({ count, columns }) => `${count} rows: ${columns.map(each => each.name).join(', ')}`,
  compile: ({ count, columns, seed }, context) => {
    reportTwice(
      columns.map(({ name }, i) => ({ name, setting: `columns.${i}.name` })),
      context,
    )
    const made = columns.flatMap(({ name, generator, nulls, from, to, step, values, ...others }, i) => {
      const chance = (about: string | number = '') =>
        call('hash', literal(seed), literal(i), literal(about), column(at))
      const generated = generators[generator].make({
        place: column(at),
        chance,
        from: text(from),
        to: text(to),
        step: text(step),
        values: values.map(([value, weight]) => [String(value), weight]),
        ...others,
      })
      if ('message' in generated) {
        const { setting, message } = generated
        context.report({ code: 'E-SETTING', severity: 'error', setting: `columns.${i}.${setting}`, message })
        return []
      }
      const isNull = op('<', op('%', chance('null'), literal(parts)), literal(Math.round((nulls / 100) * parts)))
      const expression = nulls > 0 ? cases([{ when: op('not', isNull), result: generated.value }]) : generated.value
      return [{ name, expression }]
    })
    return made.length < columns.length ? { ports: {} } : { ports: { out: project(series(at, count), made) } }
  },
})
