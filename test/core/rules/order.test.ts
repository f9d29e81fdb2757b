import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CompileContext } from '#core/node/kind.ts'
import { literal } from '#core/relation/build.ts'
import { isOrdered } from '#core/relation/order.ts'
import type { Input, Relation } from '#core/relation/relation.ts'
import { replace } from '#core/relation/replace.ts'
import { compileRules } from '#core/rules/compile.ts'
import { anyRule } from '#core/rules/index.ts'
import { printRelation } from '#core/sql/print.ts'
import { type Database, openDatabase } from '#engine/duckdb/instance.ts'
import type { Session } from '#engine/duckdb/session.ts'

let database: Database
let session: Session

beforeAll(async () => {
  database = await openDatabase({ threads: 4 })
  session = await database.connect()
  await session.execute(
    "CREATE TABLE big AS SELECT i, (i * 7919) % 400000 AS k, 'v' || (i % 90) AS v FROM range(500000) AS r(i)",
  )
})

afterAll(() => database.close())

const columns = [
  { name: 'i', type: 'BIGINT' },
  { name: 'k', type: 'BIGINT' },
  { name: 'v', type: 'VARCHAR' },
]
const leaf = (ordered: boolean): Input => ({ kind: 'input', node: 'big', port: 'out', columns, slots: [], ordered })

const context = (input: Input): CompileContext => ({
  node: 'check',
  inputs: () => [input],
  input: () => input,
  expression: () => null,
  scan: () => expect.fail('a validator reads no file'),
  sql: () => null,
  flags: () => [],
  given: () => null,
  inner: () => expect.fail('no flow stands in its place'),
  column: (of, name) => of.columns.find(each => each.name === name) ?? null,
  report: problem => expect.fail(problem.message),
  asOf: literal('2024-06-30T12:00:00Z', 'TIMESTAMPTZ'),
})

const rules = [
  { id: 'once', kind: 'unique', columns: ['k'] },
  { id: 'first', kind: 'unique', columns: ['k'], keep: 'first', order: [{ column: 'i' }] },
  { id: 'known', kind: 'reference', columns: ['k'], input: 'others', inputColumns: ['i'] },
  { id: 'state', kind: 'in_set', columns: ['v'], values: Array.from({ length: 50 }, (_, i) => `v${i}`) },
].map(rule => anyRule.parse(rule))

const body = (list: typeof rules, ordered: boolean): Relation =>
  compileRules(list, ['others'], context(leaf(ordered))).body

const misplaced = async (relation: Relation): Promise<bigint> => {
  const whole = replace(relation, each =>
    each.kind === 'input' ? { kind: 'table', name: 'big', columns, slots: [], ordered: true, extras: [] } : null,
  )
  await session.execute(`CREATE OR REPLACE TABLE judged AS ${printRelation(whole)}`)
  const { rows } = await session.query('SELECT count(*) FILTER (WHERE i <> rowid) FROM judged')
  return rows[0]![0] as bigint
}

describe('a validator over rows in order', () => {
  it.each(rules.map(rule => [rule.kind, rule.id, rule] as const))(
    'keeps the order for the rule %s (%s)',
    async (_kind, _id, rule) => {
      const relation = body([rule], true)
      expect(isOrdered(relation)).toBe(true)
      expect(await misplaced(relation)).toBe(0n)
    },
  )

  it('keeps the order for all of them together', async () => {
    expect(await misplaced(body(rules, true))).toBe(0n)
  })

  it('spends no sort on rows whose order is free', () => {
    const relation = body(rules, false)
    expect(relation.kind === 'flag' && relation.input.kind).toBe('project')
    expect(isOrdered(relation)).toBe(false)
  })
})
