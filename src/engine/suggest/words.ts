import type { ColumnProfile } from '#core/profile/types.ts'
import { aggregate, column, limit, literal, orderBy, project, sort, union, where } from '#core/relation/build.ts'
import type { Relation } from '#core/relation/relation.ts'
import { printRelation } from '#core/sql/print.ts'
import type { Word } from '#core/suggest/types.ts'
import { readPage } from '../duckdb/read.ts'
import type { Reading } from '../profile/reading.ts'
import { isThere, valuesOf } from '../profile/values.ts'
import { countAll } from '../rows/count.ts'

/** Columns with more different values are not listed. */
const mostWords = 1_000

/** Longer texts are sentences. */
const longest = 60

const atOnce = 8

const [value, times] = ['value', 'times']

const wordsOf = ({ table }: Reading, of: ColumnProfile, index: number): Relation => {
  const there = where(project(table, [{ name: value, expression: valuesOf(of).text }]), isThere(column(value)))
  const groups = aggregate(there, [{ name: value, expression: column(value) }], [{ name: times, expression: countAll }])
  const sorted = limit(sort(groups, [orderBy(column(times), 'desc'), orderBy(column(value))]), mostWords)
  return project(sorted, [
    { name: 'column', expression: literal(index) },
    { name: value, expression: column(value) },
    { name: times, expression: column(times) },
  ])
}

/** All values of the text columns that have few different short ones, the most frequent first. */
export const readWords = async (
  reading: Reading,
  columns: readonly ColumnProfile[],
): Promise<ReadonlyMap<string, readonly Word[]>> => {
  const { pool, signal } = reading
  const listed = columns.filter(
    ({ shape, distinct, count, length }) =>
      shape === 'text' &&
      distinct.exact &&
      distinct.count > 1 &&
      distinct.count <= Math.min(mostWords, count / 2) &&
      (length?.max ?? 0) <= longest,
  )
  const found = new Map<string, Word[]>(listed.map(({ name }) => [name, []]))
  for (let from = 0; from < listed.length; from += atOnce) {
    const part = listed.slice(from, from + atOnce)
    const sql = printRelation(union(part.map((each, index) => wordsOf(reading, each, index))))
    const { rows } = await pool.use(session => readPage(session, sql, mostWords * atOnce, { signal }))
    for (const [index, text, count] of rows)
      found.get(part[Number(index)]!.name)!.push({ value: String(text), count: Number(count) })
  }
  return found
}
