import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { guessColumns } from '#renderer/bring/guess.ts'

const guess = (...texts: string[]) => {
  const [found] = guessColumns([texts])
  return { type: found?.type, kept: texts.map(text => found?.read(text)), told: found?.told }
}
const typeOf = (...texts: string[]) => guess(...texts).type

describe('the type of a pasted column', () => {
  test('is the narrowest that all its texts have, and empty ones do not count', () => {
    expect(typeOf('1', '', '-20')).toBe('BIGINT')
    expect(typeOf('1', '2.5', '1e3')).toBe('DOUBLE')
    expect(typeOf('TRUE', 'false')).toBe('BOOLEAN')
    expect(typeOf('2024-02-29')).toBe('DATE')
    expect(typeOf('2024-02-29 12:30', '2024-03-01T00:00:01.5')).toBe('TIMESTAMP')
    expect(typeOf('1', 'n/a')).toBe('VARCHAR')
    expect(typeOf('', '')).toBe('VARCHAR')
  })

  test('is text where a number would lose its leading zeros or its last digits', () => {
    expect(typeOf('01067', '80331')).toBe('VARCHAR')
    expect(typeOf('007')).toBe('VARCHAR')
    expect(typeOf('12345678901234567890')).toBe('VARCHAR')
    expect(typeOf('0.12345678901234567')).toBe('VARCHAR')
    expect(typeOf('123456789012345678')).toBe('BIGINT')
  })

  test('is text for what only looks like a number: an address, a version, a telephone', () => {
    for (const text of ['192.168.100.200', '1.2.3', '+49 30 123', '12 345', '5 %', '€ 3', '1/2'])
      expect(typeOf(text), text).toBe('VARCHAR')
  })

  test('is a number with a decimal comma where that leaves no doubt, and is told', () => {
    expect(guess('1.234,50', '-7,5', '3')).toEqual({
      type: 'DOUBLE',
      kept: ['1234.50', '-7.5', '3'],
      told: 'read with a comma before decimals',
    })
    expect(guess('1,234.5', '12')).toMatchObject({ type: 'DOUBLE', kept: ['1234.5', '12'] })
    expect(guess('1\u202f234,5')).toMatchObject({ type: 'DOUBLE', kept: ['1234.5'] })
  })

  test('stays text where a comma may be either, unless another column settles it', () => {
    expect(guess('1,234', '5,678')).toMatchObject({ type: 'VARCHAR', kept: ['1,234', '5,678'] })
    expect(guess('1,234').told).toContain('comma')
    const settled = (other: string) => guessColumns([['1,234'], [other]])[0]
    expect(settled('0,5')).toMatchObject({ type: 'DOUBLE' })
    expect(settled('0,5')?.read('1,234')).toBe('1.234')
    expect(settled('0.5')?.read('1,234')).toBe('1234')
    expect(guessColumns([['1,234'], ['0,5'], ['0.5']])[0]?.type).toBe('VARCHAR')
  })

  test('is a date in whatever order its parts leave no doubt about, kept as ISO 8601', () => {
    expect(guess('31.12.2024', '1.2.2025')).toMatchObject({ type: 'DATE', kept: ['2024-12-31', '2025-02-01'] })
    expect(guess('12/31/2024', '1/2/2025')).toMatchObject({ type: 'DATE', kept: ['2024-12-31', '2025-01-02'] })
    expect(guess('31/12/2024', '1/2/2025')).toMatchObject({ type: 'DATE', kept: ['2024-12-31', '2025-02-01'] })
    expect(guess('1/2/2025', '3/4/2025')).toMatchObject({
      type: 'VARCHAR',
      told: 'kept as text: day and month may be either',
    })
    expect(typeOf('30.02.2024')).toBe('VARCHAR')
    expect(typeOf('2024-02-30')).toBe('VARCHAR')
  })

  test('never changes what a text says: what is kept of a number is the same number', () => {
    const number = fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 }))
    fc.assert(
      fc.property(fc.array(number, { minLength: 1, maxLength: 5 }), numbers => {
        const [found] = guessColumns([numbers.map(String)])
        for (const each of numbers)
          if (found?.type !== 'VARCHAR') expect(Number(found?.read(String(each)))).toBe(each)
          else expect(found.read(String(each))).toBe(String(each))
      }),
    )
  })
})
