import { type PortName, portText } from '#core/flow/ports.ts'
import { aggregateCall, column, limit } from '#core/relation/build.ts'
import { possibleLookups } from '#core/suggest/lookups.ts'
import type { Lookup } from '#core/suggest/types.ts'
import { keysOf } from '../cache/key.ts'
import { stampsOf } from '../cache/stamps.ts'
import { DatabaseError } from '../duckdb/error.ts'
import type { Looking } from '../preview/looking.ts'
import { relationsOfFlow } from '../preview/subject.ts'
import { figuresOf } from '../profile/reading.ts'
import { countAll } from '../rows/count.ts'

/** So many first rows tell whether a column is a key: the trial reads all of them anyway. */
const looked = 10_000

/** A key of fewer rows is none by chance. */
const fewestKeys = 3

/** Columns that are named after a column of another source, and what stands for the rows of these sources in a key. */
export const namedLookups = async ({ tables, subject }: Looking, at: PortName) => {
  const lookups = possibleLookups(subject.flow, at, subject.columns)
  const relations = relationsOfFlow(subject.flow)
  const ports = new Map(lookups.map(({ from }) => [portText(from.node, from.port), from]))
  const stamped = await Promise.all(
    [...ports].map(async ([name, { node, port }]) => {
      const relation = relations.port(node, port)
      return [name, keysOf({ stamps: await stampsOf(relation), isCopy: tables.isCopy })(relation)]
    }),
  )
  return { lookups, stamped }
}

/** Of these, those that lead to a key: none of its first rows is without a value, and no two have the same. */
export const readLookups = async (
  { tables, subject, signal }: Looking,
  lookups: readonly Lookup[],
): Promise<readonly Lookup[]> => {
  const relations = relationsOfFlow(subject.flow)
  const found = await Promise.all(
    lookups.map(async lookup => {
      const { node, port } = lookup.from
      const table = limit(relations.port(node, port), looked)
      const reading = { pool: tables.pool, signal, table, columns: [], rows: looked }
      const [figures] = await figuresOf(reading, [lookup.key], key => ({
        rows: countAll,
        different: aggregateCall('count', [column(key)], { distinct: true }),
      })).catch(error => {
        // a source that cannot be read is told of where it stands
        if (signal?.aborted || !(error instanceof DatabaseError)) throw error
        return []
      })
      return Number(figures?.different) >= fewestKeys && figures?.different === figures?.rows
    }),
  )
  return lookups.filter((_, index) => found[index])
}
