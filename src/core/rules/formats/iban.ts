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
const asText = (number: Expression): Expression => cast(number, 'VARCHAR')

/** A letter at a place as its two digits. */
const digitsAt = (text: Expression, place: number): Expression =>
  asText(op('-', call('ascii', part(text, place, 1)), literal(55)))

/** The account in digits: most have none but digits, many a bank of four letters before them. */
const account = (iban: Expression): Expression => {
  const own = call('substr', iban, literal(5))
  const bank = [5, 6, 7, 8].map(place => digitsAt(iban, place))
  const replaced = letters.reduce<Expression>(
    (text, letter) => call('replace', text, literal(letter), literal(String(numberOf(letter)))),
    own,
  )
  return cases(
    [
      { when: isWhole(own, '[0-9]+'), result: own },
      { when: isWhole(own, '[A-Z]{4}[0-9]+'), result: op('||', ...bank, call('substr', iban, literal(9))) },
    ],
    replaced,
  )
}

/** An IBAN without spaces as the number that its check digits speak of, led by zeros. */
export const ibanDigits = (iban: Expression): Expression =>
  call(
    'lpad',
    op('||', account(iban), digitsAt(iban, 1), digitsAt(iban, 2), part(iban, 3, 2)),
    literal(72),
    literal('0'),
  )

/** The rest of such a number by 97: of each twelve digits, times the rest of their place. */
export const restOf97 = (digits: Expression): Expression => {
  const parts = [0n, 1n, 2n, 3n, 4n, 5n].map(i => {
    const twelve = cast(part(digits, Number(i) * 12 + 1, 12), 'BIGINT', { safe: true })
    return op('*', twelve, literal(10n ** (12n * (5n - i)) % 97n))
  })
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
    const digits = once(ibanDigits(known))
    return op('and', op('is_not_null', text), op('is_distinct', restOf97(digits), literal(1)))
  },
}
