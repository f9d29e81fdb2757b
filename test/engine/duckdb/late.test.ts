import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Flag, Relation } from '#core/relation/relation.ts'
import { extrasOf, hiddenColumns } from '#core/relation/slots.ts'
import { printRelation } from '#core/sql/print.ts'
import { dropTable, materialise } from '#engine/duckdb/materialise.ts'
import { flowRelations } from '#engine/preview/flow-relations.ts'
import { databaseOfTests } from '#test/engine/duckdb/session-of-tests.ts'
import { compileWith, flowOf } from '#test/nodes/run-cases.ts'

const { session } = databaseOfTests()

type Cell = string | number | null
type Rule = Readonly<Record<string, unknown>>

const columns = [
  { name: 'rowid', type: 'INTEGER' },
  { name: 'k', type: 'INTEGER' },
  { name: 't', type: 'VARCHAR' },
]
const known = { columns: [{ name: 'c', type: 'VARCHAR' }], rows: [['a'], ['b'], [null]] }

/** Rules that look at other rows, beside some that do not. */
const kinds: readonly Rule[] = [
  { kind: 'unique', columns: ['k'] },
  { kind: 'unique', columns: ['k', 't'] },
  { kind: 'unique', columns: ['t'], when: 'k > 1' },
  { kind: 'unique', columns: ['t'], when: 'CAST(t AS INTEGER) > 0' },
  { kind: 'unique', columns: ['k'], keep: 'first', order: [{ column: 't' }] },
  { kind: 'reference', columns: ['t'], input: 'known', inputColumns: ['c'] },
  { kind: 'reference', columns: ['t'], input: 'known', inputColumns: ['c'], nulls: 'fail' },
  { kind: 'not_reference', columns: ['t'], input: 'known', inputColumns: ['c'] },
  { kind: 'primary_key', columns: ['k'] },
  { kind: 'duplicate_row' },
  { kind: 'functional_dependency', columns: ['t'], determinant: ['k'] },
  { kind: 'increasing', columns: ['k'] },
  { kind: 'decreasing', columns: ['k'], group: ['t'], strict: true, nulls: 'fail' },
  { kind: 'no_gaps', columns: ['k'], group: ['t'] },
  { kind: 'ranges_disjoint', columns: ['rowid', 'k'], group: ['t'] },
  { kind: 'group_total', columns: ['k'], group: ['t'], total: 4 },
  { kind: 'matches', columns: ['t'], keys: ['t'], input: 'known', inputKeys: ['c'], inputColumns: ['c'] },
  { kind: 'failing_rows', columns: ['k'], sql: ['SELECT k FROM rows WHERE t IS NULL'] },
  { kind: 'z_score', columns: ['k'], threshold: 1 },
  { kind: 'iqr_outlier', columns: ['k'], group: ['t'] },
  { kind: 'mad_outlier', columns: ['k'], when: "t <> 'a'" },
  { kind: 'rare_value', columns: ['t'], count: 2 },
  { kind: 'pattern_outlier', columns: ['t'], share: 0.4 },
]

/** Rules that look at one row alone. */
const alone: readonly Rule[] = [
  { kind: 'not_null', columns: ['k'] },
  { kind: 'range', columns: ['k'], min: 2 },
  { kind: 'expression', expression: 'CAST(t AS INTEGER) > k' },
]

const bodyOf = async (rules: readonly Rule[], rows: readonly (readonly Cell[])[]): Promise<Flag> => {
  const flow = await compileWith(
    session(),
    flowOf('validate.rules', {
      name: 'late',
      settings: { inputs: ['known'], rules: rules.map((rule, i) => ({ id: `r${i}`, ...rule })) },
      inputs: { in: { columns, rows }, known },
    }),
  )
  expect(flow.problems).toEqual([])
  return flowRelations(flow).inline(flow.nodes.node!.compiled!.body!) as Flag
}

const cells = async (from: string, names: readonly string[]): Promise<readonly string[]> => {
  const found = await session().query(`SELECT ${names.map(name => `"${name}"`).join(', ')} FROM ${from}`)
  return found.rows.map(row => row.map(String).join(' | '))
}

const atOnce = async (body: Flag, names: readonly string[]): Promise<readonly string[]> => {
  const { late: _, ...rest } = body
  return cells(`(${printRelation(rest)})`, names)
}

const inTwoSteps = async (body: Relation, names: readonly string[]): Promise<readonly string[]> => {
  const { table } = await materialise(session(), 'late_table', body)
  try {
    return await cells('late_table', names)
  } finally {
    await dropTable(session(), table.name)
  }
}

describe('a table of flagged rows', () => {
  it('holds the same rows and masks in the same order, whether made at once or marked afterwards', async () => {
    const row = fc.tuple(
      fc.integer({ min: 0, max: 3 }),
      fc.option(fc.integer({ min: 0, max: 4 })),
      fc.option(fc.constantFrom('a', 'b', 'c', '1', '2')),
    )
    const some = fc.array(fc.constantFrom(...kinds, ...alone), { minLength: 1, maxLength: 6 })
    await fc.assert(
      fc.asyncProperty(
        some,
        fc.array(row, { maxLength: 25 }),
        fc.constantFrom(0, 62, 70),
        async (rules, rows, more) => {
          const many = [...Array.from({ length: more }, () => alone[0]!), ...rules]
          const body = await bodyOf(many, rows)
          const names = [...columns.map(each => each.name), ...hiddenColumns(body), ...extrasOf(body)]
          expect(await inTwoSteps(body, names)).toEqual(await atOnce(body, names))
        },
      ),
      { numRuns: 40 },
    )
  })

  it.each(kinds.map(kind => [String(kind.kind), kind] as const))('is marked afterwards by %s', async (_, kind) => {
    expect((await bodyOf([kind], [])).late).toBeDefined()
  })

  it('is marked afterwards only where a rule looks at other rows', async () => {
    expect((await bodyOf(alone, [])).late).toBeUndefined()
    expect((await bodyOf([alone[0]!, kinds[0]!], [])).late).toBeDefined()
  })

  it('says of every row that a query could not judge it, where its values make it fail, and judges the other rules', async () => {
    const failing = { kind: 'failing_rows', columns: ['k'], sql: ['SELECT k FROM rows WHERE CAST(t AS INTEGER) > 0'] }
    const body = await bodyOf(
      [failing, { ...failing, when: 'k = 1' }, kinds[0]!],
      [
        [1, 1, 'x'],
        [2, 2, '5'],
        [3, 1, '7'],
      ],
    )
    const names = ['__weir_flags_0', '__weir_error_0', '__weir_skip_0']
    // bits: the query, its failure, the second query, its failure, unique
    expect(await inTwoSteps(body, names)).toEqual(['26 | 10 | 0', '2 | 2 | 12', '26 | 10 | 0'])
  })

  it('leaves no table behind when the marks cannot be made', async () => {
    const body = await bodyOf([kinds[0]!], [[1, 1, 'a']])
    const marks = body.late!.marks.map(each => ({ ...each, flag: { ...each.flag, input: body } }))
    const broken = { ...body, late: { ...body.late!, marks } }
    await expect(materialise(session(), 'late_table', broken as Relation)).rejects.toThrow()
    expect(await cells('duckdb_tables()', ['table_name'])).toEqual([])
  })
})
