import type { NumberKind } from './dates.ts'

const builtin: Readonly<Record<number, NumberKind>> = {
  14: 'date',
  15: 'date',
  16: 'date',
  17: 'date',
  18: 'time',
  19: 'time',
  20: 'time',
  21: 'time',
  22: 'datetime',
  45: 'time',
  46: 'duration',
  47: 'time',
}

/** Those of China, Japan, Korea and Taiwan. */
const isFarDate = (id: number): boolean => (id >= 27 && id <= 31) || (id >= 34 && id <= 36) || (id >= 50 && id <= 58)

/** What a format makes of a number: by its letters outside of quotes and brackets. */
export const kindOfFormat = (id: number, code: string | null): NumberKind => {
  if (code === null) return builtin[id] ?? (isFarDate(id) ? 'date' : id === 32 || id === 33 ? 'time' : 'number')
  const signs = code
    .split(';')[0]!
    .replaceAll(/"[^"]*"|\\.|_.|\*./g, '')
    .replaceAll(/general/gi, '')
  if (/\[(h+|m+|s+)\]/i.test(signs)) return 'duration'
  const letters = signs.replaceAll(/\[[^\]]*\]/g, '').replaceAll(/am\/pm|a\/p/gi, 'h')
  const hasTime = /[hs]/i.test(letters)
  const hasDate = /[yd]/i.test(letters) || (/m/i.test(letters) && !hasTime)
  if (hasDate) return hasTime ? 'datetime' : 'date'
  return hasTime ? 'time' : 'number'
}
