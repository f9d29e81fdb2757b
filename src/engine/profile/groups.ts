import { runsAsOne, shapeOfText } from '#core/profile/pattern.ts'
import type { PatternCount, ValueCount } from '#core/profile/types.ts'
import { valueFromText } from '#core/profile/value-text.ts'
import {
  aggregate,
  call,
  cast,
  column,
  limit,
  literal,
  orderBy,
  project,
  sort,
  union,
  where,
} from '#core/relation/build.ts'
import type { Expression } from '#core/relation/expression.ts'
import type { Relation } from '#core/relation/relation.ts'
import { printRelation } from '#core/sql/print.ts'
import { readPage } from '../duckdb/read.ts'
import { countAll } from '../rows/count.ts'
import { toldText } from './basics.ts'
import type { Reading } from './reading.ts'
import { isThere, type Values } from './values.ts'

/** What grouping a column's values tells. */
export interface Groups {
  readonly distinct: number
  readonly frequent: readonly ValueCount[]
  readonly patterns: readonly PatternCount[]
  readonly roughPatterns: boolean
}

const told = 10

/** Columns a statement: each holds the groups of one column in memory. */
const atOnce = 16

/** More shapes than this are told with their runs as one. */
const mostShapes = 100

const value = 'value'
const times = 'times'

/** Rows of one thing that is told of a column: which column, which thing, the text, how often. */
const line = (of: Relation, index: number, what: string, text: Expression, count: Expression): Relation =>
  project(of, [
    { name: 'column', expression: literal(index) },
    { name: 'what', expression: literal(what) },
    { name: 'text', expression: text },
    { name: 'count', expression: cast(count, 'BIGINT') },
  ])

const mostFrequent = (groups: Relation): Relation =>
  limit(sort(groups, [orderBy(column(times), 'desc'), orderBy(column(value))]), told)

const regrouped = (groups: Relation, key: Expression): Relation =>
  aggregate(groups, [{ name: value, expression: key }], [{ name: times, expression: call('sum', column(times)) }])

const numberOf = (groups: Relation, index: number, what: string): Relation =>
  line(
    aggregate(groups, [], [{ name: times, expression: countAll }]),
    index,
    what,
    literal(null, 'VARCHAR'),
    column(times),
  )

const linesOf = ({ table }: Reading, { group, shape }: Values, index: number): readonly Relation[] => {
  const there = where(project(table, [{ name: value, expression: group }]), isThere(column(value)))
  const groups = aggregate(there, [{ name: value, expression: column(value) }], [{ name: times, expression: countAll }])
  const text = call('left', cast(column(value), 'VARCHAR'), literal(toldText + 1))
  const values = line(mostFrequent(groups), index, 'value', text, column(times))
  const common = [numberOf(groups, index, 'values'), values]
  if (shape !== 'text') return common
  const shapes = regrouped(groups, shapeOfText(cast(column(value), 'VARCHAR')))
  const rough = regrouped(shapes, runsAsOne(column(value)))
  return [
    ...common,
    numberOf(shapes, index, 'shapes'),
    line(mostFrequent(shapes), index, 'shape', column(value), column(times)),
    line(mostFrequent(rough), index, 'rough', column(value), column(times)),
  ]
}

interface Line {
  readonly text: string
  readonly count: number
}

const groupsOf = (type: string, lines: ReadonlyMap<string, readonly Line[]>): Groups => {
  const of = (what: string) => lines.get(what) ?? []
  const exact = (of('shapes')[0]?.count ?? 0) <= mostShapes
  return {
    distinct: of('values')[0]?.count ?? 0,
    frequent: of('value').map(({ text, count }) => {
      const characters = [...text]
      const cut = characters.length > toldText
      return { value: valueFromText(cut ? characters.slice(0, toldText).join('') : text, type), count, cut }
    }),
    patterns: of(exact ? 'shape' : 'rough').map(({ text, count }) => ({ pattern: text, count })),
    roughPatterns: !exact,
  }
}

/** Groups each column's values: how many there are, the most frequent ones, and the shapes of texts. */
export const readGroups = async (reading: Reading, all: readonly Values[]): Promise<readonly Groups[]> => {
  const found: Groups[] = []
  for (let from = 0; from < all.length; from += atOnce) {
    const part = all.slice(from, from + atOnce)
    const lines = part.map(() => new Map<string, Line[]>())
    const sql = printRelation(union(part.flatMap((values, index) => linesOf(reading, values, index))))
    const { pool, signal } = reading
    const { rows } = await pool.use(session => readPage(session, sql, 10_000, { signal }))
    for (const [index, what, text, count] of rows) {
      const own = lines[Number(index)]!
      own.set(String(what), [...(own.get(String(what)) ?? []), { text: String(text ?? ''), count: Number(count) }])
    }
    found.push(...part.map(({ column: of }, index) => groupsOf(of.type, lines[index]!)))
  }
  return found
}
