import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { piecesOf } from '#renderer/dock/plan/marked.ts'

describe('the pieces of a statement', () => {
  it('are its whole text, and each part is one of them', () => {
    const cuts = fc
      .array(fc.nat(40), { minLength: 2, maxLength: 8 })
      .map(list => [...new Set(list)].sort((a, b) => a - b))
    fc.assert(
      fc.property(fc.string({ minLength: 41, maxLength: 60 }), cuts, (sql, places) => {
        const parts = places.flatMap((start, i) =>
          i % 2 === 0 && places[i + 1] !== undefined ? [{ node: `n${i}`, start, end: places[i + 1]! }] : [],
        )
        const pieces = piecesOf(sql, parts)
        expect(pieces.map(({ text }) => text).join('')).toBe(sql)
        expect(
          pieces
            .filter(({ node }) => node !== null)
            .map(({ node, at, text }) => ({ node, start: at, end: at + text.length })),
        ).toEqual(parts)
      }),
    )
  })
})
