import { call, cases, cast, literal, op } from '../../relation/build.ts'
import type { Expression } from '../../relation/expression.ts'
import { type Format, isWhole } from './format.ts'
import { ean13Rest, isbn10Sum, luhnRest } from './luhn.ts'

/** A text without spaces and dashes. */
const bare = (text: Expression): Expression => call('translate', text, literal(' -'), literal(''))

const number = (text: Expression): Expression => cast(text, 'UBIGINT', { safe: true })

const card: Format = {
  label: 'Card number',
  name: 'a card number',
  violation: (text, _of, { once }) => {
    const digits = [
      { when: isWhole(text, '[0-9]{13,19}'), result: number(text) },
      { when: isWhole(text, '[0-9](?:[ -]?[0-9]){12,18}'), result: number(bare(text)) },
    ]
    const known = once(cases(digits))
    const off = op('is_distinct', luhnRest(known), literal(0))
    return op('and', op('is_not_null', text), off)
  },
}

const isbn: Format = {
  label: 'ISBN',
  name: 'an ISBN',
  violation: (text, _of, { once }) => {
    const shaped = isWhole(text, '97[89](?:[ -]?[0-9]){10}|[0-9](?:[ -]?[0-9]){8}[ -]?[0-9X]')
    const plain = once(cases([{ when: shaped, result: bare(text) }]))
    const value = once(
      number(
        cases([{ when: op('=', call('strlen', plain), literal(13)), result: plain }], call('left', plain, literal(9))),
      ),
    )
    const last = call('right', plain, literal(1))
    const check = cases(
      [{ when: op('=', last, literal('X')), result: literal(10) }],
      cast(last, 'UBIGINT', { safe: true }),
    )
    const rest = cases(
      [{ when: op('=', call('strlen', plain), literal(13)), result: ean13Rest(value) }],
      op('%', op('+', isbn10Sum(value), check), literal(11)),
    )
    return op('and', op('is_not_null', text), op('is_distinct', rest, literal(0)))
  },
}

export const numbers = { card, isbn } as const
