import type { Verdict } from './judge.ts'

/** A row of the random tables; `live` is the `when` of some of the rules. */
export interface Row {
  readonly a: number | null
  readonly b: number | null
  readonly c: number | null
  readonly g: string | null
  readonly live: boolean | null
}

type Name = 'a' | 'b' | 'c' | 'g'

/** A rule as the random tests make it: the settings of any kind beside the common ones. */
export interface NaiveRule {
  readonly kind: string
  readonly columns: readonly Name[]
  readonly nulls: 'skip' | 'pass' | 'fail'
  readonly when: 'live' | null
  readonly [setting: string]: unknown
}

/** The rows that a rule speaks of, and a second input. */
interface World {
  readonly rows: readonly Row[]
  readonly known: readonly Row[]
}

/** True of a good row, false of a bad one, null where there is nothing to judge; one for each judgement of the rule. */
type Judge = (rule: NaiveRule, row: Row, world: World) => readonly (boolean | null)[]

const cells = (row: Row, names: readonly Name[]) => names.map(name => row[name])
const same = (a: Row, b: Row, names: readonly Name[]) => names.every(name => a[name] === b[name])
const filled = (row: Row, names: readonly Name[]) => !cells(row, names).includes(null)
const groupOf = (rule: NaiveRule) => (rule.group ?? []) as readonly Name[]
const others = (row: Row, rows: readonly Row[], names: readonly Name[]) =>
  rows.filter(other => other !== row && same(row, other, names))

const several =
  (good: (values: readonly number[], rule: NaiveRule) => boolean): Judge =>
  (rule, row) => {
    const values = cells(row, rule.columns).filter(value => value !== null) as number[]
    const missing = rule.nulls === 'fail' ? values.length < rule.columns.length : values.length < 2
    return [missing ? null : good(values, rule)]
  }

const known = (rule: NaiveRule, row: Row, world: World): boolean | null =>
  filled(row, rule.columns) ? world.known.some(other => same(row, other, rule.columns)) : null

const monotonic =
  (sign: 1 | -1): Judge =>
  (rule, row, { rows }) =>
    rule.columns.map(name => {
      if (row[name] === null) return null
      const order = (rule.order ?? []) as readonly { readonly column: Name; readonly direction?: string }[]
      const rank = (of: Row) => (order.length === 0 ? 0 : (of[order[0]!.column] as number | null))
      const comes = (x: Row, y: Row): number => {
        const [left, right] = [rank(x), rank(y)]
        if (left === right) return rows.indexOf(x) - rows.indexOf(y)
        if (left === null || right === null) return left === null ? 1 : -1
        return (left - right) * (order[0]?.direction === 'desc' ? -1 : 1)
      }
      const line = rows.filter(other => other[name] !== null && same(row, other, groupOf(rule))).toSorted(comes)
      const before = line[line.indexOf(row) - 1]
      if (before === undefined) return true
      const step = ((row[name] as number) - (before[name] as number)) * sign
      return rule.strict ? step > 0 : step >= 0
    })

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)

const totalOf = (rule: NaiveRule, row: Row): number | null =>
  typeof rule.total === 'number' ? rule.total : (row[(rule.total as { column: 'c' }).column] ?? null)

const near = (a: number, b: number, rule: NaiveRule) => Math.abs(a - b) <= (rule.tolerance as number)

