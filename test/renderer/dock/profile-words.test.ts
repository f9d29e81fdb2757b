import { describe, expect, test } from 'vitest'
import { figureText, partText, shareText, valueText } from '#renderer/dock/profile-words.ts'

describe('the words of a profile', () => {
  test('never say that some are none, or that most are all', () => {
    expect([shareText(0, 10), shareText(1, 100_000), shareText(99_999, 100_000), shareText(5, 5)]).toEqual([
      '0 %',
      '< 0.1 %',
      '> 99.9 %',
      '100 %',
    ])
    expect(shareText(0, 0)).toBe('0 %')
  })

  test('name a part of a histogram by its edges', () => {
    const reals = { of: 'value' as const, edges: [0.5, 1234.5, 2000], counts: [1, 2] }
    expect(partText(reals, 0, 'DOUBLE')).toBe('0.5 to 1,234.5')
    expect(partText(reals, 1, 'DOUBLE')).toBe('over 1,234.5 to 2,000')
    const single = { of: 'value' as const, edges: [3, 3, 4], counts: [1, 2] }
    expect([partText(single, 0, 'BIGINT'), partText(single, 1, 'BIGINT')]).toEqual(['3', '4'])
    const flags = { of: 'value' as const, edges: [false, false, true], counts: [1, 2] }
    expect([partText(flags, 0, 'BOOLEAN'), partText(flags, 1, 'BOOLEAN')]).toEqual(['false', 'true'])
    expect(partText({ of: 'length', edges: [2, 5], counts: [9] }, 0, 'VARCHAR')).toBe('2 to 5 characters')
  })

  test('show an empty text, and times apart from their day', () => {
    expect(valueText('', 'VARCHAR')).toBe('empty text')
    expect(figureText('2024-01-01T10:00:00', 'TIMESTAMP')).toBe('2024-01-01 10:00:00')
  })
})
