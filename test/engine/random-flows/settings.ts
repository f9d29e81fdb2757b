import type { Column } from '#core/relation/relation.ts'
import { type Family, familyOf } from '#core/rules/values.ts'
import { quoteIdentifier } from '#core/sql/quote.ts'
import type { Random } from '#test/engine/fuzz/random.ts'

/** What settings are made of: the columns of the first input, those of a second one, and a name that nothing else has. */
export interface Given {
  readonly random: Random
  readonly columns: readonly Column[]
  readonly other: readonly Column[]
  readonly fresh: string
}

type Settings = Record<string, unknown>

/** Settings that suit the columns; null where a kind has nothing to do with them. */
export type Make = (given: Given) => Settings | null

const of = (columns: readonly Column[], ...families: readonly Family[]) =>
  columns.filter(({ type }) => families.includes(familyOf(type)))

const numbers = (columns: readonly Column[]) => of(columns, 'number')
const texts = (columns: readonly Column[]) => of(columns, 'text')
const dates = (columns: readonly Column[]) => of(columns, 'date')
/** What can be a key: neither lists nor numbers that were computed. */
const plain = (columns: readonly Column[]) =>
  of(columns, 'number', 'text', 'date', 'boolean').filter(({ type }) => !/DOUBLE|FLOAT/.test(type))

const some = (random: Random, columns: readonly Column[], most = 2): readonly string[] =>
  columns.length === 0
    ? []
    : [...new Set(Array.from({ length: 1 + random.below(most) }, () => random.pick(columns).name))]

const direction = (random: Random) => ({
  direction: random.pick(['asc', 'desc']),
  nulls: random.pick(['first', 'last']),
})

const order = (random: Random, columns: readonly Column[]) =>
  some(random, plain(columns)).map(column => ({ column, ...direction(random) }))

const sql = (column: Column) => quoteIdentifier(column.name)

/** A condition over one column. */
const condition = ({ random, columns }: Given): string => {
  const column = random.pick(columns)
  const name = sql(column)
  const family = familyOf(column.type)
  if (family === 'number') return `${name} ${random.pick(['>', '<=', '<>'])} ${random.below(20)}`
  if (family === 'text') return random.pick([`length(${name}) > 2`, `${name} LIKE '%a%'`, `upper(${name}) = ${name}`])
  if (family === 'date') return `year(${name}) ${random.pick(['>', '<='])} 2024`
  return `${name} IS ${random.pick(['', 'NOT '])}NULL`
}

/** A formula over some columns, which may fail where texts are cast. */
const formula = ({ random, columns }: Given): string => {
  const column = random.pick(columns)
  const name = sql(column)
  const family = familyOf(column.type)
  if (family === 'number') return random.pick([`${name} + 1`, `abs(${name}) % 7`, `CAST(${name} AS VARCHAR)`])
  if (family === 'text') return random.pick([`upper(${name})`, `CAST(${name} AS INTEGER)`, `length(${name})`])
  if (family === 'date') return random.pick([`month(${name})`, `CAST(${name} AS DATE) + 1`])
  return `${name} IS NULL`
}

/** Pairs of columns that can be equal. */
const pair = ({ random, columns, other }: Given) => {
  const pairs = plain(columns).flatMap(left =>
    plain(other).flatMap(right => (familyOf(left.type) === familyOf(right.type) ? [[left, right] as const] : [])),
  )
  if (pairs.length === 0) return null
  const [left, right] = random.pick(pairs)
  return { left: left.name, right: right.name }
}

/** The same columns, whatever their order. */
const alike = (columns: readonly Column[], other: readonly Column[]) => {
  const said = (list: readonly Column[]) => list.map(({ name, type }) => `${name.toLowerCase()} ${type}`).toSorted()
  return JSON.stringify(said(columns)) === JSON.stringify(said(other))
}

const onError = (random: Random) => random.pick(['flag', 'null', 'reject'])

