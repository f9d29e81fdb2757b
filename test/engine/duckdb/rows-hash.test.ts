import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sameRows } from '#core/runs/rows-hash.ts'
import { hashRows, type WrittenFiles } from '#engine/duckdb/rows-hash.ts'
import { flowRunner } from '../run/flow-world.ts'
import { temporaryFolder } from '../run/temp-folder.ts'

const { connect } = flowRunner()

type Form = Pick<WrittenFiles, 'format' | 'options'> & { readonly copy: string }

const forms: readonly Form[] = [
  { format: 'parquet', options: {}, copy: 'FORMAT parquet' },
  { format: 'csv', options: { header: true, delimiter: ';' }, copy: "FORMAT csv, HEADER true, DELIMITER ';'" },
  { format: 'json', options: { array: true }, copy: 'FORMAT json, ARRAY true' },
]

/** The hash of what a query gives, written to a file. */
const hashOf = async (query: string, { format, options, copy }: Form, columns = ['id', 'name', 'd']) => {
  const file = join(await temporaryFolder(), 'rows')
  const session = await connect()
  try {
    await session.execute(`COPY (${query}) TO '${file}' (${copy})`)
    return await hashRows(session, { files: [file], format, options, columns, doubles: ['d'] })
  } finally {
    session.close()
  }
}

const rows = "SELECT range AS id, 'n' || range % 7 AS name, range * 0.1::DOUBLE AS d FROM range(5000)"
const changed = (change: string) => `SELECT * REPLACE (${change}) FROM (${rows})`

describe.each(forms)('the hash of rows in $format', form => {
  it('is the same in any order, and where doubles differ by less than 1e-9', async () => {
    const whole = await hashOf(rows, form)
    expect(whole.rows).toBe(5000)
    expect(sameRows(whole, await hashOf(`${rows} ORDER BY hash(id)`, form))).toBe(true)
    expect(sameRows(whole, await hashOf(changed('d * (1 + 9e-10) AS d'), form))).toBe(true)
  })

  it('is another where a cell, a row or how often it is there differs', async () => {
    const whole = await hashOf(rows, form)
    for (const other of [
      changed("CASE WHEN id = 4321 THEN 'x' ELSE name END AS name"),
      changed('CASE WHEN id = 4321 THEN d + 0.1 ELSE d END AS d'),
      changed('CASE WHEN id = 4321 THEN NULL ELSE d END AS d'),
      changed('CASE id WHEN 7 THEN 0.8 WHEN 8 THEN 0.7 ELSE d END AS d'),
      `${rows} OFFSET 1`,
      `SELECT * FROM (${rows}) UNION ALL (SELECT * FROM (${rows}) LIMIT 1)`,
    ])
      expect(sameRows(whole, await hashOf(other, form)), other).toBe(false)
  })
})

describe('the hash of rows', () => {
  it('is the same of a CSV whose columns are not those that were told', async () => {
    const csv = forms.find(({ format }) => format === 'csv')!
    const whole = await hashOf(rows, csv)
    expect(await hashOf(rows, csv, ['id'])).toEqual(whole)
    expect(await hashOf(rows, csv, ['id', 'name', 'd', 'more'])).toEqual(whole)
  })

  it('tells the parts of odd cells in a CSV apart', async () => {
    const csv = forms.find(({ format }) => format === 'csv')!
    const odd = (name: string) => `SELECT 1 AS id, ${name} AS name, 0.5::DOUBLE AS d`
    const cells = ["'#x'", 'NULL', "';'", "'a' || chr(10) || 'b'", "'q\"r'", "'  '"]
    const hashes = await Promise.all(cells.map(cell => hashOf(odd(cell), csv)))
    expect(hashes.map(each => each.rows)).toEqual(cells.map(() => 1))
    expect(new Set(hashes.map(each => each.hash)).size).toBe(cells.length)
  })

  it('does not ask how Parquet groups them', async () => {
    const [one] = forms
    const small = { ...one!, copy: 'FORMAT parquet, ROW_GROUP_SIZE 2048' }
    expect(sameRows(await hashOf(rows, one!), await hashOf(rows, small))).toBe(true)
  })

  it('is equal where multisets of rows are, and only there', async () => {
    const cells = fc.array(fc.constantFrom(0, 1, 2), { minLength: 1, maxLength: 5 })
    const values = (list: readonly number[]) =>
      `SELECT c::BIGINT AS id, NULL::VARCHAR AS name, 0::DOUBLE AS d FROM (VALUES ${list.map(n => `(${n})`).join(', ')}) AS v(c)`
    await fc.assert(
      fc.asyncProperty(cells, cells, async (one, other) => {
        const same = sameRows(await hashOf(values(one), forms[0]!), await hashOf(values(other), forms[0]!))
        expect(same).toBe(one.toSorted().join() === other.toSorted().join())
      }),
      { numRuns: 12 },
    )
  })
})
