import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Database, openDatabase } from '#engine/duckdb/instance.ts'
import type { Session } from '#engine/duckdb/session.ts'
import { verdicts } from './evaluate.ts'
import { judged } from './judge.ts'
import { row, rules, tableWith } from './random.ts'

let database: Database
let session: Session

beforeAll(async () => {
  database = await openDatabase({})
  session = await database.connect()
})

afterAll(() => database.close())

describe('the masks of a validator', () => {
  it('say what a judgement row by row says, for any rules and rows', async () => {
    await fc.assert(
      fc.asyncProperty(
        rules,
        fc.array(row, { maxLength: 12 }),
        fc.array(row, { maxLength: 4 }),
        async (list, rows, known) => {
          const expected = rows.map(each => list.flatMap(rule => verdicts(rule, each, rows, known)))
          expect(await judged(session, list, { in: tableWith(rows), known: tableWith(known) })).toEqual(expected)
        },
      ),
      { numRuns: 80 },
    )
  })
})