const select: Make = ({ random, columns, fresh }) => {
  const shown = random.chance(50) ? columns : columns.toReversed()
  const listed = shown.slice(0, 1 + random.below(columns.length)).map(({ name }, i) => {
    const as = i === 0 && random.chance(50) ? { as: `${fresh} "x"` } : {}
    return { column: name, ...as }
  })
  return { columns: listed, ...(random.chance(30) ? { others: 'drop' } : {}) }
}

const aggregate: Make = ({ random, columns, fresh }) => {
  const number = numbers(columns)
  const measures = [
    { name: `n ${fresh}`, function: 'count' },
    ...(number.length === 0
      ? []
      : [{ name: fresh, function: random.pick(['sum', 'min', 'max']), column: random.pick(number).name }]),
  ]
  return { keys: some(random, plain(columns)), measures, totals: random.chance(15) ? 'rollup' : 'none' }
}

const join: Make = given => {
  const key = pair(given)
  const type = given.random.pick(['inner', 'left', 'right', 'full', 'semi', 'anti'])
  return key && { type, keys: [key], suffix: `_${given.fresh}` }
}

const window: Make = ({ random, columns, fresh }) => {
  const number = numbers(columns)
  const measures = [
    { name: fresh, function: random.pick(['row_number', 'rank', 'dense_rank']) },
    ...(number.length === 0
      ? []
      : [
          {
            name: `${fresh} of`,
            function: random.pick(['lag', 'lead', 'sum', 'min']),
            column: random.pick(number).name,
          },
        ]),
  ]
  return { keys: random.chance(50) ? some(random, plain(columns), 1) : [], order: order(random, columns), measures }
}

const rules: Make = ({ random, columns, fresh }) => {
  const rule = (column: Column, i: number) => {
    const common = { id: `${fresh}_${i}`, columns: [column.name], severity: random.pick(['warning', 'error']) }
    if (familyOf(column.type) === 'number') return { ...common, kind: 'range', max: random.below(30) }
    if (familyOf(column.type) === 'text') return { ...common, kind: 'length', max: 1 + random.below(5) }
    return { ...common, kind: 'not_null' }
  }
  const judged = Array.from({ length: 1 + random.below(3) }, (_, i) => rule(random.pick(columns), i))
  const key = plain(columns)[0]
  const unique = key && random.chance(30) ? [{ id: `${fresh}_u`, kind: 'unique', columns: [key.name] }] : []
  return { rules: [...judged, ...unique] }
}

const ofText =
  (make: (column: string, given: Given) => Settings): Make =>
  given => {
    const found = texts(given.columns)
    return found.length === 0 ? null : make(given.random.pick(found).name, given)
  }