/** Each kind judged as its help says, by looking at every other row. */
export const judges: Readonly<Record<string, Judge>> = {
  unique: (rule, row, { rows }) => [filled(row, rule.columns) ? others(row, rows, rule.columns).length === 0 : null],
  primary_key: (rule, row, { rows }) => [filled(row, rule.columns) && others(row, rows, rule.columns).length === 0],
  duplicate_row: (rule, row, { rows }) => [others(row, rows, rule.columns).length === 0],
  unique_within_row: several(values => new Set(values).size === values.length),
  date_order: several((values, rule) =>
    values.every((value, i) => i === 0 || value > values[i - 1]! || (value === values[i - 1]! && !rule.strict)),
  ),
  reference: (rule, row, world) => [known(rule, row, world)],
  not_reference: (rule, row, world) => {
    const found = known(rule, row, world)
    return [found === null ? null : !found]
  },
  failing_rows: (rule, row, { rows }) => [others(row, rows, rule.columns).length < 2],
  pair_equal: (_, row) => [row.a === null && row.b === null ? null : row.a === row.b],
  pair_greater: (rule, row) => {
    if (row.a === null || row.b === null) return [null]
    return [rule.orEqual ? row.a >= row.b : row.a > row.b]
  },
  pair_in_set: (rule, row) => {
    const allowed = (rule.pairs as readonly (readonly [unknown, unknown])[]).some(
      ([first, second]) => first === row.a && second === row.b,
    )
    return [allowed || (row.a === null || row.b === null ? null : false)]
  },
  sum_equals: (rule, row) => {
    const total = totalOf(rule, row)
    if (!filled(row, rule.columns) || total === null) return [null]
    return [near(sum(cells(row, rule.columns) as number[]), total, rule)]
  },
  functional_dependency: (rule, row, { rows }) =>
    rule.columns.map(name => {
      const keys = rule.determinant as readonly Name[]
      if (!filled(row, [...keys, name])) return null
      const group = rows.filter(other => other[name] !== null && same(row, other, keys))
      const votes = (value: unknown) => group.filter(other => other[name] === value).length
      if (rule.mode === 'all') return votes(row[name]) === group.length
      return group.every(other => votes(other[name]) <= votes(row[name]))
    }),
  increasing: monotonic(1),
  decreasing: monotonic(-1),
  no_gaps: (rule, row, { rows }) =>
    rule.columns.map(name => {
      const value = row[name] as number | null
      if (value === null) return null
      const group = rows.filter(other => other[name] !== null && same(row, other, groupOf(rule)))
      const below = group.map(other => other[name] as number).filter(each => each < value)
      return below.length === 0 || value - Math.max(...below) <= (rule.step as number)
    }),
  ranges_disjoint: (rule, row, { rows }) => {
    const rangeOf = ({ a, b }: Row) => {
      const end = b === null && rule.openEnd ? Infinity : b
      return a === null || end === null ? null : { start: a, end }
    }
    const own = rangeOf(row)
    if (own === null) return [null]
    if (own.end < own.start) return [false]
    const before = (x: number, y: number) => (rule.touching ? x < y : x <= y)
    return [
      !rows.some(other => {
        const range = other === row || !same(row, other, groupOf(rule)) ? null : rangeOf(other)
        if (range === null || range.end < range.start) return false
        return before(own.start, range.end) && before(range.start, own.end)
      }),
    ]
  },
  group_total: (rule, row, { rows }) => {
    const total = totalOf(rule, row)
    if (total === null) return [null]
    const group = rows.filter(other => same(row, other, groupOf(rule)))
    return [near(sum(group.map(other => other.a ?? 0)), total, rule)]
  },
  matches: (rule, row, world) => {
    const keys = rule.keys as readonly Name[]
    if (!filled(row, keys)) return [null, ...rule.columns.map(() => null)]
    const partners = world.known.filter(other => same(row, other, keys))
    if (partners.length === 0) return [false, ...rule.columns.map(() => true)]
    const alike = (x: unknown, y: unknown) =>
      x === y || (typeof x === 'number' && typeof y === 'number' && near(x, y, rule))
    return [true, ...rule.columns.map(name => partners.some(other => alike(row[name], other[name])))]
  },
}

const conclude = (rule: NaiveRule, good: boolean | null): Verdict => {
  if (good !== null) return good ? 'good' : 'bad'
  return { skip: 'skipped', pass: 'good', fail: 'bad' }[rule.nulls] as Verdict
}

/** The verdicts of a rule on each row, judged by the rows that it speaks of. */
export const verdictsOf = (
  rule: NaiveRule,
  rows: readonly Row[],
  secondInput: readonly Row[],
): readonly (readonly Verdict[])[] => {
  const world = { rows: rows.filter(row => rule.when === null || row.live === true), known: secondInput }
  return rows.map(row => {
    const judged = judges[rule.kind]!(rule, row, world)
    return judged.map(good => (world.rows.includes(row) ? conclude(rule, good) : 'skipped'))
  })
}
