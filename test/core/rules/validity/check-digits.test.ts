import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { databaseOfTests } from '#test/engine/duckdb/session-of-tests.ts'
import { verdictsOn } from '../column.ts'

const { session } = databaseOfTests()

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0)
const digitsOf = (text: string): readonly number[] => [...text].map(Number)

const luhn = (text: string): boolean => {
  const bare = text.replaceAll(/[ -]/g, '')
  const doubled = digitsOf(bare)
    .toReversed()
    .map((digit, i) => (i % 2 === 0 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2))
  return /^\d([ -]?\d){12,18}$/.test(text) && sum(doubled) % 10 === 0
}

const isbn = (text: string): boolean => {
  const bare = text.replaceAll(/[ -]/g, '')
  if (/^97[89]([ -]?\d){10}$/.test(text))
    return sum(digitsOf(bare).map((digit, i) => digit * (i % 2 === 0 ? 1 : 3))) % 10 === 0
  if (!/^\d([ -]?\d){8}[ -]?[\dX]$/.test(text)) return false
  const values = [...bare].map(each => (each === 'X' ? 10 : Number(each)))
  return sum(values.map((value, i) => value * (10 - i))) % 11 === 0
}

const rest97 = (iban: string): bigint => {
  const moved = [...iban.slice(4), ...iban.slice(0, 4)].map(each => Number.parseInt(each, 36)).join('')
  return BigInt(moved) % 97n
}

const lengths: Readonly<Record<string, number>> = { NO: 15, DE: 22, GB: 22, FR: 27, MT: 31, RU: 33 }

const iban = (text: string): boolean => {
  const bare = text.replaceAll(' ', '')
  const length = lengths[bare.slice(0, 2)]
  return /^[A-Z]{2}\d{2}[A-Z0-9]+$/.test(bare) && bare.length === length && rest97(bare) === 1n
}

const digit = fc.constantFrom(...'0123456789')
const digits = (count: number) => fc.string({ unit: digit, minLength: count, maxLength: count })

/** A sound number, which one other character then breaks or not. */
const touched = (sound: fc.Arbitrary<string>, characters: string) =>
  fc
    .tuple(sound, fc.nat(40), fc.constantFrom('', '', ...characters))
    .map(([text, place, put]) => (put === '' ? text : text.slice(0, place) + put + text.slice(place + 1)))

const withCheck = (text: string, checks: string, isSound: (text: string) => boolean) =>
  [...checks].map(check => text + check).find(isSound) ?? text

const card = fc
  .integer({ min: 12, max: 18 })
  .chain(digits)
  .map(text => withCheck(text, '0123456789', luhn))

const book = fc
  .oneof(
    digits(9),
    fc.tuple(fc.constantFrom('978', '979'), digits(9)).map(parts => parts.join('')),
  )
  .map(text => withCheck(text, '0123456789X', isbn))

const account = (unit: string, length: number) =>
  fc.string({ unit: fc.constantFrom(...unit), minLength: length, maxLength: length })

const number = fc.constantFrom(...Object.keys(lengths)).chain(country => {
  const length = lengths[country]! - 4
  const alphanumeric = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'
  const bank = fc.tuple(account('ABEZ', 4), digits(length - 4)).map(parts => parts.join(''))
  return fc.oneof(digits(length), bank, account(alphanumeric, length)).map(own => {
    const check = 98n - rest97(`${country}00${own}`)
    return `${country}${String(check).padStart(2, '0')}${own}`
  })
})

describe('check digits', () => {
  it.each([
    ['card', card, luhn, '0 -x5'],
    ['isbn', book, isbn, '0 -X5'],
    ['iban', number, iban, '0 -X5A'],
  ] as const)('of %s are judged as a plain reckoning does', async (format, sound, isSound, characters) => {
    await fc.assert(
      fc.asyncProperty(fc.array(touched(sound, characters), { minLength: 1, maxLength: 60 }), async values => {
        expect(await verdictsOn(session(), { kind: 'format', format }, values)).toEqual(
          values.map(value => (isSound(value) ? 'good' : 'bad')),
        )
      }),
      { numRuns: 25 },
    )
  })

  it('of any text are judged without a failure', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: fc.constantFrom(...'0159 -X.DEGBé+'), maxLength: 24 }), { maxLength: 80 }),
        async values => {
          for (const [format, isSound] of [
            ['card', luhn],
            ['isbn', isbn],
            ['iban', iban],
          ] as const)
            expect(await verdictsOn(session(), { kind: 'format', format }, values)).toEqual(
              values.map(value => (isSound(value) ? 'good' : 'bad')),
            )
        },
      ),
      { numRuns: 15 },
    )
  })
})
