import { call, cases, cast, literal, op } from '#core/relation/build.ts'
import type { Expression } from '#core/relation/expression.ts'
import { cities, firstNames, lastNames } from './words.ts'

/** What a generator is given: where the row stands (from 0), chance of its own, and what was asked for. */
export interface Given {
  readonly place: Expression
  /** A number that looks like chance, another one for each word. */
  readonly chance: (about?: string | number) => Expression
  readonly from: string | null
  readonly to: string | null
  readonly step: string | null
  readonly digits: number
  readonly values: readonly (readonly [string, number])[]
  readonly pattern: string
}

/** A value for each row, or what is wrong with a setting, in a sentence. */
export type Generated = { readonly value: Expression } | { readonly setting: string; readonly message: string }

type Bound = 'from' | 'to' | 'step'

interface Range {
  readonly first: bigint
  /** How many values there are. */
  readonly size: bigint
}

const whole = /^[+-]?\d{1,18}$/
const decimal = /^[+-]?\d{1,18}(\.\d{1,9})?$/
const day = /^\d{4}-\d\d-\d\d$/
const instant = /^\d{4}-\d\d-\d\d([ T]\d\d:\d\d(:\d\d(\.\d{1,6})?)?)?$/
const interval = /^[+-]?\d+(\.\d+)? (microsecond|millisecond|second|minute|hour|day|week|month|quarter|year)s?$/i

const wrong = (setting: Bound, message: string) => ({ setting, message })

const number = (value: bigint): Expression => literal(value)

/** The number of one of so many values, from 0 on. */
const drawn = (chance: Expression, size: bigint | number): Expression =>
  cast(op('%', chance, literal(BigInt(size))), 'BIGINT')

const rangeOf = (low: bigint, high: bigint): Range | null => (high < low ? null : { first: low, size: high - low + 1n })

const reversed = wrong('to', 'The range ends before it begins.')

const scaled = (text: string, digits: number): bigint => {
  const [, sign, units = '', fraction = ''] = /^([+-]?)(\d+)(?:\.(\d+))?$/.exec(text)!
  const value = BigInt(units + fraction.slice(0, digits).padEnd(digits, '0'))
  return sign === '-' ? -value : value
}

const integer = ({ from, to, chance }: Given): Generated => {
  const [low, high] = [from ?? '0', to ?? '100']
  if (!whole.test(low)) return wrong('from', `\`${low}\` is not a whole number.`)
  if (!whole.test(high)) return wrong('to', `\`${high}\` is not a whole number.`)
  const range = rangeOf(BigInt(low), BigInt(high))
  return range ? { value: op('+', number(range.first), drawn(chance(), range.size)) } : reversed
}

const fractions = ({ from, to, digits, chance }: Given): Generated => {
  const [low, high] = [from ?? '0', to ?? '100']
  if (!decimal.test(low)) return wrong('from', `\`${low}\` is not a number.`)
  if (!decimal.test(high)) return wrong('to', `\`${high}\` is not a number.`)
  const range = rangeOf(scaled(low, digits), scaled(high, digits))
  if (!range) return reversed
  const units = op('+', number(range.first), drawn(chance(), range.size))
  const unit = literal(digits === 0 ? '1' : `0.${'1'.padStart(digits, '0')}`, `DECIMAL(${digits + 1},${digits})`)
  return { value: cast(op('*', cast(units, 'DECIMAL(19,0)'), unit), `DECIMAL(${18 + digits},${digits})`) }
}

const sequence = ({ from, step, place }: Given): Generated => {
  const [first, by] = [from ?? '1', step ?? '1']
  if (!decimal.test(first)) return wrong('from', `\`${first}\` is not a number.`)
  if (!decimal.test(by)) return wrong('step', `\`${by}\` is not a number.`)
  const exact = (text: string) => {
    const digits = text.split('.')[1]?.length ?? 0
    return digits === 0 ? literal(BigInt(text)) : literal(text, `DECIMAL(${18 + digits},${digits})`)
  }
  return { value: op('+', exact(first), op('*', place, exact(by))) }
}

const seconds = (text: string): bigint =>
  BigInt(
    Math.floor(
      Date.parse(
        `${text.replace(' ', 'T').slice(0, 19)}${text.length <= 10 ? 'T00:00:00' : text.length <= 16 ? ':00' : ''}Z`,
      ) / 1000,
    ),
  )

const isMoment = (text: string, isDay: boolean): boolean =>
  (isDay ? day : instant).test(text) && !Number.isNaN(Date.parse(text.slice(0, 10)))

const among = ({ from, to, chance }: Given, isDay: boolean): Generated => {
  const [low, high] = [from ?? '2020-01-01', to ?? '2029-12-31']
  for (const [setting, text] of [
    ['from', low],
    ['to', high],
  ] as const)
    if (!isMoment(text, isDay))
      return wrong(
        setting,
        `\`${text}\` is not a ${isDay ? 'date' : 'time'} such as ${isDay ? '2024-01-31' : '2024-01-31 08:30'}.`,
      )
  const unit = isDay ? 86_400n : 1n
  const range = rangeOf(seconds(low) / unit, seconds(high) / unit)
  if (!range) return reversed
  const away = drawn(chance(), range.size)
  return isDay
    ? { value: op('+', literal(low, 'DATE'), cast(away, 'INTEGER')) }
    : { value: op('+', literal(low, 'TIMESTAMP'), call('to_seconds', away)) }
}

