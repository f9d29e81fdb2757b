import type { CompiledNode } from '#core/compile/types.ts'
import { type Found, fitOf, replayed } from '#core/quarantine/fit.ts'
import { type Corrections, fitColumns, fitsOf } from '#core/quarantine/replay.ts'
import { column, limit, orderBy, project, sort } from '#core/relation/build.ts'
import type { Input, Relation } from '#core/relation/relation.ts'
import type { RunContext } from './context.ts'
import type { RunStatements } from './statements.ts'
import { portOf } from './transform-node.ts'

/** The inputs of a node whose rows are looked at beforehand, to see which corrections fit them. */
export const correctedInputs = ({ corrections, inputs }: CompiledNode): readonly Input[] =>
  (corrections ?? []).flatMap(({ port }) => inputs[port] ?? [])

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

/** The inputs of a node with their corrections that fit, by leaf; what does not fit is a line of the report. */
export const replayInputs = async (
  node: CompiledNode,
  run: RunContext,
  database: RunStatements,
): Promise<ReadonlyMap<Relation, Relation>> => {
  const entering = new Map<Relation, Relation>()
  for (const corrections of node.corrections ?? []) {
    const leaf = node.inputs[corrections.port]![0]!
    const { relation } = portOf(run, leaf.node, leaf.port)
    const { rounds, problems } = await fitOf(corrections, async (enter, round) => {
      const { table } = await database.materialise(fitsShown(enter(relation), round), node.id)
      const found = await readFits(table, round, database.rows)
      await database.drop(table.name)
      return found
    })
    run.problems.push(...problems)
    entering.set(leaf, replayed(relation, rounds))
  }
  return entering
}
