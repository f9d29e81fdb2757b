import fc from 'fast-check'
import type { Table } from '#test/nodes/run-cases.ts'
import type { Step } from './chain.ts'

const row = fc.record({
  a: fc.option(fc.integer({ min: 0, max: 3 }), { freq: 4 }),
  b: fc.option(fc.constantFrom('7', '12', 'x', "it's"), { freq: 4 }),
  flags: fc.subarray(['r', 's']),
})

const columns = [
  { name: 'a', type: 'INTEGER' },
  { name: 'b', type: 'VARCHAR' },
]

/** Two or three small tables, each with rules of its own, or with none. */
export const tables = (withFlags: boolean): fc.Arbitrary<readonly Table[]> =>
  fc.array(fc.array(row, { maxLength: 6, size: 'max' }), { minLength: 2, maxLength: 3 }).map(all =>
    all.map((rows, t) => ({
      columns,
      rows: rows.map(({ a, b }) => [a, b]),
      ...(withFlags ? { flags: rows.map(({ flags }) => flags.map(rule => `${rule}${t}`)) } : {}),
    })),
  )

/** An earlier port, or (-1) the last one once more. */
const earlier = fc.integer({ min: -1, max: 20 })

const of = <T extends string>(...values: readonly T[]) => fc.constantFrom(...values)

const filter = fc.record({ do: of('filter'), least: fc.integer({ min: 0, max: 3 }), port: of('match', 'rest') })
const validate = fc.record({
  do: of('validate'),
  most: fc.integer({ min: 0, max: 2 }),
  port: of('out', 'out', 'out', 'pass', 'reject'),
})
const join = fc.record({
  do: of('join'),
  with: earlier,
  type: of('inner', 'left', 'right', 'full', 'semi', 'anti'),
  port: of('out', 'out', 'out', 'left_only', 'right_only'),
})

const aggregate = fc.record({ do: of('aggregate'), byKey: fc.constantFrom(true, true, true, false) })
const union = fc.record({ do: of('union'), with: earlier })

const lookup = fc.record({ do: of('lookup'), with: earlier })

/** Kinds whose reasons are told with the name of a rule, and some others. */
export const step: fc.Arbitrary<Step> = fc.oneof(
  { arbitrary: filter, weight: 2 },
  { arbitrary: fc.record({ do: of('select'), drop: fc.boolean(), rename: fc.boolean() }), weight: 2 },
  { arbitrary: fc.record({ do: of('sort'), down: fc.boolean() }), weight: 1 },
  { arbitrary: fc.record({ do: of('pin') }), weight: 1 },
  { arbitrary: fc.record({ do: of('formula') }), weight: 2 },
  { arbitrary: aggregate, weight: 2 },
  {
    arbitrary: fc.record({ do: of('dedupe'), down: fc.boolean(), port: of('unique', 'duplicates', 'both') }),
    weight: 2,
  },
  { arbitrary: union, weight: 2 },
  { arbitrary: join, weight: 3 },
  { arbitrary: validate, weight: 4 },
  { arbitrary: fc.record({ do: of('clean') }), weight: 1 },
  { arbitrary: fc.record({ do: of('cast'), port: of('flag', 'out', 'reject') }), weight: 2 },
  { arbitrary: fc.record({ do: of('parse'), strict: fc.boolean() }), weight: 1 },
  { arbitrary: fc.record({ do: of('map'), unmapped: of('keep', 'null', 'flag') }), weight: 2 },
  { arbitrary: lookup, weight: 2 },
  { arbitrary: fc.record({ do: of('find'), with: earlier }), weight: 2 },
  { arbitrary: fc.record({ do: of('window') }), weight: 1 },
  { arbitrary: fc.record({ do: of('set'), operation: of('intersect', 'except'), port: of('out', 'rest') }), weight: 1 },
  { arbitrary: fc.record({ do: of('compare'), with: earlier, port: of('added', 'removed') }), weight: 1 },
  { arbitrary: fc.record({ do: of('rolling') }), weight: 1 },
  { arbitrary: fc.record({ do: of('nearest'), with: earlier }), weight: 1 },
  { arbitrary: fc.record({ do: of('time') }), weight: 1 },
  { arbitrary: fc.record({ do: of('limit'), down: fc.boolean(), port: of('out', 'rest') }), weight: 1 },
  {
    arbitrary: fc.record({ do: of('sample'), by: of('percent', 'rows'), amount: fc.integer({ min: 1, max: 5 }) }),
    weight: 1,
  },
  { arbitrary: fc.record({ do: of('query') }), weight: 1 },
)

const part = of('keep', 'keep', 'out')

/** One of the kinds that give other columns or other rows. */
export const shaping: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: of('combine'), missing: of('skip', 'null') }),
  fc.record({ do: of('conditional') }),
  fc.record({ do: of('date_parts') }),
  fc.record({ do: of('extract'), port: of('flag', 'out', 'reject') }),
  fc.record({ do: of('fill'), method: of('constant', 'min', 'max'), flag: fc.boolean() }),
  fc.record({ do: of('hash') }),
  fc.record({ do: of('mask') }),
  fc.record({ do: of('rename') }),
  fc.record({ do: of('replace'), match: of('whole', 'part') }),
  fc.record({ do: of('split'), over: of('flag', 'last') }),
  fc.record({ do: of('explode'), port: fc.oneof(part, of('empty')) }),
  fc.record({ do: of('nearby'), with: earlier, type: of('left', 'inner'), later: fc.boolean() }),
  fc.record({ do: of('number'), down: fc.boolean(), byKey: fc.boolean() }),
  fc.record({ do: of('pivot'), others: of('ignore', 'column') }),
  fc.record({ do: of('route'), match: of('first', 'all'), port: of('high', 'seven', 'rest') }),
  fc.record({ do: of('subflow') }),
  fc.record({ do: of('unpivot'), port: fc.oneof(part, of('nulls')) }),
)

/** One of all transforms, or a validator. */
export const anyStep: fc.Arbitrary<Step> = fc.oneof(step, shaping)

/** One of the kinds in which the flags of several rows meet. */
export const meeting: fc.Arbitrary<Step> = fc.oneof(aggregate, union, union, join, join, lookup, validate)