const series = ({ from, step, place }: Given, isDay: boolean): Generated => {
  const [first, by] = [from ?? '2024-01-01', step ?? (isDay ? '1 day' : '1 hour')]
  if (!isMoment(first, isDay))
    return wrong(
      'from',
      `\`${first}\` is not a ${isDay ? 'date' : 'time'} such as ${isDay ? '2024-01-31' : '2024-01-31 08:30'}.`,
    )
  if (!interval.test(by))
    return wrong('step', `\`${by}\` is not a length of time such as 1 day, 15 minutes or 1 month.`)
  const type = isDay ? 'DATE' : 'TIMESTAMP'
  return { value: cast(op('+', literal(first, type), op('*', literal(by, 'INTERVAL'), place)), type) }
}

const oneOf = (list: readonly string[], at: Expression): Expression =>
  call('list_extract', op('list', ...list.map(each => literal(each))), op('+', drawn(at, list.length), literal(1)))

const choice = ({ values, chance }: Given): Generated => {
  const total = values.reduce((sum, [, weight]) => sum + weight, 0)
  if (total <= 0) return { setting: 'values', message: 'There are no values to choose from.' }
  // shares of a million, so that weights may have fractions
  const at = drawn(chance(), 1_000_000)
  let sum = 0
  const branches = values.map(([value, weight]) => {
    sum += weight
    return { when: op('<', at, literal(Math.round((sum / total) * 1_000_000))), result: literal(value) }
  })
  return { value: cases(branches, literal(values.at(-1)![0])) }
}

/** `#` a digit, `?` a letter, `*` either, and a backslash before what stands for itself. */
const pattern = ({ pattern: text, chance }: Given): Generated => {
  const signs = [...text.matchAll(/\\(.)|(.)/gsu)].map(([, itself, sign]) => ({ itself, sign }))
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
  const sets: Readonly<Record<string, string>> = { '#': '0123456789', '?': letters, '*': `${letters}0123456789` }
  const parts = signs.map(({ itself, sign = '' }, i): Expression => {
    const set = sets[sign]
    if (itself !== undefined || set === undefined) return literal(itself ?? sign)
    return call('substr', literal(set), op('+', drawn(chance(i), set.length), literal(1)), literal(1))
  })
  return { value: call('concat', literal(''), ...parts) }
}

const hex = (of: Expression): Expression => call('lpad', call('lower', call('to_hex', of)), literal(16), literal('0'))

const uuid = ({ chance }: Given): Generated => {
  const text = call('concat', hex(chance(0)), hex(chance(1)))
  const part = (from: number, length: number) => call('substr', text, literal(from), literal(length))
  const parts = [
    part(1, 8),
    literal('-'),
    part(9, 4),
    literal('-4'),
    part(14, 3),
    literal('-a'),
    part(18, 3),
    literal('-'),
    part(21, 12),
  ]
  return { value: cast(call('concat', ...parts), 'UUID') }
}

const person = (
  chance: Given['chance'],
  firsts: readonly string[],
  between: string,
  lasts: readonly string[],
): Expression => call('concat', oneOf(firsts, chance(0)), literal(between), oneOf(lasts, chance(1)))

const plain = (names: readonly string[]): readonly string[] =>
  names.map(name =>
    name
      .normalize('NFD')
      .replace(/[^A-Za-z]/g, '')
      .toLowerCase(),
  )

const email = ({ chance }: Given): Generated => ({
  value: call(
    'concat',
    person(chance, plain(firstNames), '.', plain(lastNames)),
    cast(drawn(chance(2), 1000), 'VARCHAR'),
    literal('@example.'),
    oneOf(['com', 'net', 'org'], chance(3)),
  ),
})

/** What the columns of fake rows can be made by. */
export const generators = {
  sequence: { label: 'numbers in sequence', make: sequence },
  integer: { label: 'whole numbers by chance', make: integer },
  decimal: { label: 'numbers by chance', make: fractions },
  boolean: { label: 'true or false', make: ({ chance }) => ({ value: op('=', drawn(chance(), 2), literal(0)) }) },
  choice: { label: 'one of some values', make: choice },
  dates: { label: 'dates in sequence', make: given => series(given, true) },
  times: { label: 'times in sequence', make: given => series(given, false) },
  date: { label: 'dates by chance', make: given => among(given, true) },
  time: { label: 'times by chance', make: given => among(given, false) },
  name: { label: 'names of people', make: ({ chance }) => ({ value: person(chance, firstNames, ' ', lastNames) }) },
  city: { label: 'cities', make: ({ chance }) => ({ value: oneOf(cities, chance()) }) },
  email: { label: 'email addresses', make: email },
  uuid: { label: 'UUIDs', make: uuid },
  pattern: { label: 'texts of a pattern', make: pattern },
} as const satisfies Record<string, { readonly label: string; readonly make: (given: Given) => Generated }>

export type GeneratorName = keyof typeof generators
