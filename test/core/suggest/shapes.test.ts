import fc from 'fast-check'
import { expect, test } from 'vitest'
import { patternFault } from '#core/rules/re2.ts'
import { patternOf, roughly } from '#core/suggest/shapes.ts'

const shapeOf = (text: string) => text.replace(/[a-z]/g, 'a').replace(/[A-Z]/g, 'A').replace(/[0-9]/g, '9')

test('A pattern made of shapes is one that RE2 knows, and matches all texts of these shapes', () => {
  const run = fc.tuple(fc.constantFrom('ABC', 'xyz', '0123456789', '-', '.', '/', '(', '+', '\\', '[', ' '), fc.nat(3))
  fc.assert(
    fc.property(fc.array(run, { minLength: 1, maxLength: 5 }), fc.nat(3), (runs, more) => {
      const text = (extra: number) =>
        runs.map(([of, times]) => (of.length > 1 ? of.repeat(4).slice(0, times + 1 + extra) : of)).join('')
      const texts = [text(0), text(more)].filter(each => roughly(shapeOf(each)) === roughly(shapeOf(text(0))))
      const pattern = patternOf(texts.map(shapeOf), true)
      expect(patternFault(pattern)).toBeNull()
      for (const each of texts) expect(each).toMatch(new RegExp(`^(?:${pattern})$`))
    }),
  )
})

test('A pattern says how long runs are, and keeps signs as they are', () => {
  expect(patternOf(['AA-999'], true)).toBe('[A-Z]{2}\\-[0-9]{3}')
  expect(patternOf(['A9', 'A999'], true)).toBe('[A-Z][0-9]{1,3}')
  expect(patternOf(['Aa9'], false)).toBe('\\p{Lu}\\p{L}[0-9]')
})
