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

/** Bytes of the rows of all files that relations read, roughly; infinite where a file is not there. */
export const bytesIn = async (roots: readonly Relation[]): Promise<number> => {
  const parts = new Set(roots.flatMap(relationsOf))
  const files = [...parts].flatMap(part => (part.kind === 'scan' ? part.files : []))
  try {
    return (await Promise.all(files.map(bytesOfFile))).reduce((a, b) => a + b, 0)
  } catch {
    return Number.POSITIVE_INFINITY
  }
}

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
  const tables = new Set([...inputs, ...own].flatMap(relationsOf).flatMap(tablesOf))
  const names = new Set([...tables].map(({ name }) => name))
  const read = await bytesIn([...inputs, ...own])
  return [...names].reduce((bytes, name) => bytes + (noted.get(name) ?? Number.POSITIVE_INFINITY), read)
}
