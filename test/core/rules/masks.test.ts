import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { replace } from '#core/relation/replace.ts'
import { anyRule } from '#core/rules/index.ts'
import { printRelation } from '#core/sql/print.ts'
import { type Database, openDatabase } from '#engine/duckdb/instance.ts'
import type { Session } from '#engine/duckdb/session.ts'
import { compileWith, flowOf, inlined } from '#test/nodes/run-cases.ts'
import { type Row, type TestRule, type Verdict, verdicts } from './evaluate.ts'

let database: Database
let session: Session

beforeAll(async () => {
  database = await openDatabase({})
  session = await database.connect()
})

afterAll(() => database.close())

const table = (rows: readonly Row[]) => ({
  columns: [
    { name: 'i', type: 'INTEGER' },
    { name: 'n', type: 'INTEGER' },
    { name: 'm', type: 'BIGINT' },
    { name: 't', type: 'VARCHAR' },
  ],
  rows: rows.map((row, i) => [i, row.n, row.m, row.t]),
})

/** Verdicts per row and bit, as the validator's masks tell them. */
const judged = async (
  rules: readonly TestRule[],
  rows: readonly Row[],
  known: readonly Row[],
): Promise<Verdict[][]> => {
  const settings = { inputs: ['known'], rules: rules.map(rule => ({ ...rule })) }
  const flow = await compileWith(
    session,
    flowOf('validate.rules', { name: 'masks', settings, inputs: { in: table(rows), known: table(known) } }),
  )
  expect(flow.problems).toEqual([])
  const { body, flags } = flow.nodes.node!.compiled!
  const whole = replace(body!, relation =>
    relation.kind === 'input' ? inlined(flow, relation.node, relation.port) : null,
  )
  const { columns, rows: found } = await session.query(printRelation(whole))
  const masks = found.map(row => Object.fromEntries(columns.map((each, i) => [each.name, row[i]])))
  expect(masks.map(row => row.i)).toEqual(rows.map((_, i) => i))
  const isFailure = (bit: number) => flags![bit]?.message.startsWith('could not be evaluated: ') ?? false
  return masks.map(row => {
    const verdictAt = (bit: number): Verdict => {
      const has = (name: string) => ((row[`__weir_${name}_${Math.floor(bit / 64)}`] as bigint) >> BigInt(bit % 64)) & 1n
      const told = [has('flags'), has('skip'), has('error')].join('')
      const meaning: Readonly<Record<string, Verdict>> = {
        '000': 'good',
        '100': 'bad',
        '010': 'skipped',
        '101': 'failed',
      }
      return meaning[told] ?? expect.fail(`flags, skip and error are ${told}`)
    }
    return flags!.flatMap((_, bit) => {
      if (isFailure(bit)) return []
      return [isFailure(bit + 1) && verdictAt(bit + 1) === 'failed' ? 'failed' : verdictAt(bit)]
    })
  })
}

const texts = fc.constantFrom(null, '1', '-2', '2.5', 'x', '', '10', 'äx')
const numbers = fc.constantFrom(null, -2, 0, 1, 2, 10)
const row: fc.Arbitrary<Row> = fc.record({ n: numbers, m: numbers, t: texts })

const limit = fc.constantFrom(-1, 0, 2)
const own = fc.oneof(
  fc.record({ kind: fc.constant('not_null'), columns: fc.constantFrom(['n'], ['t', 'm']) }),
  fc.record({
    kind: fc.constant('range'),
    columns: fc.constantFrom(['n'], ['n', 'm']),
    min: limit,
    max: fc.constantFrom(null, 2, { column: 'm' }, { column: 't' }),
    minStrict: fc.boolean(),
    maxStrict: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('range'),
    columns: fc.constant(['t']),
    min: limit,
    max: fc.constantFrom(null, 5, { column: 'n' }),
  }),
  fc.record({
    kind: fc.constant('in_set'),
    columns: fc.constantFrom(['n'], ['t'], ['t', 'm']),
    values: fc.uniqueArray(fc.constantFrom('1', 'x', 'äx', '2.5', 1, 2.5, 10, null)),
  }),
  fc.record({
    kind: fc.constant('pattern'),
    columns: fc.constantFrom(['t'], ['n']),
    patterns: fc.constantFrom(['[0-9]+'], ['^-'], ['x$'], ['.x?']),
    whole: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('length'),
    columns: fc.constantFrom(['t'], ['n', 't']),
    min: fc.constantFrom(null, 1),
    max: fc.nat(2),
  }),
  fc.record({ kind: fc.constant('expression'), expression: fc.constant('cast(t AS INTEGER) > 0') }),
  fc.record({ kind: fc.constant('unique'), columns: fc.constantFrom(['n'], ['t'], ['n', 't']) }),
  fc.record({
    kind: fc.constant('reference'),
    columns: fc.constantFrom(['n'], ['t'], ['n', 't']),
    input: fc.constant('known'),
  }),
)
const common = fc.record({
  nulls: fc.constantFrom('skip', 'pass', 'fail'),
  when: fc.constantFrom(null, null, 'cast(t AS INTEGER) > 0'),
})

/** A null that the set itself allows is another matter, which a case states. */
const plain = (rule: TestRule): boolean =>
  !(rule.kind === 'in_set' && rule.nulls === 'fail' && rule.values.includes(null))

const rules: fc.Arbitrary<readonly TestRule[]> = fc
  .array(fc.tuple(own, common), { minLength: 1, maxLength: 6 })
  .map(list => list.map(([kind, shared], i) => anyRule.parse({ ...shared, ...kind, id: `r${i}` }) as TestRule))
  .filter(list => list.every(plain))

describe('the masks of a validator', () => {
  it('say what a judgement row by row says, for any rules and rows', async () => {
    await fc.assert(
      fc.asyncProperty(
        rules,
        fc.array(row, { maxLength: 12 }),
        fc.array(row, { maxLength: 4 }),
        async (list, rows, known) => {
          const expected = rows.map(each => list.flatMap(rule => verdicts(rule, each, rows, known)))
          expect(await judged(list, rows, known)).toEqual(expected)
        },
      ),
      { numRuns: 60 },
    )
  })
})
