import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { databaseOfTests } from '#test/engine/duckdb/session-of-tests.ts'
import { verdicts } from './evaluate.ts'
import { judged } from './judge.ts'
import { row, rules, tableWith } from './random.ts'

const { session } = databaseOfTests()

describe('the masks of a validator', () => {
  it('say what a judgement row by row says, for any rules and rows', async () => {
    await fc.assert(
      fc.asyncProperty(
        rules,
        fc.array(row, { maxLength: 12 }),
        fc.array(row, { maxLength: 4 }),
        async (list, rows, known) => {
          const expected = rows.map(each => list.flatMap(rule => verdicts(rule, each, rows, known)))
          expect(await judged(session(), list, { in: tableWith(rows), known: tableWith(known) })).toEqual(expected)
        },
      ),
      { numRuns: 80 },
    )
  })
})
