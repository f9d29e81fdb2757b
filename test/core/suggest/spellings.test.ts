import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fingerprint, oddlyShaped, spellingsOf } from '#core/suggest/spellings.ts'

const words = (counts: Readonly<Record<string, number>>) =>
  Object.entries(counts).map(([value, count]) => ({ value, count }))

describe('spellings', () => {
  test('are one where case, accents, signs and the order of words alone differ; the most frequent one wins', () => {
    expect(spellingsOf(words({ 'Müller, Anna': 5, 'anna muller': 2, 'ANNA MÜLLER.': 9, Bob: 4 }))).toEqual([
      {
        to: 'ANNA MÜLLER.',
        from: [
          { value: 'Müller, Anna', count: 5 },
          { value: 'anna muller', count: 2 },
        ],
      },
    ])
  })

  test('are one where a rare value is a slip away from a frequent one', () => {
    expect(spellingsOf(words({ Hamburg: 60, Haxburg: 2, Bremen: 40 }))).toEqual([
      { to: 'Hamburg', from: [{ value: 'Haxburg', count: 2 }] },
    ])
  })

  test('are not one where both are frequent, where the texts are short, or where digits differ', () => {
    expect(spellingsOf(words({ Marie: 60, Maria: 30 }))).toEqual([])
    expect(spellingsOf(words({ cash: 200, cask: 1 }))).toEqual([])
    expect(spellingsOf(words({ 'Room 12': 200, 'Room 13': 1 }))).toEqual([])
  })

  test('have the same fingerprint whatever the order of their words', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-zß-ü]{1,6}$/), { minLength: 1, maxLength: 4 }), texts => {
        expect(fingerprint(texts.toReversed().join(' - '))).toBe(fingerprint(texts.join(' ').toUpperCase()))
      }),
    )
  })
})

test('A code that is written in another shape than nearly all others is odd, and a text in words is not', () => {
  expect(oddlyShaped(words({ CARD: 90, SURG: 80, CAxD: 1 }))).toEqual(new Set(['CAxD']))
  expect(oddlyShaped(words({ open: 90, closed: 80, 'on hold': 1 }))).toEqual(new Set())
})
