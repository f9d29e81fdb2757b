import { call, cases, cast, literal, op } from '../../relation/build.ts'
import type { Expression } from '../../relation/expression.ts'
import { type Format, isWhole } from './format.ts'

/** Countries of the register of IBANs, by the length of theirs. */
const lengths: Readonly<Record<number, string>> = {
  15: 'NO',
  16: 'BE',
  18: 'DK FI FK FO GL NL SD',
  19: 'MK SI',
  20: 'AT BA EE KZ LT LU MN XK',
  21: 'CH HR LI LV',
  22: 'BG BH CR DE GB GE IE ME RS VA',
  23: 'AE GI IL IQ OM SO TL',
  24: 'AD CZ ES MD PK RO SA SE SK TN VG',
  25: 'LY PT ST',
  26: 'IS TR',
  27: 'BI DJ FR GR IT MC MR SM',
  28: 'AL AZ BY CY DO GT HN HU LB NI PL SV',
  29: 'BR EG PS QA UA',
  30: 'JO KW MU YE',
  31: 'MT SC',
  32: 'LC',
  33: 'RU',
}

/** The register's lengths as a pattern: country, two check digits, and the account. */
export const ibanPattern = Object.entries(lengths)
  .map(([length, countries]) => `(?:${countries.replaceAll(' ', '|')})[0-9]{2}[A-Z0-9]{${Number(length) - 4}}`)
  .join('|')

const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']
const numberOf = (letter: string): number => letters.indexOf(letter) + 10
const part = (text: Expression, from: number, count: number): Expression =>
  call('substr', text, literal(from), literal(count))

/** A letter at a place as its number. */
const numberAt = (text: Expression, place: number): Expression =>
  op('-', call('ascii', part(text, place, 1)), literal(55))

/** The account in digits: most hold none but digits, many a bank of four letters before them. */
const account = (iban: Expression): Expression => {
  const own = call('substr', iban, literal(5))
  const bank = [5, 6, 7, 8].map(place => cast(numberAt(iban, place), 'VARCHAR'))
  const replaced = letters.reduce<Expression>(
    (text, letter) => call('replace', text, literal(letter), literal(String(numberOf(letter)))),
    own,
  )
  return cases(
    [
      { when: isWhole(iban, '[A-Z]{2}[0-9]+'), result: own },
      { when: isWhole(iban, '[A-Z]{2}[0-9]{2}[A-Z]{4}[0-9]+'), result: op('||', ...bank, part(iban, 9, 30)) },
    ],
    replaced,
  )
}

const rest97 = (digits: Expression): Expression => op('%', cast(digits, 'BIGINT', { safe: true }), literal(97))

/** The rest of up to 66 digits: eighteen, then sixteen at a time behind the rest of those before. HUGEINT divides ten times slower. */
const restOf = (digits: Expression): Expression => {
  const behind = (rest: Expression, from: number) => rest97(op('||', cast(rest, 'VARCHAR'), part(digits, from, 16)))
  const first = rest97(part(digits, 1, 18))
  const second = behind(first, 19)
  const third = behind(second, 35)
  const count = call('strlen', digits)
  return cases(
    [
      { when: op('<=', count, literal(18)), result: first },
      { when: op('<=', count, literal(34)), result: second },
      { when: op('<=', count, literal(50)), result: third },
    ],
    behind(third, 51),
  )
}

type Once = (expression: Expression) => Expression

/** The rest by 97 of an IBAN without spaces, its country and check digits moved to its end: 1 for a sound one. */
export const ibanRest = (iban: Expression, once: Once): Expression => {
  const rest = restOf(once(account(iban)))
  const check = cast(part(iban, 3, 2), 'INTEGER', { safe: true })
  const parts = [
    op('*', rest, literal(1_000_000)),
    op('*', numberAt(iban, 1), literal(10_000)),
    op('*', numberAt(iban, 2), literal(100)),
    check,
  ]
  return op('%', op('+', ...parts), literal(97))
}

export const iban: Format = {
  label: 'IBAN',
  name: 'an IBAN',
  violation: (text, _of, { once }) => {
    const bare = call('replace', text, literal(' '), literal(''))
    const known = once(
      cases([
        { when: isWhole(text, ibanPattern), result: text },
        { when: isWhole(bare, ibanPattern), result: bare },
      ]),
    )
    return op('and', op('is_not_null', text), op('is_distinct', ibanRest(known, once), literal(1)))
  },
}
