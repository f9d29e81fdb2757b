import { describe, expect, it } from 'vitest'
import { databaseOfTests } from '#test/engine/duckdb/session-of-tests.ts'
import { misjudged } from '../column.ts'

const { session } = databaseOfTests()

const plain = ['', 'called back', 'order 12345678', '3.14', 'version 1.2.3', 'a@b', '@ann', 'DE 12', '2024-02-29 10:00']

describe('the detector', () => {
  it.each([
    ['email', ['write to Ann.Lee+x@mail.example.org!', '<a@b.de>'], ['ann@example', 'a @b.de']],
    ['phone', ['call +49 30 1234567', '(555) 234-5678', 'tel:555-234-5678.'], ['12345678901', '2024-02-29', '+49 30']],
    [
      'iban',
      [
        'to DE89370400440532013000.',
        'IBAN: DE89 3704 0044 0532 0130 00 THIS WEEK',
        'XX00 0000 0000 0000 and GB29NWBK60161331926819',
      ],
      ['DE88370400440532013000', 'XDE89370400440532013000'],
    ],
    [
      'card',
      ['card 4111 1111 1111 1111 exp', 'no 4111111111111112, but 5555-5555-5555-4444'],
      ['4111111111111112', '41111111111111110000000', 'x4111111111111111', '9780306406157'],
    ],
    ['ipv4', ['from 192.168.1.10.', '10.0.0.1:80'], ['1.2.3.4.5', '256.1.1.1', '1.2.3']],
    [
      'us_ssn',
      ['SSN 123-45-6789', '(899-01-0001)'],
      ['000-12-3456', '666-12-3456', '900-12-3456', '123-00-4567', '123-45-0000', '1123-45-6789', '123-45-67890'],
    ],
  ])('%s finds what it is for anywhere in a text', async (detector, bad, good) => {
    const rule = { kind: 'no_pii', detectors: [detector] }
    expect(await misjudged(session(), rule, { good: [...good, ...plain], bad, skipped: [null] })).toEqual([])
  })

  it('of every kind is at work unless some are named', async () => {
    const bad = ['a@b.de', '+49 30 1234567', 'DE89370400440532013000', '4111111111111111', '10.0.0.1', '123-45-6789']
    expect(await misjudged(session(), { kind: 'no_pii' }, { good: plain, bad, skipped: [null] })).toEqual([])
    expect(await misjudged(session(), { kind: 'no_pii' }, { good: [1], bad: ['4111111111111111'] }, 'BIGINT')).toEqual(
      [],
    )
  })
})
