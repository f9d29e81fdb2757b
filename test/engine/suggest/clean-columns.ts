import fc from 'fast-check'

export type Cell = string | null

/** A column that holds nothing but what is meant. */
export interface CleanColumn {
  readonly name: string
  readonly type: string
  readonly cells: readonly Cell[]
}

type Make = (rows: number) => fc.Arbitrary<readonly CleanColumn[]>

const day = 86_400_000
const dayText = (day0: number) => new Date(day0 * day).toISOString().slice(0, 10)

const each = (name: string, type: string, cell: fc.Arbitrary<Cell>): Make => {
  return rows => fc.array(cell, { minLength: rows, maxLength: rows }).map(cells => [{ name, type, cells }])
}

const indexed = (name: string, type: string, cellOf: (row: number) => Cell): Make => {
  return rows => fc.constant([{ name, type, cells: Array.from({ length: rows }, (_, row) => cellOf(row)) }])
}

const digits = (count: number) =>
  fc.integer({ min: 0, max: 10 ** count - 1 }).map(number => String(number).padStart(count, '0'))

const word = fc.constantFrom(
  ...'amber birch cedar delta ember fjord grove heath inlet knoll ledge marsh north oasis prairie quarry ridge shore tundra valley'.split(
    ' ',
  ),
)

const capital = (text: string) => text[0]!.toUpperCase() + text.slice(1)

const checkDigits = (country: string, account: string): string => {
  const text = `${account}${country}00`
  const number = [...text].map(letter => Number.parseInt(letter, 36)).join('')
  return String(98n - (BigInt(number) % 97n)).padStart(2, '0')
}

const pastDay = fc.integer({ min: 10_000, max: 19_500 })

const pair =
  (first: string, second: string): Make =>
  rows =>
    fc.array(fc.tuple(pastDay, fc.integer({ min: 0, max: 300 })), { minLength: rows, maxLength: rows }).map(days => [
      { name: first, type: 'DATE', cells: days.map(([begin]) => dayText(begin)) },
      { name: second, type: 'DATE', cells: days.map(([begin, more]) => dayText(begin + more)) },
    ])

const sum: Make = rows =>
  fc
    .array(fc.tuple(fc.integer({ min: 100, max: 99_999 }), fc.integer({ min: 10, max: 9_999 })), {
      minLength: rows,
      maxLength: rows,
    })
    .map(amounts => {
      const money = (cents: number) => (cents / 100).toFixed(2)
      return [
        { name: 'net', type: 'DECIMAL(12,2)', cells: amounts.map(([net]) => money(net)) },
        { name: 'tax', type: 'DECIMAL(12,2)', cells: amounts.map(([, tax]) => money(tax)) },
        { name: 'gross', type: 'DECIMAL(12,2)', cells: amounts.map(([net, tax]) => money(net + tax)) },
      ]
    })

const towns = ['Aachen', 'Bamberg', 'Coburg', 'Dresden', 'Erfurt', 'Fulda', 'Gotha', 'Husum'] as const

const place: Make = rows =>
  fc.array(fc.nat({ max: towns.length - 1 }), { minLength: rows, maxLength: rows }).map(picks => [
    { name: 'zip', type: 'VARCHAR', cells: picks.map(pick => `${pick + 1}0${pick}15`) },
    { name: 'city', type: 'VARCHAR', cells: picks.map(pick => towns[pick]!) },
  ])

/** Columns as people have them, by what they are. */
export const cleanColumns = {
  id: indexed('id', 'BIGINT', row => String(1000 + row)),
  code: indexed('article_code', 'VARCHAR', row => `AB-${String(row * 7).padStart(5, '0')}`),
  email: each(
    'email',
    'VARCHAR',
    fc.tuple(word, word, fc.nat({ max: 999 })).map(([a, b, n]) => `${a}.${b}${n}@example.org`),
  ),
  uuid: each('token', 'VARCHAR', fc.uuid()),
  url: each(
    'website',
    'VARCHAR',
    fc.tuple(word, word).map(([a, b]) => `https://${a}.example.com/${b}`),
  ),
  phone: each(
    'phone',
    'VARCHAR',
    fc.tuple(fc.constantFrom('49', '33', '351'), digits(8)).map(([c, n]) => `+${c}3${n}`),
  ),
  iban: each(
    'iban',
    'VARCHAR',
    fc
      .tuple(digits(9), digits(9))
      .map(([a, b]) => `${a}${b}`)
      .map(account => `DE${checkDigits('DE', account)}${account}`),
  ),
  status: each(
    'status',
    'VARCHAR',
    fc.oneof(
      { weight: 53, arbitrary: fc.constant('open') },
      { weight: 45, arbitrary: fc.constant('closed') },
      { weight: 2, arbitrary: fc.constant('waiting') },
    ),
  ),
  person: each(
    'person',
    'VARCHAR',
    fc.tuple(word, word).map(([a, b]) => `${capital(a)} ${capital(b)}`),
  ),
  remark: each(
    'remark',
    'VARCHAR',
    fc.option(
      fc.array(word, { minLength: 3, maxLength: 8 }).map(words => `${capital(words.join(' '))}.`),
      { freq: 2 },
    ),
  ),
  house: each(
    'house',
    'VARCHAR',
    fc
      .tuple(fc.integer({ min: 1, max: 99 }), fc.constantFrom('', '', '', 'a', 'b'))
      .map(([n, letter]) => `${n}${letter}`),
  ),
  amount: each(
    'amount',
    'DOUBLE',
    fc.integer({ min: 1, max: 100_000 }).map(cents => String(cents / 100)),
  ),
  change: each(
    'change',
    'DOUBLE',
    fc.integer({ min: -9_000, max: 9_000 }).map(cents => String(cents / 100)),
  ),
  quantity: each('quantity', 'INTEGER', fc.integer({ min: 1, max: 12 }).map(String)),
  percent: each('discount_percent', 'INTEGER', fc.integer({ min: 0, max: 100 }).map(String)),
  age: each('age', 'INTEGER', fc.integer({ min: 0, max: 99 }).map(String)),
  measure: each('measure', 'BIGINT', fc.integer({ min: 0, max: 10_000_000 }).map(String)),
  birth: each('birth_date', 'DATE', pastDay.map(dayText)),
  due: each('due', 'DATE', fc.integer({ min: 19_000, max: 30_000 }).map(dayText)),
  written: each('written', 'VARCHAR', pastDay.map(dayText)),
  counted: each('counted', 'VARCHAR', fc.integer({ min: 0, max: 9_999 }).map(String)),
  active: each('active', 'BOOLEAN', fc.constantFrom('true', 'false')),
  optional: each('nickname', 'VARCHAR', fc.option(word, { freq: 1 })),
  period: pair('valid_from', 'valid_until'),
  sum,
  place,
} as const satisfies Readonly<Record<string, Make>>

export type CleanName = keyof typeof cleanColumns

/** A table of some of them, in any order. */
export const cleanTables = (rows: number): fc.Arbitrary<readonly CleanColumn[]> =>
  fc
    .shuffledSubarray(Object.keys(cleanColumns) as CleanName[], { minLength: 8 })
    .chain(names => fc.tuple(...names.map(name => cleanColumns[name](rows))))
    .map(groups => groups.flat())