/** Settings for every kind that takes rows and gives rows. */
export const settingsOf: Readonly<Record<string, Make>> = {
  'transform.select': select,
  'transform.formula': given => ({
    columns: [
      { name: given.fresh, expression: formula(given) },
      ...(given.random.chance(40) ? [{ name: given.random.pick(given.columns).name, expression: formula(given) }] : []),
    ],
    ...(given.random.chance(20) ? { onError: 'null' } : {}),
  }),
  'transform.conditional': given => ({
    name: given.fresh,
    rules: [
      { where: condition(given), expression: "'one'" },
      { where: condition(given), expression: "'two'" },
    ],
    otherwise: given.random.pick([null, "'none'"]),
  }),
  'transform.record_id': ({ random, fresh }) => ({ name: fresh, by: random.pick(['number', 'columns']) }),
  'transform.rename': ({ random, columns, fresh }) => ({
    rules: [
      random.pick<Settings>([
        { kind: 'prefix', text: `${fresh} ` },
        { kind: 'suffix', text: `_${fresh}`, columns: some(random, columns) },
        { kind: 'names', names: { [random.pick(columns).name]: `${fresh} ü` } },
      ]),
    ],
  }),
  'transform.clean': ofText((column, { random }) => ({
    groups: [{ columns: [column], steps: [random.pick(['trim', 'upper', 'lower', 'empty_to_null', 'keep_letters'])] }],
  })),
  'transform.fill': ({ random, columns }) => {
    const method = random.pick(['previous', 'next', 'min', 'max'])
    const keys = random.chance(50) ? some(random, plain(columns), 1) : []
    const filled = some(random, plain(columns)).filter(name => !keys.includes(name))
    if (filled.length === 0) return null
    return { columns: filled, method, keys, order: order(random, columns), flag: random.chance(50) }
  },
  'transform.cast': ({ random, columns }) => {
    const found = texts(columns)
    if (found.length === 0) return null
    const type = random.pick(['INTEGER', 'DATE', 'DECIMAL(9,2)', 'BOOLEAN'])
    return { columns: [{ column: random.pick(found).name, type }], onError: onError(random) }
  },
  'transform.parse_date': ofText((column, { random }) => ({
    columns: [column],
    formats: ['%Y-%m-%d', '%d.%m.%Y', '%m.%d.%Y'],
    onError: onError(random),
  })),
  'transform.extract': ofText((column, { random, fresh }) => ({
    column,
    pattern: '([a-z]+)([0-9]*)',
    names: [`${fresh}_1`, `${fresh}_2`],
    onError: onError(random),
  })),
  'transform.split_column': ofText((column, { random, fresh }) => ({
    column,
    names: [`${fresh}_1`, `${fresh}_2`],
    delimiter: random.pick([',', ' ', 'a']),
  })),
  'transform.combine_columns': ({ random, columns, fresh }) => ({
    columns: some(random, columns, 3),
    separator: random.pick(['', '-']),
    name: fresh,
    missing: random.pick(['skip', 'null']),
    keep: random.chance(70),
  }),
  'transform.date_parts': ({ random, columns, fresh }) => {
    const found = dates(columns)
    if (found.length === 0) return null
    const part = random.pick(['year', 'month', 'weekday'])
    return { columns: [{ column: random.pick(found).name, operation: 'part', part, name: fresh }] }
  },
  'transform.map_values': ofText((column, { random }) => ({
    columns: [column],
    pairs: [
      ['a', 'b'],
      ['7', null],
      [null, 'none'],
    ],
    unmapped: random.pick(['keep', 'null', 'flag']),
  })),
  'transform.replace': ofText((column, { random }) => ({
    columns: [column],
    match: random.pick(['whole', 'part']),
    pairs: [
      ['a', 'z'],
      ['7', 'seven'],
    ],
  })),
  'transform.hash': ({ random, columns, fresh }) => ({
    columns: some(random, columns),
    name: fresh,
    algorithm: random.pick(['md5', 'sha256', 'number']),
  }),
  'transform.mask': ofText((column, { random }) => ({
    columns: [{ column, method: random.pick(['redact', 'partial', 'null']) }],
  })),
  'transform.filter': given => ({ where: condition(given) }),
  'transform.route': given => ({
    routes: [
      { name: 'one', where: condition(given) },
      { name: 'two', where: condition(given) },
    ],
  }),
  'transform.pin': () => ({}),
  'transform.sort': ({ random, columns }) => {
    const by = order(random, columns)
    return by.length === 0 ? null : { by }
  },
  'transform.limit': ({ random, columns }) => ({
    count: random.below(12),
    skip: random.below(3),
    from: random.pick(['first', 'last']),
    order: order(random, columns),
    keys: random.chance(40) ? some(random, plain(columns), 1) : [],
  }),
  'transform.sample': ({ random, columns }) => ({
    by: random.pick(['percent', 'rows', 'every']),
    amount: 1 + random.below(8),
    keys: random.chance(30) ? some(random, plain(columns), 1) : [],
    seed: random.below(100),
  }),
  'transform.dedupe': ({ random, columns }) => ({
    keys: some(random, plain(columns)),
    order: plain(columns).map(({ name }) => ({ column: name, ...direction(random) })),
  }),
  'transform.aggregate': aggregate,
  'transform.window': window,
  'transform.rolling': ({ random, columns, fresh }) => {
    const number = numbers(columns)
    if (number.length === 0) return null
    const measure = { name: fresh, function: random.pick(['sum', 'max', 'count']), column: random.pick(number).name }
    const keys = random.chance(50) ? some(random, plain(columns), 1) : []
    return { keys, order: order(random, columns), rows: 1 + random.below(4), measures: [measure] }
  },
  'transform.time_window': ({ random, columns, fresh }) => {
    const found = dates(columns)
    if (found.length === 0) return null
    return {
      time: random.pick(found).name,
      type: random.pick(['tumbling', 'hopping', 'session']),
      size: '30 days',
      hop: '15 days',
      measures: [{ name: fresh, function: 'count' }],
    }
  },
  'transform.pivot': ({ random, columns, fresh }) => {
    const found = texts(columns)
    const number = numbers(columns)
    if (found.length === 0 || number.length === 0) return null
    const measure = { name: fresh, function: 'sum', column: random.pick(number).name }
    const column = random.pick(found).name
    const keys = some(random, plain(columns), 1).filter(name => name !== column)
    return { keys, column, values: ['a', 'b'], measures: [measure], others: random.pick(['ignore', 'column']) }
  },
  'transform.unpivot': ({ random, columns, fresh }) => {
    const found = random.pick([texts(columns), numbers(columns)])
    if (found.length === 0) return null
    return {
      columns: some(random, found, 3),
      nameColumn: `${fresh}_name`,
      valueColumn: `${fresh}_value`,
      types: 'text',
      nulls: random.pick(['keep', 'leave_out']),
    }
  },
  'transform.explode': ofText((column, { random, fresh }) => ({
    column,
    delimiter: random.pick([',', ' ', 'a']),
    position: random.chance(50) ? fresh : null,
    empty: random.pick(['keep', 'leave_out']),
  })),
  'transform.join': join,
  'transform.lookup': given => {
    const key = pair(given)
    if (!key) return null
    const { random } = given
    const several = random.pick(['flag', 'first'])
    const missing = random.pick(['flag', 'null', 'reject'])
    return { keys: [key], missing, several, order: order(random, given.other), suffix: `_${given.fresh}` }
  },
  'transform.asof_join': ({ random, columns, other, fresh }) => {
    const [left, right] = [dates(columns), dates(other)]
    if (left.length === 0 || right.length === 0) return null
    const times = { left: random.pick(left).name, right: random.pick(right).name }
    return {
      ...times,
      nearest: random.pick(['earlier', 'later']),
      type: random.pick(['left', 'inner']),
      suffix: `_${fresh}`,
    }
  },
  'transform.set_operation': ({ random, columns, other }) =>
    alike(columns, other)
      ? { operation: random.pick(['intersect', 'except', 'union']), duplicates: random.chance(50) }
      : null,
  'transform.compare': ({ random, columns, other, fresh }) => {
    const keys = some(random, plain(columns))
    return alike(columns, other) && keys.length > 0
      ? { keys, suffix: ` ${fresh}`, listColumn: `${fresh}_changed` }
      : null
  },
  'transform.union': ({ random, fresh }) => ({ sourceColumn: random.chance(30) ? `${fresh}_source` : null }),
  'transform.sql': ({ random, columns }) => ({
    inputs: ['input'],
    sql: ['SELECT *', 'FROM input', ...(random.chance(50) ? [`WHERE ${sql(random.pick(columns))} IS NOT NULL`] : [])],
  }),
  'transform.subflow': () => ({ path: 'part.flow.json' }),
  'validate.rules': rules,
  'validate.gate': () => ({ limits: [{ of: 'flagged', stop: { percent: 100 } }] }),
}
