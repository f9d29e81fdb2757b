import { stat } from 'node:fs/promises'
import type { Relation } from '#core/relation/relation.ts'
import { slotsOf } from '#core/relation/slots.ts'
import { relationsOf } from '#core/relation/walk.ts'
import type { Materialised } from '../duckdb/materialise.ts'
import type { RunContext } from './context.ts'
import { tablesOf } from './shape.ts'

/** Tables that were made or taken, by name, with the bytes of their rows, roughly. */
export type Noted = Map<string, number>

/** A cell of a table, roughly. */
const cellBytes = 16

export const noteTable = (noted: Noted, { table, rows }: Materialised): void => {
  const columns = table.columns.length + slotsOf(table).length + table.extras.length
  noted.set(table.name, rows * columns * cellBytes)
}

/** How many times a file its rows are, in memory. */
const growth = (file: string): number => (/\.(gz|zst|parquet)$/i.test(file) ? 8 : 2)

const bytesOfFile = async (file: string): Promise<number> => (await stat(file)).size * growth(file)

/** Bytes of the rows that a node's work goes over, roughly; infinite where nothing is known of them. */
export const bytesRead = async (
  id: string,
  { flow, outcomes }: Pick<RunContext, 'flow' | 'outcomes'>,
  noted: Noted,
): Promise<number> => {
  const node = flow.nodes[id]!
  const inputs = Object.values(node.inputs).flatMap(leaves =>
    leaves.flatMap(leaf => outcomes.get(leaf.node)?.ports[leaf.port]?.relation ?? []),
  )
  const own = Object.values(node.ports).map(({ relation }) => relation)
  const parts = new Set<Relation>([...inputs, ...own].flatMap(relationsOf))
  const files = [...parts].flatMap(part => (part.kind === 'scan' ? part.files : []))
  const tables = new Set([...parts].flatMap(tablesOf).map(({ name }) => name))
  try {
    const read = await Promise.all(files.map(bytesOfFile))
    return [...read, ...[...tables].map(name => noted.get(name) ?? Number.POSITIVE_INFINITY)].reduce((a, b) => a + b, 0)
  } catch {
    return Number.POSITIVE_INFINITY
  }
}
