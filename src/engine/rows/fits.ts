import type { Found } from '#core/quarantine/fit.ts'
import { type Corrections, fitColumns, fitsOf } from '#core/quarantine/replay.ts'
import { column, limit, orderBy, project, sort } from '#core/relation/build.ts'
import type { Relation } from '#core/relation/relation.ts'

/** What fits are read from. */
export const fitsShown = (input: Relation, corrections: Corrections): Relation =>
  project(
    fitsOf(input, corrections),
    fitColumns.map(name => ({ name, expression: column(name) })),
  )

const pageRows = 10_000

/** Reads the rows of a table of `fitsShown`, page by page. */
export const readFits = async (
  table: Relation,
  { patches }: Corrections,
  read: (page: Relation, most: number) => Promise<readonly (readonly unknown[])[]>,
): Promise<readonly Found[]> => {
  const sorted = sort(table, [orderBy(column('patch'))])
  const rows: Found[] = []
  for (let from = 0; from < patches.length; from += pageRows)
    rows.push(...foundIn(await read(limit(sorted, pageRows, from), pageRows)))
  return rows
}

const foundIn = (rows: readonly (readonly unknown[])[]): readonly Found[] =>
  rows.map(([patch, count, held, done, castable, found]) => ({
    patch: Number(patch),
    rows: Number(count),
    held: held === true,
    done: done === true,
    castable: castable === true,
    found: found as Found['found'],
  }))
